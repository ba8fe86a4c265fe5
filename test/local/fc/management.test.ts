import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import Fc2 from "@alicloud/fc2";
import Fc3, * as model from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFunctionCompute, type FunctionCompute } from "../../../local/fc/functionCompute.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import "../localhostNames.ts";
import { ACCOUNT, testContext } from "../testContext.ts";

/** The client of Object Storage that fc2 brings along, and with which the vendor's tool uploads. */
const ObjectStorage = createRequire(createRequire(import.meta.url).resolve("@alicloud/fc2"))("ali-oss") as new (
  options: object,
) => {
  put(name: string, content: Buffer): Promise<{ res: { status: number } }>;
  get(name: string): Promise<{ content: Buffer }>;
};

const context = testContext();
const keys = { accessKeyId: "local", accessKeySecret: "local" };
let fc: FunctionCompute;
let server: WireServer;
let client: InstanceType<typeof Fc3.default>;

const clientOf = (credentials: { accessKeyId: string; accessKeySecret: string; securityToken?: string }) =>
  new Fc3.default(
    new $OpenApiUtil.Config({
      ...credentials,
      protocol: "http",
      endpoint: `127.0.0.1:${server.port}`,
      readTimeout: 10_000,
      connectTimeout: 10_000,
    }),
  );

beforeAll(async () => {
  fc = createFunctionCompute(context, {
    codeRoot: ".",
    functions: [],
    isolation: { kind: "thread" },
    environment: { ENDPOINT: "here", SECRET: "of those that were deployed with the cloud" },
    environmentOfOthers: { ENDPOINT: "here" },
  });
  server = await listen(fc, { port: 0 });
  client = clientOf(keys);
});
it("a function that somebody deploys here finds the cloud, and has no setting of those that were there", async () => {
  const source = "exports.handler = async () => JSON.stringify([process.env.ENDPOINT, process.env.SECRET ?? null]);";
  const zipFile = Buffer.from(zipSync({ "index.js": Buffer.from(source) })).toString("base64");
  await create("found", { code: new model.InputCodeLocation({ zipFile }) });
  expect(JSON.parse(await invoke("found"))).toEqual(["here", null]);
});

describe("code that is uploaded first, as the vendor's deployment tool does it", () => {
  const old = () =>
    new Fc2(ACCOUNT, {
      accessKeyID: "local",
      accessKeySecret: "local",
      region: "cn-hangzhou",
      endpoint: `http://127.0.0.1:${server.port}`,
    });
  interface Token {
    credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
    ossBucket: string;
    objectName: string;
  }
  const tokenOf = async () => {
    const { data } = await (
      old() as unknown as { getTempBucketToken(): Promise<{ data: Token }> }
    ).getTempBucketToken();
    return data;
  };
  const storeOf = ({ credentials, ossBucket }: Token) =>
    new ObjectStorage({
      endpoint: `http://oss.localhost:${server.port}`,
      accessKeyId: credentials.AccessKeyId,
      accessKeySecret: credentials.AccessKeySecret,
      stsToken: credentials.SecurityToken,
      bucket: ossBucket,
    });

  it("makes the function that is invoked, and lies where the token says and nowhere else", async () => {
    const token = await tokenOf();
    const store = storeOf(token);
    const object = `${ACCOUNT}/${token.objectName}`;
    // Made once: an archive holds the time at which it was made.
    const archive = Buffer.from(zipOf("by way of a bucket"), "base64");
    const put = await store.put(object, archive);
    expect(put.res.status).toBe(200);
    expect((await store.get(object)).content).toEqual(archive);
    const code = new model.InputCodeLocation({ ossBucketName: token.ossBucket, ossObjectName: object });
    await create("bucketed", { code });
    expect(await invoke("bucketed")).toBe("by way of a bucket");
    await expect(store.put(`${ACCOUNT}/other`, Buffer.from("x"))).rejects.toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
  });

  it("is refused with another key, from another bucket, and where nothing was put", async () => {
    const token = await tokenOf();
    const wrong = storeOf({ ...token, credentials: { ...token.credentials, AccessKeySecret: "wrong" } });
    const object = `${ACCOUNT}/${token.objectName}`;
    await expect(wrong.put(object, Buffer.from("x"))).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
    await expect(storeOf(token).get(object)).rejects.toMatchObject({ code: "NoSuchKey" });
    await expect(storeOf({ ...token, ossBucket: "another" }).put(object, Buffer.from("x"))).rejects.toMatchObject({
      code: "NoSuchBucket",
    });
    const code = new model.InputCodeLocation({ ossBucketName: token.ossBucket, ossObjectName: object });
    await expect(create("nowhere", { code })).rejects.toMatchObject({ code: "InvalidArgument" });
  });
});

