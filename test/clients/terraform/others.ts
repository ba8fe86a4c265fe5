import { $OpenApiUtil } from "@alicloud/openapi-core";
import SlsSdk, * as model from "@alicloud/sls20201230";
import { zipSync } from "fflate";
import { expect } from "vitest";
import { makeCertificate } from "../../local/certificates.ts";
import { codeOf, type Provider } from "./provider.ts";

/** alicloud_ssl_certificates_service_certificate, and the data source that reads details by the version before. */
export async function certificateLives({ cas }: Provider): Promise<void> {
  const { certificatePem: Cert, privateKeyPem: Key } = await makeCertificate({ names: ["tf.example.com"] });
  const { CertId } = await cas["2020-04-07"]<{ CertId: number }>("UploadUserCertificate", {
    Name: "tf-certificate",
    Cert,
    Key,
    Tags: [{ Key: "Created", Value: "TF" }],
  });
  const read = () => cas["2020-04-07"]("GetUserCertificateDetail", { CertId });
  expect(await read()).toMatchObject({
    Name: "tf-certificate",
    Cert,
    Key,
    Tags: [{ TagKey: "Created", TagValue: "TF" }],
  });
  await cas["2018-08-13"]("CreateCertificateName", { CertificateId: CertId, Name: "tf-renamed" });
  expect(await read()).toMatchObject({ Name: "tf-renamed" });
  const older = () => cas["2018-07-13"]("DescribeUserCertificateDetail", { CertId });
  expect(await older()).toMatchObject({ Id: CertId, Name: "tf-renamed", Cert, Key, BuyInAliyun: false });
  await cas["2020-04-07"]("DeleteUserCertificate", { CertId });
  expect(await codeOf(read())).toBe("NotFound");
  // The provider looks for Id in the answer, and takes an error for an error.
  expect(Object.keys(await older())).toEqual(["RequestId"]);
}

/** alicloud_ram_role, alicloud_ram_policy with `force`, alicloud_ram_role_policy_attachment. */
export async function roleAndPolicyLive({ ram }: Provider): Promise<void> {
  const trust = (service: string) =>
    JSON.stringify({
      Version: "1",
      Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } }],
    });
  const RoleName = "tf-role";
  await ram("CreateRole", { RoleName, AssumeRolePolicyDocument: trust("fc.aliyuncs.com"), Description: "tf" });
  const role = () => ram("GetRole", { RoleName });
  expect(await role()).toMatchObject({
    Role: { RoleName, Description: "tf", MaxSessionDuration: 3600, Arn: "acs:ram::1234567890123456:role/tf-role" },
  });
  await ram("UpdateRole", {
    RoleName,
    NewAssumeRolePolicyDocument: trust("fnf.aliyuncs.com"),
    NewDescription: "tf 2",
    NewMaxSessionDuration: 7200,
  });
  expect(await role()).toMatchObject({ Role: { Description: "tf 2", MaxSessionDuration: 7200 } });
  const tagged = { ResourceType: "role", "ResourceNames.1": RoleName };
  await ram("TagResources", { ...tagged, "Tag.1.Key": "Created", "Tag.1.Value": "TF" });
  expect(await ram("ListTagResources", tagged)).toMatchObject({
    TagResources: [{ TagKey: "Created", TagValue: "TF" }],
  });
  await ram("UntagResources", { ...tagged, "TagKey.1": "Created" });

  const document = (Action: string) =>
    JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const PolicyName = "tf-policy";
  const custom = { PolicyName, PolicyType: "Custom" };
  const made = await ram("CreatePolicy", { PolicyName, PolicyDocument: document("alb:*"), Description: "tf" });
  expect(made).toMatchObject({ Policy: { PolicyName } });
  const policy = () => ram("GetPolicy", custom);
  expect(await policy()).toMatchObject({
    Policy: { DefaultVersion: "v1", AttachmentCount: 0, PolicyType: "Custom", Description: "tf" },
    DefaultPolicyVersion: { VersionId: "v1", PolicyDocument: document("alb:*") },
  });
  for (const action of ["fc:*", "log:*", "cas:*", "fnf:*", "ram:*"]) {
    await ram("CreatePolicyVersion", {
      PolicyName,
      PolicyDocument: document(action),
      SetAsDefault: true,
      RotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded",
    });
  }
  expect(await policy()).toMatchObject({
    DefaultPolicyVersion: { VersionId: "v6", PolicyDocument: document("ram:*") },
  });
  await ram("UpdatePolicyDescription", { PolicyName, NewDescription: "tf 2" });
  await ram("AttachPolicyToRole", { ...custom, RoleName });
  expect(await ram("ListPoliciesForRole", { RoleName })).toMatchObject({ Policies: { Policy: [custom] } });
  expect(await policy()).toMatchObject({ Policy: { AttachmentCount: 1, Description: "tf 2" } });

  // `force`: whatever holds the policy lets go of it, its other versions go, then it goes itself.
  expect(await codeOf(ram("DeletePolicy", { PolicyName }))).toMatch(/^DeleteConflict\.Policy\./);
  expect(await ram("ListEntitiesForPolicy", custom)).toMatchObject({
    Users: { User: [] },
    Groups: { Group: [] },
    Roles: { Role: [{ RoleName }] },
  });
  await ram("DetachPolicyFromRole", { ...custom, RoleName });
  const { PolicyVersions } = await ram<{
    PolicyVersions: { PolicyVersion: { VersionId: string; IsDefaultVersion: boolean }[] };
  }>("ListPolicyVersions", custom);
  expect(PolicyVersions.PolicyVersion.length).toBe(5);
  for (const { VersionId, IsDefaultVersion } of PolicyVersions.PolicyVersion) {
    if (!IsDefaultVersion) await ram("DeletePolicyVersion", { PolicyName, VersionId });
  }
  await ram("DeletePolicy", { PolicyName });
  expect(await codeOf(policy())).toBe("EntityNotExist.Policy");
  expect(await codeOf(ram("DetachPolicyFromRole", { ...custom, RoleName }))).toMatch(/^EntityNotExist/);
  await ram("DeleteRole", { RoleName });
  expect(await codeOf(role())).toBe("EntityNotExist.Role");
}

