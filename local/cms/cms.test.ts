import "../../test/local/localhostNames.ts";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CmsClient, openCms } from "../../shared/platform/clients/cms.ts";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import type { Credentials } from "../../shared/platform/session.ts";
import { type EchoClient, openEchoClient } from "../../test/functions/wire/echoClient.ts";
import { httpAnswerOf } from "../../test/functions/wire/httpAnswerOf.ts";
import type { LocalCloud, Snapshot } from "../cloud.ts";
import { startLocalCloud } from "../localCloud.ts";

const SHOP = "2222222222222222";
const START = Date.UTC(2026, 10, 30, 12, 0, 20);
const MINUTE = 60_000;

let cloud: LocalCloud;
let clock: SimulatedClock;
let begun: Snapshot;
const opened: EchoClient[] = [];
beforeAll(async () => {
  clock = simulatedClock(START);
  const keys = { accessKeyId: "key-shop", accessKeySecret: "secret-shop" };
  cloud = await startLocalCloud({
    port: 0,
    clock,
    seed: "local/seed/example.yaml",
    accounts: [{ accountId: SHOP, rootKey: keys }],
  });
  begun = cloud.snapshot();
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.close();
  await cloud.reset(begun);
});
afterAll(() => cloud.close());

function monitor(credentials: Credentials = cloud.rootKey, region = "cn-hangzhou"): CmsClient {
  const { cms } = cloud.endpoints;
  const isElsewhere = region !== "cn-hangzhou";
  return openCms({ region, accountId: cloud.accountId, credentials, endpoints: { cms }, isElsewhere });
}

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const placeOf = (listenerId: string) => {
  const { address: host, port } = cloud.dataPlane.endpoint(listenerId) ?? { address: "", port: 0 };
  return { host, port };
};
/** The values of a metric of the example's instance, by port, those of other listeners that are 0 left out. */
async function latest(metric: string, client = monitor()) {
  const points = await client.latest("alb-demo", metric);
  return Object.fromEntries(points.flatMap(({ port, value }) => (value === 0 ? [] : [[port, value]])));
}

/** The status for a client whose body comes some milliseconds after its head: a request is told in whole ones. */
async function slowAnswer(place: { host: string; port: number }): Promise<number | undefined> {
  const asked = request({
    ...place,
    agent: false,
    method: "POST",
    headers: { host: "shop.example.com", "content-length": 1 },
  });
  const answered = once(asked, "response");
  asked.flushHeaders();
  await new Promise((resolve) => setTimeout(resolve, 5));
  asked.end("x");
  const [answer] = (await answered) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return answer.statusCode;
}

test("CloudMonitor counts the open connections of a listener when a minute is over, WebSockets among them, until they end", async () => {
  const { host, port } = placeOf("lsn-plain");
  opened.push(await openEchoClient(`ws://${host}:${port}/chat`, "shop.example.com"));
  opened.push(await openEchoClient(`ws://${host}:${port}/chat`, "shop.example.com"));
  expect(await monitor().latest("alb-demo", "ListenerActiveConnection")).toEqual([]);
  await clock.advance(MINUTE);
  expect(await latest("ListenerActiveConnection")).toEqual({ 80: 2 });
  opened[0]?.close();
  // That a socket is closed takes real time.
  await expect
    .poll(async () => {
      await clock.advance(MINUTE);
      return latest("ListenerActiveConnection");
    })
    .toEqual({ 80: 1 });
});

test("requests and server errors are told by the second of a minute, and how long a request took", async () => {
  for (let asked = 0; asked < 5; asked += 1) expect((await httpAnswerOf(placeOf("lsn-plain")))[0]).toBe(200);
  expect(await slowAnswer(placeOf("lsn-plain"))).toBe(200);
  await clock.advance(MINUTE);
  expect(await latest("ListenerQPS")).toEqual({ 80: 0.1 });
  expect(await latest("ListenerHTTPCode5XX")).toEqual({});
  const took = (await latest("ListenerRequestTime"))[80];
  expect(took).toBeGreaterThan(0);
  expect(took).toBeLessThan(10_000);
  await clock.advance(MINUTE);
  expect(await latest("ListenerQPS")).toEqual({});
  const ForwardGroupConfig = { ServerGroupTuples: [{ ServerGroupId: "sgp-broken" }] };
  const DefaultActions = [{ Type: "ForwardGroup", ForwardGroupConfig }];
  await cloud.alb.call(root(), "UpdateListenerAttribute", { ListenerId: "lsn-plain", DefaultActions });
  await clock.advance(20_000);
  for (let asked = 0; asked < 3; asked += 1) expect((await httpAnswerOf(placeOf("lsn-plain")))[0]).toBeGreaterThan(500);
  await clock.advance(MINUTE);
  expect(await latest("ListenerHTTPCode5XX")).toEqual({ 80: 0.05 });
});

