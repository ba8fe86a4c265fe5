import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { coded } from "../../support/coded.ts";
import type { ApiCloud } from "../api/apiCloud.ts";
import { HOME, SHOP, startThreeAccounts, type ThreeAccounts } from "../support/threeAccounts.ts";
import { openEchoClient } from "./echoClient.ts";

let cloud: ApiCloud;
let letIn: ThreeAccounts["letIn"];
let mark: ReturnType<ApiCloud["snapshot"]>;
beforeAll(async () => {
  ({ cloud, letIn } = await startThreeAccounts({ timersOf: [] }));
  mark = cloud.snapshot();
});
beforeEach(() => cloud.reset(mark));
afterAll(() => cloud.close());

const PLAIN = "lsn-plain";

/** What `describeListener` says CloudMonitor has of a listener. */
async function metricsOf(place: { account?: string; region?: string }): Promise<ListenerDescription["metrics"]> {
  const { body } = await cloud.fc.invoke({
    functionName: "albflow-describeListener",
    body: JSON.stringify({ listenerId: PLAIN, probe: false, ...place }),
    identity: { accountId: HOME, accessKeyId: "local" },
  });
  return (JSON.parse(body.toString("utf8")) as ListenerDescription).metrics;
}

test("a listener in another region, or of another account, has figures of its own, also where albflow may look alone", async () => {
  const there = cloud.at({ accountId: SHOP, region: "cn-beijing" }).dataPlane.endpoint(PLAIN);
  if (there === undefined) throw new Error("It is not served.");
  const client = await openEchoClient(`ws://${there.address}:${there.port}/chat`, "shop.example.com");
  await cloud.clock.advance(121_000);
  const reported = (connections: number) =>
    coded("listener-metrics", { connections, requestsPerSecond: 0, errorsPerSecond: 0, latencyMs: 0 });
  expect(await metricsOf({ account: SHOP, region: "cn-beijing" })).toEqual(reported(1));
  expect(await metricsOf({ region: "cn-shanghai" })).toEqual(reported(0));
  expect(await metricsOf({})).toEqual(reported(0));
  letIn(SHOP, { readOnly: true });
  await cloud.clock.advance(121_000);
  expect(await metricsOf({ account: SHOP, region: "cn-beijing" })).toEqual(reported(1));
  client.close();
});