/** alicloud_fcv3_function, _trigger, _function_version, _alias, _concurrency_config, _async_invoke_config. */
export async function functionLives({ fc }: Provider): Promise<void> {
  const zipFile = Buffer.from(zipSync({ "index.js": Buffer.from("exports.handler = async () => 'tf';") })).toString(
    "base64",
  );
  const path = "/functions/tf-function";
  await fc("POST", "/functions", {
    functionName: "tf-function",
    handler: "index.handler",
    runtime: "nodejs20",
    code: { zipFile },
    cpu: 0.5,
    memorySize: 512,
    diskSize: 512,
    timeout: 3,
    internetAccess: false,
    environmentVariables: { TF: "1" },
    logConfig: { logBeginRule: "None" },
  });
  const read = () => fc<{ functionArn: string }>("GET", path);
  const found = await read();
  expect(found).toMatchObject({ internetAccess: false, cpu: 0.5, memorySize: 512, diskSize: 512, timeout: 3 });
  await fc("PUT", path, { timeout: 9, description: "tf", instanceConcurrency: 2 });
  expect(await read()).toMatchObject({ timeout: 9, description: "tf", instanceConcurrency: 2, internetAccess: false });
  await fc("POST", "/tags-v2", {
    ResourceType: "function",
    ResourceId: [found.functionArn],
    Tag: [{ Key: "Created", Value: "TF" }],
  });
  expect(await read()).toMatchObject({ tags: [{ key: "Created", value: "TF" }] });
  await fc("DELETE", "/tags-v2", undefined, {
    ResourceType: "function",
    ResourceId: JSON.stringify([found.functionArn]),
    TagKey: JSON.stringify(["Created"]),
  });
  expect(await read()).toMatchObject({ tags: [] });

  const triggerConfig = JSON.stringify({ cronExpression: "@every 5m", enable: true });
  await fc("POST", `${path}/triggers`, { triggerName: "tf-timer", triggerType: "timer", triggerConfig });
  const trigger = () => fc("GET", `${path}/triggers/tf-timer`);
  expect(await trigger()).toMatchObject({ triggerType: "timer", triggerConfig, httpTrigger: {} });
  await fc("PUT", `${path}/triggers/tf-timer`, { description: "tf", triggerConfig });
  await fc("DELETE", `${path}/triggers/tf-timer`);
  expect(await codeOf(trigger())).toContain("TriggerNotFound");

  const { versionId } = await fc<{ versionId: string }>("POST", `${path}/versions`, { description: "tf" });
  const version = () => fc("GET", path, undefined, { qualifier: versionId });
  expect(await version()).toMatchObject({ timeout: 9 });
  await fc("POST", `${path}/aliases`, { aliasName: "tf-alias", versionId });
  const alias = () => fc("GET", `${path}/aliases/tf-alias`);
  expect(await alias()).toMatchObject({ versionId });
  await fc("DELETE", `${path}/aliases/tf-alias`);
  expect(await codeOf(alias())).toContain("AliasNotFound");
  await fc("DELETE", `${path}/versions/${versionId}`);
  expect(await codeOf(version())).toContain("VersionNotFound");

  await fc("PUT", `${path}/concurrency`, { reservedConcurrency: 10 });
  const concurrency = () => fc("GET", `${path}/concurrency`);
  expect(await concurrency()).toMatchObject({ reservedConcurrency: 10 });
  await fc("DELETE", `${path}/concurrency`);
  expect(await codeOf(concurrency())).toContain("OnDemandConfigNotFound");

  const destination = `acs:fc:cn-hangzhou:1234567890123456:functions/tf-function`;
  await fc("PUT", `${path}/async-invoke-config`, {
    maxAsyncRetryAttempts: 1,
    maxAsyncEventAgeInSeconds: 60,
    asyncTask: true,
    destinationConfig: { onFailure: { destination } },
  });
  const asynchronous = () => fc("GET", `${path}/async-invoke-config`);
  expect(await asynchronous()).toMatchObject({
    maxAsyncRetryAttempts: 1,
    maxAsyncEventAgeInSeconds: 60,
    asyncTask: true,
    destinationConfig: { onFailure: { destination } },
  });
  await fc("DELETE", `${path}/async-invoke-config`);
  expect(await codeOf(asynchronous())).toContain("AsyncConfigNotExists");
  await fc("DELETE", path);
  expect(await codeOf(read())).toContain("FunctionNotFound");
}