test("each minute has its own figures, in the order of time, page by page", async () => {
  await httpAnswerOf(placeOf("lsn-plain"));
  await clock.advance(MINUTE);
  await httpAnswerOf(placeOf("lsn-plain"));
  await httpAnswerOf(placeOf("lsn-plain"));
  await clock.advance(MINUTE);
  const asked = {
    Namespace: "acs_alb",
    MetricName: "ListenerQPS",
    Dimensions: '{"loadBalancerId":"alb-demo","listenerProtocol":"HTTP","listenerPort":"80"}',
    StartTime: String(START - MINUTE),
    EndTime: String(clock.now()),
  };
  const first = await cloud.cms.call(root(), "DescribeMetricList", { ...asked, Length: 1 });
  const second = await cloud.cms.call(root(), "DescribeMetricList", {
    ...asked,
    Length: 1,
    NextToken: first.NextToken,
  });
  const points = [first, second].flatMap(({ Datapoints }) => JSON.parse(String(Datapoints)));
  const minute = START - 20_000;
  const whose = { userId: cloud.accountId, loadBalancerId: "alb-demo", listenerProtocol: "HTTP", listenerPort: "80" };
  expect(points).toEqual([
    { timestamp: minute, ...whose, Value: 1 / 60 },
    { timestamp: minute + MINUTE, ...whose, Value: 2 / 60 },
  ]);
  expect(first).toMatchObject({ Code: "200", Success: true, Period: "60" });
  expect(second).not.toHaveProperty("NextToken");
});

test("a listener that was stopped has no figures of the time after it, and DescribeMetricLast forgets those of before in two hours", async () => {
  await httpAnswerOf(placeOf("lsn-plain"));
  await clock.advance(MINUTE);
  await cloud.alb.call(root(), "StopListener", { ListenerId: "lsn-plain" });
  await clock.advance(5 * MINUTE);
  const ofPort = async () => (await monitor().latest("alb-demo", "ListenerQPS")).filter(({ port }) => port === 80);
  const [last] = await ofPort();
  expect(last?.at).toBeLessThan(START + 2 * MINUTE);
  await clock.advance(2 * 60 * MINUTE);
  expect(await ofPort()).toEqual([]);
});

test("RAM calls the reads by their names of before, and confines them to nothing", async () => {
  const denied = { kind: "Denied", code: "NoPermission" };
  const asRole = async (Action: string, Resource: string) => {
    const name = `watcher-${Action.slice(4)}-${Resource.length}`;
    const policies = [{ Version: "1" as const, Statement: [{ Effect: "Allow" as const, Action, Resource }] }];
    cloud.ram.putRole({ name, trusts: ["fc.aliyuncs.com"], policies });
    const role = `acs:ram::${cloud.accountId}:role/${name}`;
    const { expiresAt: _, ...keys } = cloud.ram.assumeRole(role, "fc.aliyuncs.com");
    return monitor(keys).latest("alb-demo", "ListenerQPS");
  };
  await expect(asRole("cms:DescribeMetricLast", "*")).rejects.toMatchObject(denied);
  await expect(asRole("cms:QueryMetricLast", `acs:cms:cn-hangzhou:${cloud.accountId}:*`)).rejects.toMatchObject(denied);
  await expect(asRole("cms:QueryMetricLast", "*")).resolves.toEqual([]);
});

test("another region has other figures, and another account others still", async () => {
  await clock.advance(MINUTE);
  expect((await monitor().latest("alb-demo", "ListenerQPS")).length).toBeGreaterThan(0);
  expect(await monitor(cloud.rootKey, "cn-beijing").latest("alb-demo", "ListenerQPS")).toEqual([]);
  const theirs = { accessKeyId: "key-shop", accessKeySecret: "secret-shop" };
  expect(await monitor(theirs).latest("alb-demo", "ListenerQPS")).toEqual([]);
});

test("an account asks each action fifty times a second, as long as changes take as long as they do at ALB", async () => {
  const all = await Promise.allSettled(Array.from({ length: 51 }, () => monitor().latest("alb-demo", "ListenerQPS")));
  const refused = all.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  expect(refused.map(({ reason }) => reason)).toMatchObject([{ kind: "Throttled", code: "Throttling.User" }]);
});

test.each([
  ["dimensions that are no JSON", { Dimensions: "alb-demo" }, "InvalidParameter"],
  ["dimensions that are no texts", { Dimensions: '[{"listenerPort":80}]' }, "InvalidParameter"],
  ["a time that is none", { EndTime: "yesterday" }, "InvalidParameter"],
  ["a metric that is not played", { MetricName: "ListenerInBits" }, "NotEmulated"],
  ["another product's metrics", { Namespace: "acs_ecs_dashboard" }, "NotEmulated"],
  ["a longer period", { Period: "900" }, "NotEmulated"],
])("%s are refused", async (_what, more, code) => {
  const asked = { Namespace: "acs_alb", MetricName: "ListenerQPS", ...more };
  await expect(cloud.cms.call(root(), "DescribeMetricLast", asked)).rejects.toMatchObject({ code });
});
