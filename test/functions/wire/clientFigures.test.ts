import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import type { SecureVersion } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { noticeOfQuestion } from "../../../shared/features/notify/noticeOf.ts";
import { coded } from "../../support/coded.ts";
import { type Asked, type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { changeRow } from "../support/changeRow.ts";
import { planOf } from "../support/planOf.ts";
import { type EchoClient, openEchoClient } from "./echoClient.ts";
import { endpointOf } from "./endpointOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
const opened: EchoClient[] = [];
beforeEach(async () => {
  for (const client of opened.splice(0)) client.close();
  await cloud.reset();
});
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const OLD_CLIENT = { version: "TLSv1", agent: "till/1.0", localAddress: "127.0.0.9" } as const;
const NEW_CLIENT = { version: "TLSv1.2", agent: "browser/130", localAddress: "127.0.0.1" } as const;

/** Asks the listener as a client of a kind does, so many times. */
async function ask(
  { version, agent, localAddress }: { version: SecureVersion; agent: string; localAddress: string },
  host: string,
  times: number,
) {
  const place = endpointOf(cloud, SHOP);
  for (let asked = 0; asked < times; asked += 1) {
    const status = await new Promise((resolve, reject) => {
      const options = {
        ...place,
        localAddress,
        agent: false as const,
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        ...(version === "TLSv1" ? { ciphers: "ALL:@SECLEVEL=0" } : {}),
        headers: { host, "user-agent": agent },
      };
      const answered = (response: IncomingMessage) => response.resume().on("end", () => resolve(response.statusCode));
      request(options, answered).on("error", reject).end();
    });
    expect(status).toBe(200);
  }
}

/** An instance that writes an access log, with what old and new clients have asked of a listener that takes both. */
async function withTraffic(): Promise<void> {
  const root = { accountId: cloud.accountId, accessKeyId: "local" };
  const store = { LogProject: "albflow-traces", LogStore: "alb_traced" };
  await cloud.alb.call(root, "EnableLoadBalancerAccessLog", { LoadBalancerId: "alb-demo", ...store });
  await cloud.clock.advance(2_000);
  const SecurityPolicyId = "tls_cipher_policy_1_0";
  await cloud.alb.call(root, "UpdateListenerAttribute", { ListenerId: SHOP, SecurityPolicyId });
  await cloud.clock.advance(2_000);
  await ask(OLD_CLIENT, "shop.example.com", 2);
  await ask(NEW_CLIENT, "shop.example.com", 5);
  await ask(NEW_CLIENT, "partner.example.net", 1);
  await cloud.clock.advance(5_000);
}

const figuresIn = async (operation: string, input: object) =>
  (await planOf(cloud, operation, { listenerId: SHOP, ...input })).effect.filter(({ code }) => FIGURES.has(code));
const FIGURES = new Set([
  "clients-excluded",
  "names-asked",
  "traffic-at-this-hour",
  "connections-open",
  "clients-concerned",
]);

test("a TLS policy says which share of requests and of client addresses it excludes, and whose they are", async () => {
  await withTraffic();
  expect(await figuresIn("changeTlsPolicy", { securityPolicyId: "tls_cipher_policy_1_2" })).toEqual([
    coded("clients-excluded", {
      days: 7,
      excluded: 2,
      requests: 8,
      excludedAddresses: 1,
      addresses: 2,
      latest: 100,
      userAgents: [{ name: "till/1.0", requests: 2 }],
    }),
  ]);
});

test("certificates that go or are rotated say for which of their names clients have asked", async () => {
  await withTraffic();
  const rotation = { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" };
  expect(await figuresIn("rotateCertificate", rotation)).toEqual([
    coded("names-asked", {
      days: 7,
      names: [{ name: "shop.example.com", requests: 7 }],
      unasked: ["www.shop.example.com"],
      seen: [],
    }),
  ]);
  const removal = { certificateIds: ["24870011-cn-hangzhou"], allowUncoveredNames: ["partner.example.net"] };
  expect(await figuresIn("removeCertificates", removal)).toEqual([
    coded("names-asked", {
      days: 7,
      names: [{ name: "partner.example.net", requests: 1 }],
      unasked: [],
      seen: [],
    }),
  ]);
});

test.each<[string, object]>([
  ["stopListener", {}],
  ["deleteListener", {}],
  ["changeServerGroup", { serverGroupId: "sgp-next" }],
])("%s says what goes through it now, and for which hosts", async (operation, input) => {
  await withTraffic();
  expect(await figuresIn(operation, input)).toEqual([
    coded("traffic-at-this-hour", {
      weekAgo: 0,
      lastHour: 8,
      hosts: ["shop.example.com", "partner.example.net"],
      webSockets: 0,
      isOpenCounted: false,
    }),
  ]);
});

test.each(["enableMutualAuth", "replaceCaCertificate"])("%s says how many clients there are", async (operation) => {
  await withTraffic();
  const caCertificateId = "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02";
  if (operation === "replaceCaCertificate") {
    const present = [{ CertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01", Status: "Associated" as const }];
    await changeRow(cloud, "listeners", SHOP, { CaEnabled: true, CaCertificates: present });
  }
  expect(await figuresIn(operation, { caCertificateId })).toEqual([
    coded("clients-concerned", {
      days: 7,
      requests: 8,
      addresses: 2,
      latest: 100,
      userAgents: [
        { name: "browser/130", requests: 6 },
        { name: "till/1.0", requests: 2 },
      ],
    }),
  ]);
});

test("a plan needs none of them: without a log that can be read it is the same plan", async () => {
  const input = { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" };
  const { hash, effect } = await planOf(cloud, "changeTlsPolicy", input);
  await changeRow(cloud, "loadBalancers", "alb-demo", { AccessLogConfig: { LogProject: "gone", LogStore: "gone" } });
  const without = await planOf(cloud, "changeTlsPolicy", input);
  expect([without.hash, without.effect]).toEqual([hash, effect]);
});

test("what was read is told again for ten minutes", async () => {
  await withTraffic();
  await figuresIn("enableMutualAuth", { caCertificateId: "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02" });
  await ask(NEW_CLIENT, "shop.example.com", 1);
  await cloud.clock.advance(5_000);
  const read = () => cloud.calls.recent().filter(({ action }) => action === "GetLogStoreLogs").length;
  const before = read();
  await figuresIn("enableMutualAuth", { caCertificateId: "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02" });
  expect(read()).toBe(before);
});

/** So many clients whose WebSockets stay open, and the time after which CloudMonitor is asked of them. */
async function withOpenWebSockets(listenerId: string, count: number): Promise<void> {
  const { host, port } = endpointOf(cloud, listenerId);
  const scheme = listenerId === SHOP ? "wss" : "ws";
  for (let made = 0; made < count; made += 1) {
    opened.push(await openEchoClient(`${scheme}://${host}:${port}/chat`, "shop.example.com"));
  }
  // What CloudMonitor said before that is remembered for a minute.
  await cloud.clock.advance(121_000);
}

test.each<[string, string, object]>([
  ["stopListener", "lsn-plain", {}],
  ["deleteListener", "lsn-plain", {}],
  ["changeServerGroup", SHOP, { serverGroupId: "sgp-next" }],
])(
  "%s says how many connections are open now, WebSockets among them, where no access log is written",
  async (operation, listenerId, input) => {
    await withOpenWebSockets(listenerId, 3);
    const { effect } = await planOf(cloud, operation, { listenerId, ...input });
    expect(effect.filter(({ code }) => FIGURES.has(code))).toEqual([coded("connections-open", { connections: 3 })]);
    for (const client of opened) expect(client.lost).toBeUndefined();
  },
);

test("where an access log is written, what it cannot count is counted beside it", async () => {
  await withTraffic();
  await withOpenWebSockets(SHOP, 2);
  const reported = await figuresIn("stopListener", {});
  expect(reported.map(({ code }) => code)).toEqual(["traffic-at-this-hour", "connections-open"]);
  expect(reported.map(({ params }) => params)).toEqual([
    expect.objectContaining({ isOpenCounted: true }),
    { connections: 2 },
  ]);
});

test("approver, notice and record are told the same", async () => {
  await withOpenWebSockets("lsn-plain", 4);
  const figure = coded("connections-open", { connections: 4 });
  await cloud.start("stopListener", { listenerId: "lsn-plain", requestedBy: "grace" }, "stop");
  let question: Asked | undefined;
  await cloud.answer("stopListener", "stop", (asked) => {
    question = asked;
    return cloud.agreement(asked);
  });
  expect(question?.verdict.plan?.effect).toContainEqual(figure);
  const notice = noticeOfQuestion(question?.verdict as never, cloud.clock.now(), {
    link: "",
    place: { account: cloud.accountId, region: cloud.region, environment: "" } as never,
    isReminder: false,
  });
  expect(JSON.stringify(notice.sentences)).toContain(JSON.stringify(figure));
  const { verdict } = await cloud.finish("stopListener", "stop");
  expect(verdict?.plan?.effect).toContainEqual(figure);
});

test("a role that CloudMonitor refuses plans the same without the figure", async () => {
  await withOpenWebSockets("lsn-plain", 1);
  const input = { listenerId: "lsn-plain" };
  const reported = await planOf(cloud, "stopListener", input);
  // As RAM refuses it; a role without the permission would count as one that lacks something.
  cloud.faults.add({ service: "cms", action: "DescribeMetricLast", fault: { kind: "deny" } });
  await cloud.clock.advance(61_000);
  const without = await planOf(cloud, "stopListener", input);
  expect(cloud.calls.recent({ action: "DescribeMetricLast" }).at(-1)).toMatchObject({ code: "NoPermission" });
  expect(reported.effect.map(({ code }) => code)).toEqual(["traffic-stops", "connections-open"]);
  expect(without.effect.map(({ code }) => code)).toEqual(["traffic-stops"]);
  expect(without.hash).toBe(reported.hash);
});

test("a CloudMonitor that cannot be reached keeps nobody from a plan", async () => {
  await withOpenWebSockets("lsn-plain", 1);
  cloud.faults.add({
    service: "cms",
    action: "DescribeMetricLast",
    fault: { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "busy" },
  });
  const { effect } = await planOf(cloud, "deleteListener", { listenerId: "lsn-plain" });
  expect(effect.map(({ code }) => code)).toEqual(["listener-deleted"]);
});