/** alicloud_fnf_flow and alicloud_fnf_schedule; both are read and deleted by GET. */
export async function flowAndScheduleLive({ fnf }: Provider): Promise<void> {
  const Definition = `Type: StateMachine
Name: tf-flow
SpecVersion: v1
StartAt: Told
States:
  - Type: Pass
    Name: Told
    End: true
`;
  const flow = { Name: "tf-flow", Definition, Description: "tf", Type: "FDL" };
  const made = await fnf("CreateFlow", { ...flow, RoleArn: "acs:ram::1234567890123456:role/tf" });
  expect(made).toMatchObject({ Name: "tf-flow" });
  const read = () => fnf("DescribeFlow", { Name: "tf-flow" });
  expect(await read()).toMatchObject({ ...flow, Id: expect.any(String), LastModifiedTime: expect.any(String) });
  await fnf("UpdateFlow", { ...flow, Description: "tf 2" });
  expect(await read()).toMatchObject({ Description: "tf 2" });
  const key = { FlowName: "tf-flow", ScheduleName: "tf-schedule" };
  const schedule = { ...key, CronExpression: "30 9 * * * *", Description: "tf", Enable: true, Payload: '{"a":1}' };
  expect(await fnf("CreateSchedule", schedule)).toMatchObject({ ScheduleName: "tf-schedule" });
  const readSchedule = () => fnf("DescribeSchedule", key);
  const { FlowName: _, ...others } = schedule;
  expect(await readSchedule()).toMatchObject({ ...others, ScheduleId: expect.any(String) });
  await fnf("UpdateSchedule", { ...key, Enable: false, CronExpression: "0 10 * * * *" });
  expect(await readSchedule()).toMatchObject({ Enable: false, CronExpression: "0 10 * * * *", Payload: '{"a":1}' });
  await fnf("DeleteSchedule", key);
  expect(await codeOf(readSchedule())).toBe("ScheduleNotExists");
  expect(await codeOf(fnf("DeleteSchedule", key))).toBe("ScheduleNotExists");
  await fnf("DeleteFlow", { Name: "tf-flow" });
  expect(await codeOf(read())).toBe("FlowNotExists");
  expect(await codeOf(fnf("DeleteFlow", { Name: "tf-flow" }))).toBe("FlowNotExists");
}

