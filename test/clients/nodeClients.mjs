/**
 * The official clients for TypeScript and JavaScript, with the region and the keys and nothing else: no endpoint, no proxy. Prints
 * what each was answered, as JSON. Run by proxied.test.ts, whose environment leads them to a local cloud.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import Alb, * as alb from "@alicloud/alb20200616";
import Dns, * as dns from "@alicloud/alidns20150109";
import Cas, * as cas from "@alicloud/cas20200407";
import Fc2 from "@alicloud/fc2";
import Fc3, * as fc3 from "@alicloud/fc20230330";
import FnF from "@alicloud/fnf-2019-03-15";
import Log from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import Rpc from "@alicloud/pop-core";
import Ram, * as ram from "@alicloud/ram20150501";
import Sls, * as sls from "@alicloud/sls20201230";
import Sts from "@alicloud/sts20150401";
import { zipSync } from "fflate";

const [folder] = process.argv.slice(2);
const ACCOUNT = "1234567890123456";
const REGION = "cn-hangzhou";
const keys = { accessKeyId: "local", accessKeySecret: "local" };
const config = (more = {}) => new $OpenApiUtil.Config({ ...keys, regionId: REGION, ...more });
const rpc = (endpoint, apiVersion) => new Rpc({ ...keys, endpoint, apiVersion });

/** Code goes to a bucket for uploads, as the vendor's deployment tool fc3 sends it; then the function is made and invoked. */
async function uploaded() {
  const old = new Fc2(ACCOUNT, { accessKeyID: "local", accessKeySecret: "local", region: REGION, secure: true });
  const { data } = await old.getTempBucketToken();
  const ObjectStorage = createRequire(createRequire(import.meta.url).resolve("@alicloud/fc2"))("ali-oss");
  const store = new ObjectStorage({
    endpoint: "https://oss-accelerate.aliyuncs.com",
    accessKeyId: data.credentials.AccessKeyId,
    accessKeySecret: data.credentials.AccessKeySecret,
    stsToken: data.credentials.SecurityToken,
    bucket: data.ossBucket,
    timeout: "600000",
  });
  const zip = join(folder, "code.zip");
  writeFileSync(zip, zipSync({ "index.js": Buffer.from("exports.handler = async () => 'by way of a bucket';") }));
  const object = `${ACCOUNT}/${data.objectName}`;
  await store.put(object, zip);
  const functions = new Fc3.default(config({ endpoint: `fcv3.${REGION}.aliyuncs.com`, protocol: "https" }));
  const code = new fc3.InputCodeLocation({ ossBucketName: data.ossBucket, ossObjectName: object });
  const body = new fc3.CreateFunctionInput({
    functionName: "uploaded",
    runtime: "nodejs20",
    handler: "index.handler",
    code,
  });
  await functions.createFunction(new fc3.CreateFunctionRequest({ body }));
  const invoker = new Fc3.default(config({ endpoint: `${ACCOUNT}.${REGION}.fc.aliyuncs.com`, protocol: "https" }));
  const request = new fc3.InvokeFunctionRequest({ body: Readable.from(Buffer.from("{}")) });
  return text((await invoker.invokeFunction("uploaded", request)).body);
}

const calls = {
  alb: async () =>
    (await new Alb.default(config()).listLoadBalancers(new alb.ListLoadBalancersRequest({}))).body.totalCount,
  cas: async () => (await new Cas.default(config()).listCert(new cas.ListCertRequest({}))).body.totalCount,
  alidns: async () =>
    (await new Dns.default(config()).describeDomains(new dns.DescribeDomainsRequest({}))).body.totalCount,
  fc: async () => (await new Fc3.default(config()).listFunctions(new fc3.ListFunctionsRequest({}))).body.functions,
  ram: async () => {
    const { body } = await new Ram.default(config())
      .getRole(new ram.GetRoleRequest({ roleName: "nobody" }))
      .catch((error) => ({ body: error.code }));
    return body;
  },
  sts: async () => (await new Sts.default(config()).getCallerIdentity()).body.accountId,
  sls: async () => (await new Sls.default(config()).listProject(new sls.ListProjectRequest({}))).body.total,
  log: async () => {
    const log = new Log({ ...keys, region: REGION });
    await log.createProject("led", { description: "by the older client" });
    return (await log.getProject("led")).description;
  },
  fnf: async () => (await new FnF({ ...keys, endpoint: `https://${REGION}.fnf.aliyuncs.com` }).listFlows({})).Flows,
  popCore: async () =>
    (await rpc(`https://alb.${REGION}.aliyuncs.com`, "2020-06-16").request("ListListeners", {})).TotalCount,
  serviceLinkedRole: async () =>
    (
      await rpc("https://resourcemanager.aliyuncs.com", "2020-03-31").request("CheckServiceLinkedRoleExistence", {
        ServiceName: "sendevent-fc.eventbridge.aliyuncs.com",
      })
    ).Existence,
  uploaded,
};

const answers = {};
for (const [name, call] of Object.entries(calls)) {
  answers[name] = await call().catch((error) => `${error.code ?? error.name}: ${error.message}`);
}
console.log(JSON.stringify(answers));
