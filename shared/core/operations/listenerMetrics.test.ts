import { afterEach, expect, test, vi } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import type { Datapoint } from "../../platform/clients/cms.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { latestMetric, listenerMetrics } from "./listenerMetrics.ts";

afterEach(() => void vi.restoreAllMocks());

const NOW = Date.UTC(2026, 10, 30, 12);
/** A listener of an instance of its own, as answers are remembered. */
const listenerOf = (LoadBalancerId: string) => ({ LoadBalancerId, ListenerPort: 443, ListenerProtocol: "HTTPS" });
const point = (more: Partial<Datapoint> = {}): Datapoint => ({
  port: 443,
  protocol: "HTTPS",
  at: NOW - 120_000,
  value: 3,
  ...more,
});

/** CloudMonitor, which says this of every metric, and what it was asked. */
function monitor(points: () => Datapoint[]) {
  const asked: string[] = [];
  const cms = {
    async latest(_instance: string, metric: string) {
      asked.push(metric);
      return points();
    },
  };
  return { asked, clients: { accountId: "1", region: "cn-hangzhou", cms } as unknown as Clients };
}

const at = (now: number) => void vi.spyOn(clock, "now").mockReturnValue(now);

test("a listener without an access log is told with requests, server errors, latency and open connections", async () => {
  at(NOW);
  const { asked, clients } = monitor(() => [point({ value: 12.3456 })]);
  expect(await listenerMetrics(clients, listenerOf("alb-all"), { isLogged: false })).toEqual(
    coded("listener-metrics", {
      connections: 12.3,
      requestsPerSecond: 12.3,
      errorsPerSecond: 12.3,
      latencyMs: 12.3,
    }),
  );
  expect(asked).toEqual(["ListenerActiveConnection", "ListenerQPS", "ListenerHTTPCode5XX", "ListenerRequestTime"]);
});

test("one with an access log is told with open connections alone, in one call", async () => {
  at(NOW);
  const { asked, clients } = monitor(() => [point()]);
  const reported = await listenerMetrics(clients, listenerOf("alb-logged"), { isLogged: true });
  expect(reported?.params).toEqual({ connections: 3, requestsPerSecond: null, errorsPerSecond: null, latencyMs: null });
  expect(asked).toEqual(["ListenerActiveConnection"]);
});

test("what it says is remembered for a minute, for every listener of the instance", async () => {
  at(NOW);
  const { asked, clients } = monitor(() => [point(), point({ port: 80, protocol: "HTTP", value: 7 })]);
  expect(await latestMetric(clients, listenerOf("alb-kept"), "connections")).toBe(3);
  at(NOW + 59_000);
  const other = { LoadBalancerId: "alb-kept", ListenerPort: 80, ListenerProtocol: "HTTP" };
  expect(await latestMetric(clients, other, "connections")).toBe(7);
  expect(asked).toHaveLength(1);
  at(NOW + 60_000);
  expect(await latestMetric(clients, other, "connections")).toBe(7);
  expect(asked).toHaveLength(2);
});

test.each<[string, () => Datapoint[]]>([
  ["says nothing", () => []],
  ["speaks of other ports", () => [point({ port: 8443 })]],
  ["speaks of QUIC on the same port", () => [point({ protocol: "QUIC" })]],
  ["last spoke eleven minutes ago, before the listener was stopped", () => [point({ at: NOW - 660_000 })]],
  [
    "refuses",
    () => {
      throw new AlbflowError("Denied", reason("text", { text: "no permission" }));
    },
  ],
])("there is no figure where CloudMonitor %s", async (what, points) => {
  at(NOW);
  const { clients } = monitor(points);
  expect(await listenerMetrics(clients, listenerOf(`alb ${what}`), { isLogged: false })).toBeNull();
});

test("a refusal is remembered as well: a denied role asks once a minute", async () => {
  at(NOW);
  const { asked, clients } = monitor(() => {
    throw new AlbflowError("Denied", reason("text", { text: "no permission" }));
  });
  await latestMetric(clients, listenerOf("alb-denied"), "connections");
  await latestMetric(clients, listenerOf("alb-denied"), "connections");
  expect(asked).toHaveLength(1);
});