/** alicloud_alidns_record. */
export async function recordLives({ dns }: Provider): Promise<void> {
  const record = { RR: "tf", Type: "MX", Value: "mx.tf.example", TTL: 600, Priority: 5, Line: "default" };
  const { RecordId } = await dns<{ RecordId: string }>("AddDomainRecord", { DomainName: "tf.example", ...record });
  const read = () => dns("DescribeDomainRecordInfo", { RecordId });
  expect(await read()).toMatchObject({ DomainName: "tf.example", ...record, Status: "ENABLE" });
  await dns("SetDomainRecordStatus", { RecordId, Status: "DISABLE" });
  expect(await read()).toMatchObject({ Status: "DISABLE" });
  await dns("SetDomainRecordStatus", { RecordId, Status: "ENABLE" });
  await dns("UpdateDomainRecordRemark", { RecordId, Remark: "of Terraform" });
  await dns("UpdateDomainRecord", { RecordId, ...record, Value: "mx2.tf.example", Priority: 6 });
  expect(await read()).toMatchObject({ Value: "mx2.tf.example", Priority: 6, Remark: "of Terraform" });
  await dns("DeleteDomainRecord", { RecordId });
  expect(await codeOf(read())).toBe("DomainRecordNotBelongToUser");
  expect(await codeOf(dns("DeleteDomainRecord", { RecordId }))).toBe("DomainRecordNotBelongToUser");
}

/** alicloud_log_project, alicloud_log_store, alicloud_log_store_index. */
export async function logsLive(endpoint: string): Promise<void> {
  const sls = new SlsSdk.default(
    new $OpenApiUtil.Config({
      accessKeyId: "local",
      accessKeySecret: "local",
      regionId: "cn-hangzhou",
      protocol: "http",
      endpoint: endpoint.replace("http://", ""),
      readTimeout: 60_000,
      connectTimeout: 60_000,
    }),
  );
  const project = "tf-project";
  await sls.createProject(new model.CreateProjectRequest({ projectName: project, description: "tf" }));
  const read = () => sls.getProject(project);
  expect((await read()).body).toMatchObject({ projectName: project, description: "tf", status: "Normal" });
  const about = { resourceType: "PROJECT", resourceId: [project] };
  await sls.tagResources(new model.TagResourcesRequest({ ...about, tags: [{ key: "Created", value: "TF" }] as never }));
  const tags = async () => (await sls.listTagResources(new model.ListTagResourcesRequest(about))).body?.tagResources;
  expect(await tags()).toMatchObject([{ resourceId: project, tagKey: "Created", tagValue: "TF" }]);
  await sls.untagResources(new model.UntagResourcesRequest({ ...about, tags: ["Created"] }));
  expect(await tags()).toEqual([]);
  const store = "tf-store";
  const settings = {
    logstoreName: store,
    shardCount: 2,
    ttl: 30,
    autoSplit: true,
    maxSplitShard: 60,
    appendMeta: true,
  };
  await sls.createLogStore(project, new model.CreateLogStoreRequest({ ...settings, mode: "standard" }));
  const readStore = async () => (await sls.getLogStore(project, store)).body;
  expect(await readStore()).toMatchObject({ ...settings, mode: "standard" });
  const metering = async () => (await sls.getLogStoreMeteringMode(project, store)).body?.meteringMode;
  expect(await metering()).toBe("ChargeByFunction");
  const mode = new model.UpdateLogStoreMeteringModeRequest({ meteringMode: "ChargeByDataIngest" });
  await sls.updateLogStoreMeteringMode(project, store, mode);
  expect(await metering()).toBe("ChargeByDataIngest");
  expect(await codeOf(sls.getIndex(project, store))).toBe("IndexConfigNotExist");
  const line = { token: [" ", ","], caseSensitive: false, chn: true };
  await sls.createIndex(project, store, new model.CreateIndexRequest({ body: { line } as never }));
  expect((await sls.getIndex(project, store)).body).toMatchObject({ line });
  await sls.deleteIndex(project, store);
  await sls.deleteLogStore(project, store);
  expect(await codeOf(readStore())).toBe("LogStoreNotExist");
  await sls.deleteProject(project, new model.DeleteProjectRequest({}));
  expect(await codeOf(read())).toBe("ProjectNotExist");
}
