import { expect, test } from "vitest";
import { localDeployment } from "../../../cli/localDeployment.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import { ACCESS_LOG, ROOT } from "./remediationCloud.ts";

const PLACE = { region: "cn-hangzhou", accountId: ROOT.accountId };
const GROUPS = 400;
/** Few and long ones: what is read is measured in bytes. */
const RECORDS = 100;

test("a range that is larger than the function's memory is read to its end, a part at a time", {
  timeout: 300_000,
}, async () => {
  const deployment = localDeployment(PLACE);
  const functions = deployment.functions.map((spec) => ({ ...spec, memorySize: 128, cpu: 0.1, triggers: [] }));
  // A thread of its own, with the heap that the function's memory allows.
  const cloud = await startLocalCloud({
    ...PLACE,
    port: 0,
    seed: "local/seed/example.yaml",
    isolation: { kind: "thread" },
    deployment: { ...deployment, functions },
  });
  try {
    const record = { app_lb_id: "alb-traced", slb_vport: "80", scheme: "http", status: "200", upstream_status: "200" };
    for (let group = 0; group < GROUPS; group += 1) {
      const records = Array.from({ length: RECORDS }, (_, index) => ({
        ...record,
        request_uri: `/${group}/${index}/${"x".repeat(2_300)}`,
      }));
      cloud.sls.write(ACCESS_LOG, "alb_layer7_access_log", records);
    }
    let events = 0;
    for (const shard of cloud.sls.reader.shards(ACCESS_LOG) ?? []) {
      const source = {
        projectName: ACCESS_LOG.project,
        logstoreName: ACCESS_LOG.logstore,
        shardId: shard.id,
        beginCursor: shard.cursor(shard.begin),
        endCursor: shard.cursor(shard.end),
      };
      const body = JSON.stringify({ source });
      const answer = await cloud.fc.invoke({ functionName: "albflow-remediate", body, identity: ROOT });
      expect(answer.headers["x-fc-error-type"]).toBeUndefined();
      const ingested = JSON.parse(answer.body.toString("utf8")) as { events: number; refused: number };
      expect(ingested.refused).toBe(0);
      events += ingested.events;
    }
    expect(events).toBe(GROUPS * RECORDS);
  } finally {
    await cloud.close();
  }
});
