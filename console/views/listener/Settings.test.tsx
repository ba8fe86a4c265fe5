import { expect, test } from "vitest";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { type Html, textOf } from "../../jsx/runtime.ts";
import { ActionList } from "./ActionList.tsx";
import { Certificates } from "./Certificates.tsx";
import { Rules } from "./Rules.tsx";
import { AdvancedSettings, BasicInformation, Forwarding, Logs, MutualAuth, TlsPolicyCard } from "./Settings.tsx";

/** The text of the card, without its markup. */
function shown(listener: object, language: "en" | "zh"): string {
  const description = { listener } as unknown as ListenerDescription;
  return textOf(MutualAuth({ description, language }) as Html)
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

const OPEN = { CaEnabled: false };
const BOUND = {
  ...OPEN,
  AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-office" }, { AclId: "acl-vpn" }] },
  Tags: [
    { Key: "owner", Value: "team-a" },
    { Key: "stage", Value: "" },
  ],
  Unknown: ["QuicVersion"],
};

test("a listener's page names its access control lists, its tags and what albflow does not know of it", () => {
  const text = shown(BOUND, "en");
  for (const part of ["White: acl-office, acl-vpn", "owner=team-a, stage=", "QuicVersion"])
    expect(text).toContain(part);
});

test("a listener's page in Chinese names the same", () => {
  const text = shown(BOUND, "zh");
  for (const part of ["acl-office, acl-vpn", "标签", "owner=team-a", "QuicVersion"]) expect(text).toContain(part);
});

test("a listener without lists and tags is shown as open to every address, and no row stands empty", () => {
  const text = shown(OPEN, "en");
  expect(text).not.toContain("Tags");
  expect(text).not.toContain("acl-");
});

const html = (node: unknown) => textOf(node as Html);

test("every value that can be changed has a link to the field that changes it, and nothing leads to what may not be done", () => {
  const listener = {
    ListenerId: "lsn-1",
    ListenerProtocol: "HTTPS",
    LogConfig: { AccessLogTracingConfig: { TracingEnabled: false, TracingSample: 0 } },
  };
  const description = {
    listener,
    loadBalancer: { LoadBalancerId: "alb-1", LoadBalancerName: "main", DNSName: "alb-1.example" },
    tlsPolicy: { id: "tls_cipher_policy_1_2", versions: [], ciphers: [] },
    serverGroups: [],
    traffic: { message: "no rules" },
    figures: null,
    metrics: null,
    traces: "",
    accessLog: "",
  } as unknown as ListenerDescription;
  const cards = (may: (operation: string) => boolean) =>
    [BasicInformation, TlsPolicyCard, MutualAuth, Forwarding, AdvancedSettings, Logs].map((Shown) =>
      html(Shown({ description, language: "en", may, region: "cn-hangzhou" })),
    );
  const linked = (pages: string[]) =>
    pages.flatMap((page) => [...page.matchAll(/href="\/console\/operations\/([^"]+)"/g)].map(([, to]) => to));
  expect(linked(cards((operation) => !/replace|disable|modifyTracing/.test(operation)))).toEqual([
    "modifyListener?listenerId=lsn-1#field-listenerDescription",
    "changeTlsPolicy?listenerId=lsn-1",
    "enableMutualAuth?listenerId=lsn-1",
    "changeServerGroup?listenerId=lsn-1",
    ...["idleTimeout", "requestTimeout", "gzipEnabled", "http2Enabled", "quicConfig", "xForwardedForConfig"].map(
      (field) => `modifyListener?listenerId=lsn-1#field-${field}`,
    ),
    "enableTracing?listenerId=lsn-1",
  ]);
  expect(linked(cards(() => false))).toEqual([]);
  const [basic = ""] = cards(() => false);
  expect(basic).toContain('href="https://slb.console.aliyun.com/alb/cn-hangzhou/albs/alb-1"');
  expect(basic).toMatch(/<button[^>]*data-copy="alb-1.example"[^>]*hidden/);
});

test.each([
  [[], "en", "all 2 healthy"],
  [["10.0.0.7:80"], "en", "down: 10.0.0.7:80"],
  [["10.0.0.7:80"], "zh", "异常：10.0.0.7:80"],
  [null, "en", undefined],
] as const)("of servers of which %j are down it is said so in %s", (down, language, text) => {
  const servers = [1, 2].map((host) => ({ ServerType: "Ip", ServerId: `10.0.0.${host}`, Port: 80, Weight: 100 }));
  const serverGroups = [{ id: "sgp-1", servers, down }];
  const description = { listener: {}, serverGroups } as unknown as ListenerDescription;
  const page = html(Forwarding({ description, language }));
  if (text === undefined) expect(page).not.toContain("Health check");
  else expect(page).toContain(text);
});

test("rules are told in the order in which they are tried", () => {
  const Rules_ = [
    { RuleName: "later", Priority: 20, RuleConditions: [], RuleActions: [] },
    {
      RuleName: "closed",
      Priority: 3,
      RuleConditions: [{ Type: "Host", HostConfig: { Values: ["closed.example.com"] } }],
      RuleActions: [{ Type: "FixedResponse", Order: 1, FixedResponseConfig: { HttpCode: "503" } }],
    },
  ];
  const page = html(Rules({ description: { listener: { Rules: Rules_ } } as never, language: "zh" }));
  expect(page.indexOf("closed")).toBeLessThan(page.indexOf("later"));
  expect(page).toMatch(/域名: <span class="id">closed.example.com<\/span>/);
  expect(page).toMatch(/返回固定响应 <span class="id">503<\/span>/);
});

test("starting, stopping and deleting are one click to the plan; what takes more leads to its form", () => {
  const description = {
    listener: {
      ListenerId: "lsn-1",
      ListenerProtocol: "HTTP",
      ListenerStatus: "Running",
      LogConfig: { AccessLogTracingConfig: { TracingEnabled: false } },
    },
    loadBalancer: {},
    certificates: [],
  } as unknown as ListenerDescription;
  const identity = {
    name: "olga",
    kind: "person" as const,
    grants: [{ role: "operator", resources: "*", operations: "*" }],
  };
  const page = html(ActionList({ description, identity: identity as never, language: "en" }));
  expect(
    [...page.matchAll(/<form method="post" action="\/console\/operations\/(\w+)"/g)].map(([, name]) => name),
  ).toEqual(["stopListener", "deleteListener"]);
  expect(page).toContain('href="/console/operations/modifyListener?listenerId=lsn-1"');
});

test.each([
  [
    "en",
    "last 5 minutes: 250 requests, 5 answered 5xx; of the latest 100, half took at most 12 ms, 95 % at most 40 ms",
  ],
  ["zh", "最近 5 分钟：250 次请求，其中 5xx 5 次；最近 100 次中，P50 12 毫秒，P95 40 毫秒"],
] as const)("traffic is told with errors and latency where there is an access log, in %s", (language, text) => {
  const figures = { minutes: 5, requests: 250, errors: 5, latency: { of: 100, half: 12, most: 40 } };
  const description = { listener: {}, loadBalancer: {}, traffic: { message: "no rules" }, figures, metrics: null };
  expect(html(BasicInformation({ description: description as never, language }))).toContain(text);
  expect(html(BasicInformation({ description: { ...description, figures: null } as never, language }))).not.toContain(
    "5xx",
  );
});

test("what CloudMonitor says stands beside it, in the words that the API has for it", () => {
  const metrics = { code: "listener-metrics", message: "CloudMonitor: requests/s 14" };
  const description = { listener: {}, loadBalancer: {}, traffic: { message: "no rules" }, figures: null, metrics };
  expect(html(BasicInformation({ description: description as never, language: "en" }))).toContain(
    '<span class="sub">CloudMonitor: requests/s 14</span>',
  );
});

test.each([
  ["en", "CloudMonitor"],
  ["zh", "云监控"],
] as const)(
  "what a card shows leads to the cloud's own console, in the listener's region, in %s",
  (language, monitor) => {
    const description = {
      listener: { ListenerId: "lsn-1" },
      loadBalancer: { LoadBalancerId: "alb-1", LoadBalancerName: "main", DNSName: "alb-1.example" },
      tlsPolicy: { id: "spy-1", versions: [], ciphers: [] },
      serverGroups: [{ id: "sgp-1", servers: [], down: null }],
      traffic: { message: "no rules" },
      figures: null,
      metrics: null,
    } as unknown as ListenerDescription;
    const props = { description, language, region: "cn-shanghai" };
    const alb = "https://slb.console.aliyun.com/alb/cn-shanghai";
    const leads = (page: string) =>
      [...page.matchAll(/<a[^>]* href="(https:[^"]+)"[^>]*>([^<]*)</g)].map(([, to, text]) => [text, to]);
    expect(leads(html(BasicInformation(props)))).toEqual([
      ["alb-1", `${alb}/albs/alb-1`],
      [monitor, "https://cloudmonitor.console.aliyun.com/"],
    ]);
    expect(leads(html(TlsPolicyCard(props)))).toEqual([["spy-1", `${alb}/tls`]]);
    expect(leads(html(Forwarding(props)))).toEqual([["sgp-1", `${alb}/server-groups`]]);
  },
);

test.each([
  ["en", "Certificate Management Service"],
  ["zh", "数字证书管理服务"],
] as const)("the certificates of a listener lead to the console that keeps them, in %s", (language, name) => {
  const certificate = { id: "1-cn-hangzhou", names: ["shop.example.com"], serial: "1", notAfter: 0, isDefault: true };
  const description = {
    listener: { ListenerId: "lsn-1", ListenerProtocol: "HTTPS" },
    loadBalancer: {},
    certificates: [{ ...certificate, daysLeft: 9 }],
    warnings: [],
  } as unknown as ListenerDescription;
  const identity = { name: "vera", kind: "person", grants: [] } as never;
  const page = html(Certificates({ description, identity, language }));
  expect(page).toMatch(
    new RegExp(`<a href="https://yundunnext\\.console\\.aliyun\\.com/\\?p=cas" rel="noreferrer">${name}</a>`),
  );
});