afterAll(async () => {
  await fc.close();
  await server.close();
});

/** Base64 of a zip with one file, that answers with a text. */
function zipOf(answer: string, file = "index.js"): string {
  const source = `exports.handler = async () => ${JSON.stringify(answer)};\n// ${"padding ".repeat(50)}`;
  return Buffer.from(zipSync({ [file]: Buffer.from(source) })).toString("base64");
}

function create(functionName: string, more: Partial<model.CreateFunctionInput> = {}) {
  const code = new model.InputCodeLocation({ zipFile: zipOf("first") });
  const body = new model.CreateFunctionInput({
    functionName,
    runtime: "nodejs20",
    handler: "index.handler",
    code,
    timeout: 5,
    ...more,
  });
  return client.createFunction(new model.CreateFunctionRequest({ body }));
}

async function invoke(name: string, qualifier?: string): Promise<string> {
  const request = new model.InvokeFunctionRequest({
    body: Readable.from(Buffer.from("{}")),
    ...(qualifier !== undefined && { qualifier }),
  });
  const { body } = await client.invokeFunction(name, request);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

describe("what is only kept of a function", () => {
  it("is told again by every read, with the defaults of what was not sent", async () => {
    const { body: plain } = await create("plain");
    expect(plain).toMatchObject({ internetAccess: true, instanceConcurrency: 1, description: "" });
    const { body } = await create("kept", {
      internetAccess: false,
      instanceConcurrency: 5,
      layers: ["acs:fc:cn-hangzhou:official:layers/Nodejs20/versions/1"],
      vpcConfig: new model.VPCConfig({ vpcId: "vpc-1", vSwitchIds: ["vsw-1"], securityGroupId: "sg-1" }),
      tags: [new model.Tag({ key: "env", value: "test" })],
      idleTimeout: 30,
    });
    const kept = {
      internetAccess: false,
      instanceConcurrency: 5,
      layers: [{ arn: "acs:fc:cn-hangzhou:official:layers/Nodejs20/versions/1" }],
      vpcConfig: { vpcId: "vpc-1", vSwitchIds: ["vsw-1"], securityGroupId: "sg-1" },
      tags: [{ key: "env", value: "test" }],
      idleTimeout: 30,
      codeChecksum: expect.stringMatching(/^\d{10,20}$/),
    };
    expect(body).toMatchObject(kept);
    expect((await client.getFunction("kept", new model.GetFunctionRequest({}))).body).toMatchObject(kept);
    const update = new model.UpdateFunctionInput({ internetAccess: true });
    const { body: updated } = await client.updateFunction("kept", new model.UpdateFunctionRequest({ body: update }));
    expect(updated).toMatchObject({ ...kept, internetAccess: true });
  });

  it("would be a lie for a container: that is refused by name", async () => {
    const customContainerConfig = new model.CustomContainerConfig({ image: "registry.example.com/a:1" });
    await expect(create("container", { customContainerConfig })).rejects.toMatchObject({
      code: "NotEmulated",
      statusCode: 400,
      message: expect.stringContaining("customContainerConfig"),
    });
  });

  it("is tagged, untagged and listed by tags, and has its reserved instances", async () => {
    await create("tagged");
    const resourceId = [`acs:fc:cn-hangzhou:${ACCOUNT}:functions/tagged`];
    const tag = [{ key: "env", value: "test" } as never];
    const body = new model.TagResourcesInput({ resourceType: "function", resourceId, tag });
    await client.tagResources(new model.TagResourcesRequest({ body }));
    const list = new model.ListTagResourcesRequest({ resourceType: "function", resourceId });
    expect((await client.listTagResources(list)).body).toMatchObject({
      tagResources: [{ resourceId: resourceId[0], resourceType: "function", tagKey: "env", tagValue: "test" }],
    });
    await client.untagResources(
      new model.UntagResourcesRequest({ resourceType: "function", resourceId, tagKey: ["env"] }),
    );
    expect((await client.listTagResources(list)).body?.tagResources).toEqual([]);
    const reserved = new model.PutConcurrencyInput({ reservedConcurrency: 3 });
    await client.putConcurrencyConfig("tagged", new model.PutConcurrencyConfigRequest({ body: reserved }));
    expect((await client.getConcurrencyConfig("tagged")).body).toMatchObject({ reservedConcurrency: 3 });
    await client.deleteConcurrencyConfig("tagged");
    await expect(client.getConcurrencyConfig("tagged")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("of a timer trigger is an httpTrigger without addresses", async () => {
    await create("timed");
    const body = new model.CreateTriggerInput({
      triggerName: "timer",
      triggerType: "timer",
      triggerConfig: JSON.stringify({ cronExpression: "@every 5m", enable: true }),
    });
    await client.createTrigger("timed", new model.CreateTriggerRequest({ body }));
    const { body: trigger } = await client.getTrigger("timed", "timer");
    expect(trigger?.httpTrigger).toBeDefined();
    expect(trigger?.httpTrigger?.urlInternet).toBeUndefined();
    expect(trigger?.targetArn).toBe(`acs:fc:cn-hangzhou:${ACCOUNT}:functions/timed`);
  });
});

describe("a function over the API", () => {
  it("is created from a zip, shown, invoked, changed and deleted", async () => {
    const { body: created } = await create("made", { environmentVariables: { A: "1" }, memorySize: 256 });
    expect(created).toMatchObject({
      functionName: "made",
      functionArn: `acs:fc:cn-hangzhou:${ACCOUNT}:functions/made`,
      memorySize: 256,
      environmentVariables: { A: "1" },
      state: "Active",
    });
    expect(await invoke("made")).toBe("first");
    const code = new model.InputCodeLocation({ zipFile: zipOf("second") });
    await client.updateFunction(
      "made",
      new model.UpdateFunctionRequest({ body: new model.UpdateFunctionInput({ code, timeout: 9 }) }),
    );
    expect(await invoke("made")).toBe("second");
    const { body: shown } = await client.getFunction("made", new model.GetFunctionRequest({}));
    expect(shown).toMatchObject({ timeout: 9, memorySize: 256, handler: "index.handler" });
    expect((await client.deleteFunction("made")).statusCode).toBe(204);
    await expect(invoke("made")).rejects.toMatchObject({ code: "FunctionNotFound", statusCode: 404 });
  });

  it("keeps its published versions, and an alias says which one is used", async () => {
    await create("versioned");
    const published = await client.publishFunctionVersion(
      "versioned",
      new model.PublishFunctionVersionRequest({ body: new model.PublishVersionInput({ description: "one" }) }),
    );
    expect(published.body).toMatchObject({ versionId: "1", description: "one" });
    const code = new model.InputCodeLocation({ zipFile: zipOf("second") });
    await client.updateFunction(
      "versioned",
      new model.UpdateFunctionRequest({ body: new model.UpdateFunctionInput({ code }) }),
    );
    await client.createAlias(
      "versioned",
      new model.CreateAliasRequest({ body: new model.CreateAliasInput({ aliasName: "live", versionId: "1" }) }),
    );
    expect([await invoke("versioned"), await invoke("versioned", "1"), await invoke("versioned", "live")]).toEqual([
      "second",
      "first",
      "first",
    ]);
    await client.publishFunctionVersion(
      "versioned",
      new model.PublishFunctionVersionRequest({ body: new model.PublishVersionInput({}) }),
    );
    await client.updateAlias(
      "versioned",
      "live",
      new model.UpdateAliasRequest({ body: new model.UpdateAliasInput({ versionId: "2" }) }),
    );
    expect(await invoke("versioned", "live")).toBe("second");
    const { body } = await client.listFunctionVersions("versioned", new model.ListFunctionVersionsRequest({}));
    expect(body?.versions?.map(({ versionId }) => versionId)).toEqual(["1", "2"]);
    await expect(client.deleteFunctionVersion("versioned", "2")).rejects.toMatchObject({ code: "VersionInUse" });
    await expect(invoke("versioned", "9")).rejects.toMatchObject({ code: "VersionNotFound" });
    await client.deleteAlias("versioned", "live");
    await client.deleteFunctionVersion("versioned", "2");
    await expect(client.getAlias("versioned", "live")).rejects.toMatchObject({ code: "AliasNotFound" });
  });

  it("is listed in pages, by the beginning of its name", async () => {
    for (const name of ["page-a", "page-b", "page-c"]) await create(name);
    const list = async (more: object) => {
      const { body } = await client.listFunctions(
        new model.ListFunctionsRequest({ prefix: "page-", limit: 2, ...more }),
      );
      return { names: body?.functions?.map(({ functionName }) => functionName), nextToken: body?.nextToken };
    };
    expect(await list({})).toEqual({ names: ["page-a", "page-b"], nextToken: "page-b" });
    expect(await list({ nextToken: "page-b" })).toEqual({ names: ["page-c"], nextToken: undefined });
  });

  it("has triggers, whose configuration travels as JSON text", async () => {
    await create("triggered");
    const input = {
      triggerName: "tick",
      triggerType: "timer",
      triggerConfig: '{"cronExpression":"@every 5m","enable":false}',
    };
    await client.createTrigger(
      "triggered",
      new model.CreateTriggerRequest({ body: new model.CreateTriggerInput(input) }),
    );
    const http = {
      triggerName: "web",
      triggerType: "http",
      triggerConfig: '{"authType":"function","methods":["GET"]}',
    };
    const { body } = await client.createTrigger(
      "triggered",
      new model.CreateTriggerRequest({ body: new model.CreateTriggerInput(http) }),
    );
    expect(body?.httpTrigger?.urlInternet).toMatch(/^https:\/\/triggered-[a-z]{10}\.cn-hangzhou\.fcapp\.run$/);
    const triggerConfig = '{"cronExpression":"0 0 4 * * *","enable":false}';
    await client.updateTrigger(
      "triggered",
      "tick",
      new model.UpdateTriggerRequest({ body: new model.UpdateTriggerInput({ triggerConfig }) }),
    );
    expect((await client.getTrigger("triggered", "tick")).body).toMatchObject({
      triggerType: "timer",
      triggerConfig,
      qualifier: "LATEST",
    });
    const listed = await client.listTriggers("triggered", new model.ListTriggersRequest({}));
    expect(listed.body?.triggers?.map(({ triggerName }) => triggerName)).toEqual(["tick", "web"]);
    expect((await fc.fireTimer("triggered", "tick")).body.toString()).toBe("first");
    await client.deleteTrigger("triggered", "tick");
    await expect(client.getTrigger("triggered", "tick")).rejects.toMatchObject({ code: "TriggerNotFound" });
  });

  it("has a configuration of asynchronous invocations", async () => {
    await create("queued");
    const body = new model.PutAsyncInvokeConfigInput({ maxAsyncRetryAttempts: 1 });
    await client.putAsyncInvokeConfig("queued", new model.PutAsyncInvokeConfigRequest({ body }));
    const shown = await client.getAsyncInvokeConfig("queued", new model.GetAsyncInvokeConfigRequest({}));
    expect(shown.body).toMatchObject({ maxAsyncRetryAttempts: 1 });
    await client.deleteAsyncInvokeConfig("queued", new model.DeleteAsyncInvokeConfigRequest({}));
    await expect(
      client.getAsyncInvokeConfig("queued", new model.GetAsyncInvokeConfigRequest({})),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  it("of the older API has a service before its name", async () => {
    const old = new Fc2(ACCOUNT, {
      accessKeyID: "local",
      accessKeySecret: "local",
      region: "cn-hangzhou",
      endpoint: `http://localhost:${server.port}`,
    });
    await old.createFunction("any", {
      functionName: "older",
      runtime: "nodejs20",
      handler: "index.handler",
      code: { zipFile: zipOf("old") },
    });
    expect((await old.invokeFunction("any", "older", "{}")).data).toBe("old");
    expect((await old.getFunction("any", "older")).data).toMatchObject({ functionName: "older" });
    const trigger = {
      triggerName: "tick",
      triggerType: "timer",
      triggerConfig: { cronExpression: "@every 1h", enable: false },
    };
    await old.createTrigger("any", "older", trigger);
    expect((await old.getTrigger("any", "older", "tick")).data).toMatchObject({ triggerName: "tick" });
    await old.deleteFunction("any", "older");
    await expect(old.getFunction("any", "older")).rejects.toMatchObject({
      code: "FunctionNotFound",
      name: "FCFunctionNotFoundError",
    });
  });
});

describe("a request is refused", () => {
  const timer = (cronExpression: string) => ({
    triggerName: "t",
    triggerType: "timer",
    triggerConfig: JSON.stringify({ cronExpression }),
  });
  const log = (jobConfig: object) => ({
    triggerName: "t",
    triggerType: "log",
    sourceArn: `acs:log:cn-hangzhou:${ACCOUNT}:project/p`,
    triggerConfig: JSON.stringify({ sourceConfig: { logstore: "l" }, jobConfig }),
  });
  beforeAll(() => create("refusing"));
  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    ["a second function of one name", () => create("refusing"), "FunctionAlreadyExists", /refusing/],
    ["a bad name", () => create("9 lives"), "InvalidArgument", /functionName/],
    ["a name of 65 characters", () => create("n".repeat(65)), "InvalidArgument", /at most 64/],
    [
      "a VPC without a security group",
      () => create("x", { vpcConfig: { vpcId: "vpc-1", vSwitchIds: ["vsw-1"] } as never }),
      "InvalidArgument",
      /vpcConfig must have a vpcId, vSwitchIds and a securityGroupId/,
    ],
    [
      "more than 4 KB of variables",
      () => create("x", { environmentVariables: { A: "x".repeat(4_096) } }),
      "InvalidArgument",
      /they have 4097 bytes; at most 4096/,
    ],
    [
      "a variable with a line end",
      () => create("x", { environmentVariables: { PEM: "a\nb" } }),
      "InvalidArgument",
      /PEM has characters that are not printable ASCII/,
    ],
    [
      "a variable that the platform sets",
      () => create("x", { environmentVariables: { FC_REGION: "a" } }),
      "InvalidArgument",
      /the name 'FC_REGION' cannot be used/,
    ],
    ["cpu without disk", () => create("x", { cpu: 0.2 }), "InvalidArgument", /set together/],
    [
      "more than 4 GB of memory for each cpu",
      () => create("x", { cpu: 0.05, diskSize: 512, memorySize: 1024 }),
      "InvalidArgument",
      /cpu 0\.05/,
    ],
    [
      "more cpu than memory",
      () => create("x", { cpu: 1, diskSize: 512, memorySize: 512 }),
      "InvalidArgument",
      /cpu 1 must/,
    ],
    ["too little memory", () => create("x", { memorySize: 100 }), "InvalidArgument", /memorySize/],
    ["memory between the steps", () => create("x", { memorySize: 130 }), "InvalidArgument", /memorySize/],
    ["too long a timeout", () => create("x", { timeout: 86_401 }), "InvalidArgument", /timeout/],
    ["a handler without an export", () => create("x", { handler: "index" }), "InvalidArgument", /handler/],
    [
      "no zip",
      () => create("x", { code: new model.InputCodeLocation({ zipFile: "aGVsbG8=" }) }),
      "InvalidArgument",
      /not a valid zip/,
    ],
    [
      "a zip that leads outside",
      () => create("x", { code: new model.InputCodeLocation({ zipFile: zipOf("a", "../../evil.js") }) }),
      "InvalidArgument",
      /leads outside/,
    ],
    [
      "a bucket without the name of an object",
      () => create("x", { code: new model.InputCodeLocation({ ossBucketName: "b" }) }),
      "InvalidArgument",
      /ossObjectName/,
    ],
    ["a timer twice a minute", () => trigger(timer("@every 30s")), "InvalidArgument", /cronExpression/],
    ["a timer with five fields", () => trigger(timer("0 4 * * *")), "InvalidArgument", /six fields/],
    [
      "a log trigger with numbers as text",
      () => trigger(log({ maxRetryTime: "3", triggerInterval: 60 })),
      "InvalidArgument",
      /maxRetryTime/,
    ],
    [
      "a log trigger every second",
      () => trigger(log({ maxRetryTime: 3, triggerInterval: 1 })),
      "InvalidArgument",
      /triggerInterval/,
    ],
    [
      "an unknown kind of trigger",
      () => trigger({ triggerName: "t", triggerType: "none", triggerConfig: "{}" }),
      "InvalidArgument",
      /triggerType/,
    ],
    [
      "a kind of trigger that has no events here",
      () => trigger({ triggerName: "t", triggerType: "oss", triggerConfig: "{}" }),
      "NotEmulated",
      /a trigger of type oss/,
    ],
    [
      "a configuration that is no JSON",
      () => trigger({ ...timer("@every 5m"), triggerConfig: "{" }),
      "InvalidArgument",
      /triggerConfig/,
    ],
  ])("for %s", async (_, request, code, message) => {
    await expect(request()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
  const trigger = (input: object) =>
    client.createTrigger(
      "refusing",
      new model.CreateTriggerRequest({ body: new model.CreateTriggerInput({ ...input }) }),
    );

  it("to a role whose policy does not allow it, naming action and resource", async () => {
    const Resource = `acs:fc:cn-hangzhou:${ACCOUNT}:functions/refusing`;
    const Statement = [{ Effect: "Allow" as const, Action: "fc:InvokeFunction", Resource }];
    context.ram.putRole({ name: "caller", trusts: ["fnf.aliyuncs.com"], policies: [{ Version: "1", Statement }] });
    const roleArn = `acs:ram::${ACCOUNT}:role/caller`;
    const call = (functionName: string) => fc.invokeFunction({ roleArn, functionName, body: "{}" });
    expect((await call("refusing")).body.toString()).toBe("first");
    const denied = await call("queued");
    expect([denied.status, JSON.parse(denied.body.toString())]).toMatchObject([
      403,
      {
        Code: "AccessDenied",
        Message: `the caller is not authorized to perform 'fc:InvokeFunction' on resource 'acs:fc:cn-hangzhou:${ACCOUNT}:functions/queued'`,
      },
    ]);
    const limited = clientOf(context.ram.assumeRole(roleArn, "fnf.aliyuncs.com"));
    await expect(limited.deleteFunction("refusing")).rejects.toMatchObject({ code: "AccessDenied", statusCode: 403 });
  });

  it("who may invoke a function but no version of it is refused with a version", async () => {
    const Resource = `acs:fc:cn-hangzhou:${ACCOUNT}:functions/refusing`;
    const invoking = async (resources: string[], qualifier?: string) => {
      const Statement = [{ Effect: "Allow" as const, Action: "fc:InvokeFunction", Resource: resources }];
      context.ram.putRole({ name: "caller", trusts: ["fnf.aliyuncs.com"], policies: [{ Version: "1", Statement }] });
      const call = { roleArn: `acs:ram::${ACCOUNT}:role/caller`, functionName: "refusing", body: "{}" };
      return (await fc.invokeFunction({ ...call, ...(qualifier !== undefined && { qualifier }) })).status;
    };
    expect(await invoking([Resource])).toBe(200);
    expect(await invoking([Resource], "LATEST")).toBe(403);
    expect(await invoking([`${Resource}/*`], "LATEST")).toBe(403);
    expect(await invoking([Resource, `${Resource}/*`], "LATEST")).toBe(200);
  });

  it("when its payload is larger than an asynchronous event may be", async () => {
    const identity = { accountId: ACCOUNT, accessKeyId: "local" };
    const large = fc.invoke({
      functionName: "refusing",
      body: Buffer.alloc(128 * 1024 + 1),
      identity,
      invocationType: "Async",
    });
    await expect(large).rejects.toMatchObject({ status: 413, code: "PayloadTooLarge" });
  });
});

describe("a call from inside the process", () => {
  const identity = { accountId: ACCOUNT, accessKeyId: "local" };
  beforeAll(() => create("inside"));
  const call = () => fc.invoke({ functionName: "inside", body: "{}", identity });

  it("is in the call log like any other", async () => {
    await call();
    expect(context.calls.at(-1)).toMatchObject({
      service: "fc",
      action: "InvokeFunction",
      resource: "functions/inside",
      caller: "local",
      status: 200,
    });
  });

  it.each([
    [{ kind: "throttle" as const }, { status: 429, code: "ResourceThrottled" }],
    [{ kind: "deny" as const }, { status: 403, code: "AccessDenied" }],
    [
      { kind: "refuse" as const, status: 400, code: "InvalidArgument", message: "no" },
      { status: 400, code: "InvalidArgument" },
    ],
    [{ kind: "error" as const, when: "after" as const }, { status: 503 }],
    [{ kind: "reset" as const, when: "before" as const }, { name: "ConnectionLost" }],
  ])("meets the fault %j", async (fault, expected) => {
    context.faults.set("InvokeFunction", fault);
    await expect(call()).rejects.toMatchObject(expected);
    expect(context.calls.at(-1)).toMatchObject({ fault: fault.kind });
    expect((await call()).status).toBe(200);
  });

  it("that is made in a role's name has every refusal as its result", async () => {
    context.faults.set("InvokeFunction", { kind: "reset", when: "before" });
    const roleArn = `acs:ram::${ACCOUNT}:role/anything`;
    context.ram.putRole({
      name: "anything",
      trusts: ["fnf.aliyuncs.com"],
      policies: [{ Version: "1", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
    });
    const lost = await fc.invokeFunction({ roleArn, functionName: "inside", body: "{}" });
    expect([lost.status, JSON.parse(lost.body.toString())]).toMatchObject([503, { Code: "ServiceUnavailable" }]);
    const unknown = await fc.invokeFunction({ roleArn: `${roleArn}-else`, functionName: "inside", body: "{}" });
    expect([unknown.status, JSON.parse(unknown.body.toString())]).toMatchObject([404, { Code: "EntityNotExist.Role" }]);
  });
});

it("what was made over the API outlives the process, with its code, versions and triggers", async () => {
  const uploads = mkdtempSync(join(tmpdir(), "albflow-uploads-"));
  const options = { codeRoot: ".", functions: [], isolation: { kind: "thread" as const }, uploads };
  const identity = { accountId: ACCOUNT, accessKeyId: "local" };
  const first = createFunctionCompute(testContext(), options);
  const place = await listen(first, { port: 0 });
  const before = client;
  client = new Fc3.default(new $OpenApiUtil.Config({ ...keys, protocol: "http", endpoint: `127.0.0.1:${place.port}` }));
  await create("lasting");
  await client.publishFunctionVersion(
    "lasting",
    new model.PublishFunctionVersionRequest({ body: new model.PublishVersionInput({}) }),
  );
  client = before;
  const kept = JSON.parse(JSON.stringify(first.exportState())) as ReturnType<typeof first.exportState>;
  await place.close();
  await first.close();
  const second = createFunctionCompute(testContext(), options);
  second.importState(kept);
  const answer = await second.invoke({ functionName: "lasting", qualifier: "1", body: "{}", identity });
  expect(answer.body.toString()).toBe("first");
  await second.close();
  rmSync(uploads, { recursive: true });
});
