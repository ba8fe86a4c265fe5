import { afterAll, beforeAll, expect, test } from "vitest";
import { serveCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import { accessRecord, alarm, cloudEvent, stopListener } from "../../../test/support/eventSamples.ts";
import { openCloudFlow } from "../../platform/clients/cloudFlow.ts";
import { channelsOf, lastDeliveries, noteDelivery } from "./channels.ts";

let served: Awaited<ReturnType<typeof serveCloudFlow>>;
beforeAll(async () => {
  served = await serveCloudFlow();
  await served.cloudFlow.putFlow({
    name: "albflow-keep",
    definition:
      "{Type: StateMachine, SpecVersion: v1, Name: albflow-keep, StartAt: A, States: [{Name: A, Type: Succeed}]}",
  });
});
afterAll(() => served.close());

test.each([
  ["EventBridge", cloudEvent, "eventBridge"],
  ["a trail in a log", { __time__: "1", event: JSON.stringify(stopListener) }, "actionTrail"],
  ["the access log", accessRecord, "accessLog"],
  ["CloudMonitor", alarm, "alarm"],
])("what %s delivers is known as its own", (_, record, channel) => {
  expect([...channelsOf([record, null, "text"])]).toEqual([channel]);
});

test("each channel tells when it last delivered something, and one that is silent has no such time", async () => {
  const cloudFlow = openCloudFlow({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${served.server.port}` },
  });
  const before = Date.now();
  for (let times = 0; times < 3; times += 1) await noteDelivery(cloudFlow, "albflow", new Set(["accessLog", "alarm"]));
  const { accessLog, ...others } = await lastDeliveries(cloudFlow, "albflow", Date.now());
  expect(accessLog).toBeGreaterThanOrEqual(before);
  expect(others).toEqual({ eventBridge: null, actionTrail: null, alarm: expect.any(Number) });
  expect(served.cloudFlow.state.flows.get("albflow-keep")?.executions.size).toBe(2);
});
