import { Readable } from "node:stream";
import * as model from "@alicloud/fc20230330";
import * as $dara from "@darabonba/typescript";
import { zipSync } from "fflate";
import type { Recording } from "../recording.ts";

/** Every action of Function Compute, over a function with every setting that is kept. */
export async function fcScenario({ fc }: Recording): Promise<void> {
  const source = "exports.handler = async () => 'done';";
  const zipFile = Buffer.from(zipSync({ "index.js": Buffer.from(source) })).toString("base64");
  const functionName = "fidelity";
  const body = new model.CreateFunctionInput({
    functionName,
    runtime: "nodejs20",
    handler: "index.handler",
    description: "of the test",
    code: new model.InputCodeLocation({ zipFile }),
    timeout: 5,
    memorySize: 512,
    cpu: 0.35,
    diskSize: 512,
    environmentVariables: { A: "1" },
    role: "acs:ram::1234567890123456:role/fidelity",
    logConfig: {
      project: "albflow-reports",
      logstore: "albflow",
      enableRequestMetrics: true,
      enableInstanceMetrics: true,
      enableLlmMetrics: true,
      logBeginRule: "None",
    },
    instanceLifecycleConfig: {
      initializer: { handler: "index.handler", timeout: 3, command: ["a"] },
      preStop: { handler: "index.handler", timeout: 3, command: ["a"] },
    },
    internetAccess: false,
    instanceConcurrency: 2,
    layers: ["acs:fc:cn-hangzhou:official:layers/Nodejs20/versions/1"],
    vpcConfig: { vpcId: "vpc-1", vSwitchIds: ["vsw-1"], securityGroupId: "sg-1", role: "r" },
    nasConfig: { userId: 1, groupId: 1, mountPoints: [{ mountDir: "/a", serverAddr: "b", enableTLS: true }] },
    ossMountConfig: {
      mountPoints: [{ bucketName: "b", bucketPath: "/", endpoint: "e", mountDir: "/m", readOnly: true }],
    },
    polarFsConfig: {
      userId: 1,
      groupId: 1,
      mountPoints: [{ instanceId: "i", mountDir: "/m", remoteDir: "/", readOnly: true }],
    },
    juiceFsConfig: {
      envs: { A: "1" },
      mountPoints: [{ args: ["a"], mountDir: "/m", remoteDir: "/", token: "t", volumeName: "v" }],
    },
    tracingConfig: { type: "Jaeger", params: { endpoint: "e" } },
    customDNS: { nameServers: ["192.0.2.1"], searches: ["a"], dnsOptions: [{ name: "n", value: "v" }] },
    gpuConfig: { gpuType: "t", gpuMemorySize: 1 },
    idleTimeout: 30,
    instanceIsolationMode: "SHARE",
    sessionAffinity: "NONE",
    sessionAffinityConfig: "{}",
    disableOndemand: false,
    disableInjectCredentials: "None",
    enableLongLiving: false,
    resourceGroupId: "rg-other",
    tags: [{ key: "env", value: "test" }],
  } as unknown as model.CreateFunctionInput);
  await fc.createFunction(new model.CreateFunctionRequest({ body }));
  const more = { functionName: "other", runtime: "nodejs20", handler: "index.handler", code: { zipFile } };
  await fc.createFunction(new model.CreateFunctionRequest({ body: new model.CreateFunctionInput(more as never) }));
  await fc.getFunction(functionName, new model.GetFunctionRequest({}));
  await fc.updateFunction(functionName, new model.UpdateFunctionRequest({ body: { timeout: 6 } as never }));
  await fc.getFunction(functionName, new model.GetFunctionRequest({}));
  await fc.listFunctions(new model.ListFunctionsRequest({ limit: 1 }));
  await fc.listFunctions(new model.ListFunctionsRequest({}));
  const published = await fc.publishFunctionVersion(
    functionName,
    new model.PublishFunctionVersionRequest({ body: { description: "first" } as never }),
  );
  await fc.publishFunctionVersion(functionName, new model.PublishFunctionVersionRequest({ body: {} as never }));
  const { versionId = "1" } = published.body ?? {};
  await fc.listFunctionVersions(functionName, new model.ListFunctionVersionsRequest({ limit: 1 }));
  const alias = { aliasName: "live", versionId, description: "of the test" };
  await fc.createAlias(functionName, new model.CreateAliasRequest({ body: alias as never }));
  const second = { ...alias, aliasName: "other" };
  await fc.createAlias(functionName, new model.CreateAliasRequest({ body: second as never }));
  await fc.updateAlias(functionName, "live", new model.UpdateAliasRequest({ body: alias as never }));
  await fc.getAlias(functionName, "live");
  await fc.listAliases(functionName, new model.ListAliasesRequest({ limit: 1 }));
  await fc.listAliases(functionName, new model.ListAliasesRequest({}));
  const triggers = [
    ["timer", "timer", { cronExpression: "@every 5m", enable: true, payload: "" }],
    ["http", "http", { authType: "anonymous", methods: ["GET"] }],
  ] as const;
  for (const [triggerName, triggerType, config] of triggers) {
    const trigger = {
      triggerName,
      triggerType,
      qualifier: "LATEST",
      description: "of the test",
      sourceArn: "acs:log:cn-hangzhou:1234567890123456:project/albflow-reports",
      invocationRole: "acs:ram::1234567890123456:role/fidelity",
      triggerConfig: JSON.stringify(config),
    };
    await fc.createTrigger(functionName, new model.CreateTriggerRequest({ body: trigger as never }));
    await fc.updateTrigger(
      functionName,
      triggerName,
      new model.UpdateTriggerRequest({ body: { description: "changed" } as never }),
    );
    await fc.getTrigger(functionName, triggerName);
  }
  await fc.listTriggers(functionName, new model.ListTriggersRequest({ limit: 1 }));
  await fc.invokeFunction("other", new model.InvokeFunctionRequest({ body: Readable.from(Buffer.from("{}")) }));
  const asynchronous = {
    maxAsyncEventAgeInSeconds: 60,
    maxAsyncRetryAttempts: 1,
    asyncTask: true,
    destinationConfig: {
      onSuccess: { destination: "acs:fc:cn-hangzhou:1234567890123456:functions/other" },
      onFailure: { destination: "acs:fc:cn-hangzhou:1234567890123456:functions/other" },
    },
  };
  for (const name of [functionName, "other"]) {
    await fc.putAsyncInvokeConfig(name, new model.PutAsyncInvokeConfigRequest({ body: asynchronous as never }));
  }
  await fc.getAsyncInvokeConfig(functionName, new model.GetAsyncInvokeConfigRequest({}));
  await fc.listAsyncInvokeConfigs(new model.ListAsyncInvokeConfigsRequest({ limit: 1 }));
  for (const event of ["{}", "[]"]) {
    const call = new model.InvokeFunctionRequest({ body: Readable.from(Buffer.from(event)) });
    const inBackground = new model.InvokeFunctionHeaders({ xFcInvocationType: "Async" });
    await fc.invokeFunctionWithOptions("other", call, inBackground, new $dara.RuntimeOptions({}));
  }
  await fc.listAsyncTasks("other", new model.ListAsyncTasksRequest({ limit: 1 }));
  await fc.deleteAsyncInvokeConfig(functionName, new model.DeleteAsyncInvokeConfigRequest({}));
  for (const name of [functionName, "other"]) {
    const reserved = { reservedConcurrency: 1 };
    await fc.putConcurrencyConfig(name, new model.PutConcurrencyConfigRequest({ body: reserved as never }));
  }
  await fc.getConcurrencyConfig(functionName);
  await fc.listConcurrencyConfigs(new model.ListConcurrencyConfigsRequest({ limit: 1 }));
  await fc.deleteConcurrencyConfig(functionName);
  const resourceId = ["acs:fc:cn-hangzhou:1234567890123456:functions/fidelity"];
  const about = { resourceType: "function", resourceId };
  const tags = { ...about, tag: [{ key: "team", value: "web" } as never] };
  await fc.tagResources(new model.TagResourcesRequest({ body: new model.TagResourcesInput(tags) }));
  await fc.listTagResources(new model.ListTagResourcesRequest(about));
  await fc.untagResources(new model.UntagResourcesRequest({ ...about, tagKey: ["team"] }));
  const domain = {
    domainName: "fidelity.localhost",
    protocol: "HTTP",
    routeConfig: { routes: [{ path: "/*", functionName, qualifier: "LATEST", methods: ["GET"] }] },
  };
  await fc.createCustomDomain(new model.CreateCustomDomainRequest({ body: domain as never }));
  const other = { ...domain, domainName: "other.localhost" };
  await fc.createCustomDomain(new model.CreateCustomDomainRequest({ body: other as never }));
  await fc.updateCustomDomain(
    domain.domainName,
    new model.UpdateCustomDomainRequest({ body: { protocol: "HTTP" } as never }),
  );
  await fc.getCustomDomain(domain.domainName);
  await fc.listCustomDomains(new model.ListCustomDomainsRequest({ limit: 1 }));
  await fc.listCustomDomains(new model.ListCustomDomainsRequest({}));
  await fc.deleteCustomDomain(domain.domainName);
  await fc.deleteAlias(functionName, "live");
  await fc.deleteFunctionVersion(functionName, "2");
  await fc.deleteTrigger(functionName, "timer");
  await fc.deleteFunction("other");
}
