import { expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { enFunctionMessages } from "../messages/en/functionMessages.ts";
import { messagesIn } from "../messages/messagesIn.ts";
import { zhFunctionMessages } from "../messages/zh/functionMessages.ts";
import { clientsExcluded, namesAsked, trafficNow } from "./clientFigures.ts";

const DAY = 86_400_000;
const en = messagesIn(enFunctionMessages, "en");
const zh = messagesIn(zhFunctionMessages, "zh");

/** A listener of an instance of its own, as answers are remembered. */
const asked = (LoadBalancerId: string) => ({
  listener: { LoadBalancerId, ListenerPort: 443, ListenerProtocol: "HTTPS" },
  loadBalancer: { AccessLogConfig: { LogProject: "logs", LogStore: "access" } } as never,
});

type Range = { from: number; to: number; query: string };

/** A log that counts as `counts` says, and holds these records; CloudMonitor says how many connections are open, or refuses. */
const clientsOf = (
  counts: (range: Range) => number,
  records: Record<string, string>[] = [],
  connections: () => number = denied,
) =>
  ({
    accountId: "1",
    region: "cn-hangzhou",
    log: {
      count: async (_project: string, _store: string, range: Range) => counts(range),
      read: async () => records,
    },
    cms: { latest: async () => [{ port: 443, protocol: "HTTPS", at: clock.now(), value: connections() }] },
  }) as unknown as Clients;

const denied = () => {
  throw new AlbflowError("Denied", reason("text", { text: "no permission" }));
};

test("the rate of this hour of the week is that of the same hour a week ago, beside that of the last hour", async () => {
  const clients = clientsOf(({ from, query }) => {
    if (query.endsWith("status: 101")) return 3;
    return clock.now() - from > DAY ? 50_400 : 90;
  });
  const figures = await trafficNow(clients, asked("alb-hour"));
  expect(figures).toEqual([
    coded("traffic-at-this-hour", { weekAgo: 50_400, lastHour: 90, hosts: [], webSockets: 3, isOpenCounted: false }),
  ]);
  expect(figures.map(en.message)).toEqual([
    expect.stringMatching(/ 14 requests\/s.* 0\.025 .*; 3 WebSockets .*; .*open now.* not counted/),
  ]);
});

test("where no WebSocket has ended and CloudMonitor refuses, a plan still says that open ones are not counted", async () => {
  const clients = clientsOf(({ query }) => (query.endsWith("status: 101") ? 0 : 90));
  const [figure, ...more] = await trafficNow(clients, asked("alb-open"));
  expect(more).toEqual([]);
  expect(figure === undefined ? "" : en.message(figure)).toMatch(
    / 0\.025 .*; WebSockets that are open now .* not counted/,
  );
});

test("what CloudMonitor counts takes the place of what the log cannot, in both languages", async () => {
  const clients = clientsOf(
    () => 90,
    [],
    () => 12,
  );
  const figures = await trafficNow(clients, asked("alb-counted"));
  expect(figures.map(({ code }) => code)).toEqual(["traffic-at-this-hour", "connections-open"]);
  expect(figures.map(en.message).join("; ")).not.toMatch(/not counted/);
  expect(en.message(figures[1] as never)).toMatch(/^12 connections .*WebSockets/);
  expect(zh.message(figures[1] as never)).toMatch(/12 个活跃连接.*WebSocket/);
  expect(figures.map(zh.message).join()).not.toMatch(/未计入/);
});

test("a plan says how many connections are open where no access log is written, too, and that none is", async () => {
  const without = { ...asked("alb-no-log"), loadBalancer: {} as never };
  expect(
    await trafficNow(
      clientsOf(denied, [], () => 1),
      without,
    ),
  ).toEqual([coded("connections-open", { connections: 1 })]);
  const idle = { ...asked("alb-idle"), loadBalancer: {} as never };
  const [none] = await trafficNow(
    clientsOf(denied, [], () => 0),
    idle,
  );
  expect(none === undefined ? "" : en.message(none)).toMatch(/^no connection is open/);
});

test("hosts below a wildcard are known by the latest records, other names by counts", async () => {
  const records = [{ host: "a.example.com" }, { host: "example.org" }];
  const clients = clientsOf(({ query }) => (query.includes("host:") ? 0 : 2), records);
  expect(await namesAsked(clients, asked("alb-names"), ["*.example.com", "example.com"])).toEqual([
    coded("names-asked", { days: 7, names: [], unasked: ["example.com"], seen: ["a.example.com"] }),
  ]);
});

test("a name that is no host becomes no part of a search", async () => {
  const queries: string[] = [];
  const clients = clientsOf(({ query }) => queries.push(query), [{ host: "shop.example.com" }]);
  const [figure] = await namesAsked(clients, asked("alb-hostile"), ['x" or app_lb_id: "alb-other', "shop.example.com"]);
  expect(queries).toHaveLength(2);
  expect(queries.filter((query) => query.includes("alb-other"))).toEqual([]);
  expect(figure?.params).toMatchObject({ names: [{ name: "shop.example.com" }], unasked: [] });
});

test("nothing is told where no request was logged, nothing is lost, or the log cannot be read", async () => {
  const lost = { versions: ["TLSv1.0"], ciphers: [] };
  expect(
    await clientsExcluded(
      clientsOf(() => 0),
      asked("alb-none"),
      lost,
    ),
  ).toEqual([]);
  expect(
    await clientsExcluded(
      clientsOf(() => 9),
      asked("alb-kept"),
      { versions: [], ciphers: [] },
    ),
  ).toEqual([]);
  const broken = clientsOf(() => {
    throw new AlbflowError("NotFound", reason("text", { text: "no such store" }));
  });
  expect(await clientsExcluded(broken, asked("alb-broken"), lost)).toEqual([]);
  const without = { ...asked("alb-without"), loadBalancer: {} as never };
  expect(await clientsExcluded(broken, without, lost)).toEqual([]);
});
