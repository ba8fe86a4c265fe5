import * as model from "@alicloud/sls20201230";
import type { Recording } from "../recording.ts";

/** Every action of Simple Log Service that the SDK can make: it neither writes logs nor pulls them. */
export async function slsScenario({ sls, cloud }: Recording): Promise<void> {
  const project = "fidelity-logs";
  const logstore = "store";
  await sls.createProject(
    new model.CreateProjectRequest({
      projectName: project,
      description: "of the test",
      dataRedundancyType: "ZRS",
      resourceGroupId: "rg-other",
      recycleBinEnabled: true,
    }),
  );
  await sls.getProject(project);
  await sls.updateProject(project, new model.UpdateProjectRequest({ description: "changed" }));
  await sls.getProject(project);
  await sls.listProject(new model.ListProjectRequest({ size: 1 }));
  const encryption = {
    enable: true,
    encryptType: "default",
    userCmkInfo: { arn: "acs:ram::1:role/a", cmkKeyId: "k", regionId: "cn-hangzhou" },
  };
  const settings = {
    logstoreName: logstore,
    ttl: 30,
    shardCount: 2,
    autoSplit: true,
    maxSplitShard: 64,
    appendMeta: true,
    enableTracking: true,
    mode: "standard",
    telemetryType: "None",
    hotTtl: 30,
    infrequentAccessTTL: 30,
    encryptConf: encryption,
  };
  const create = { ...settings, processorId: "p" };
  await sls.createLogStore(project, new model.CreateLogStoreRequest(create as never));
  await sls.getLogStore(project, logstore);
  await sls.updateLogStore(project, logstore, new model.UpdateLogStoreRequest({ ...settings, ttl: 31 } as never));
  await sls.getLogStore(project, logstore);
  await sls.listLogStores(project, new model.ListLogStoresRequest({ offset: 0, size: 10 }));
  await sls.updateLogStoreMeteringMode(
    project,
    logstore,
    new model.UpdateLogStoreMeteringModeRequest({ meteringMode: "ChargeByFunction" }),
  );
  await sls.getLogStoreMeteringMode(project, logstore);
  const json = {
    type: "json",
    token: [" "],
    index_all: true,
    max_depth: 2,
    json_keys: { b: { type: "text", token: [" "], caseSensitive: false, chn: true, doc_value: true, alias: "y" } },
  };
  const index = {
    line: { token: [" "], caseSensitive: false, chn: true, includeKeys: ["a"], excludeKeys: ["b"] },
    keys: { a: { type: "text", token: [" "], caseSensitive: false, chn: true, doc_value: true, alias: "x" }, j: json },
    logReduce: true,
    logReduceBlackList: ["a"],
    logReduceWhiteList: ["b"],
    maxTextLen: 2048,
  };
  await sls.createIndex(project, logstore, new model.CreateIndexRequest({ body: index as never }));
  await sls.updateIndex(project, logstore, new model.UpdateIndexRequest({ body: index as never }));
  await sls.getIndex(project, logstore);
  cloud.sls.write({ project, logstore }, "topic", [{ a: "1" }]);
  const now = Math.floor(cloud.clock.now() / 1000);
  const range = { from: now - 60, to: now + 60 };
  await sls.getLogs(project, logstore, new model.GetLogsRequest({ ...range, query: "*", line: 10 }));
  await sls.getLogsV2(project, logstore, new model.GetLogsV2Request({ ...range, query: "*", line: 10 }));
  await sls.getHistograms(project, logstore, new model.GetHistogramsRequest({ ...range, query: "*" }));
  await sls.listShards(project, logstore);
  const { body: begin } = await sls.getCursor(project, logstore, "0", new model.GetCursorRequest({ from: "begin" }));
  const { cursor = "" } = begin ?? {};
  await sls.getCursorTime(project, logstore, "0", new model.GetCursorTimeRequest({ cursor }));
  const about = { resourceType: "project", resourceId: [project] };
  const tags = [{ key: "env", value: "test" }];
  await sls.tagResources(new model.TagResourcesRequest({ ...about, tags: tags as never }));
  await sls.listTagResources(new model.ListTagResourcesRequest(about));
  await sls.untagResources(new model.UntagResourcesRequest({ ...about, tags: ["env"] }));
  await sls.deleteIndex(project, logstore);
  await sls.deleteLogStore(project, logstore);
  await sls.deleteProject(project, new model.DeleteProjectRequest({}));
}
