import { describe, expect, test } from "vitest";
import { speak } from "../../deployment/language.ts";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { LANGUAGES } from "../../shared/core/messages/message.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
import { trafficText } from "../../shared/core/messages/trafficText.ts";
import { clock } from "../../shared/platform/clock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said, saidInFull } from "../../test/support/said.ts";
import { descriptionLines, listenerLines } from "./ask.ts";
import { describePlan } from "./describePlan.ts";
import { renewalLines } from "./renewing.ts";

/** What a description has besides its listener. */
const AROUND = {
  loadBalancer: { LoadBalancerId: "alb-1", LoadBalancerEdition: "Standard", DNSName: "alb-1.example" },
  certificates: [],
  clientCas: [],
  tlsPolicy: null,
  serverGroups: [],
  traffic: { code: "text", params: { text: "no rules" } },
  figures: null,
  traces: "",
  probes: [],
  warnings: [],
};

test("a listener's lines tell who is let in, what servers are told, its tags, and what albflow does not know", () => {
  const lines = descriptionLines({
    listener: {
      ListenerId: "lsn-1",
      ListenerProtocol: "HTTPS",
      ListenerPort: 443,
      ListenerStatus: "Running",
      CaEnabled: true,
      CaCertificates: [{ CertificateId: "ca-1" }],
      AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-1" }, { AclId: "acl-2" }] },
      XForwardedForConfig: { XForwardedForEnabled: true, XForwardedForProtoEnabled: false },
      Tags: [{ Key: "owner", Value: "team-a" }],
      Unknown: ["NewGuard"],
    },
    ...AROUND,
  } as never);
  expect(lines).toEqual([
    "lsn-1  HTTPS 443  Running",
    "  instance      alb-1 (Standard), alb-1.example",
    "  clients       need a certificate of ca-1",
    "  access lists  White: acl-1, acl-2",
    "  headers       XForwardedFor",
    "  tags          owner=team-a",
    `  not known     ${said(reason("settings-not-known", { settings: ["NewGuard"] }))}`,
    "  traffic       no rules",
  ]);
});

test.each(LANGUAGES)(
  "what the access log says of a listener stands below its traffic, as on the page, in %s",
  (language) => {
    const figures = { minutes: 5, requests: 250, errors: 5, latency: { of: 100, half: 12, most: 40 } };
    speak(language);
    const lines = descriptionLines({
      listener: { ListenerId: "lsn-1", ListenerProtocol: "HTTP", ListenerPort: 80, ListenerStatus: "Running" },
      ...AROUND,
      figures,
    } as never);
    speak("en");
    expect(lines.at(-1)).toBe(`                ${trafficText(figures, language)}`);
  },
);

test("what CloudMonitor says of a listener stands below its traffic", () => {
  const figures = { connections: 3, requestsPerSecond: 14, errorsPerSecond: 0.2, latencyMs: 12 };
  const lines = descriptionLines({
    listener: { ListenerId: "lsn-1", ListenerProtocol: "HTTP", ListenerPort: 80, ListenerStatus: "Running" },
    ...AROUND,
    metrics: reason("listener-metrics", figures),
  } as never);
  expect(lines.slice(-2)).toEqual([
    "  traffic       no rules",
    `                ${said(reason("listener-metrics", figures))}`,
  ]);
});

describe("listeners that were looked for by a domain", () => {
  const index = { from: 1, to: clock.now() - 25 * 60_000, unknown: [], incomplete: 0, isCut: false };
  const linesOf = (more: Partial<typeof index> | object) =>
    listenerLines({ listeners: [], unavailable: [], apiCalls: 0, index: { ...index, ...more } }).slice(2);

  test("are told with how old the index is", () =>
    expect(linesOf({})).toEqual([saidInFull(reason("index-age", { to: index.to, minutes: 25 }))]));

  test("are told with what the index does not know, and that more fit than are shown", () => {
    const unknown = [{ account: "2222222222222222", region: "*" }, { region: "cn-beijing" }];
    expect(linesOf({ unknown, incomplete: 3, isCut: true }).slice(1)).toEqual([
      saidInFull(reason("index-gaps", { places: ["2222222222222222/*", "cn-beijing"] })),
      saidInFull(reason("index-incomplete", { listeners: 3 })),
      saidInFull(reason("index-cut", { shown: 0 })),
    ]);
  });

  test("are not known where no round has kept an index", () =>
    expect(linesOf({ from: null, to: null })).toEqual([saidInFull(reason("index-none"))]));
});

test("a plan shows certificates side by side, and of a list of them what is taken away and what is added", () => {
  const reported = {
    names: ["a.example.com", "b.example.com", "c.example.com"],
    more: 2,
    issuer: "R11",
    key: "RSA 2048",
    from: "2026-09-06",
    until: "2026-12-05",
    serial: "0A1B",
  };
  const lines = describePlan({
    state: "planned",
    reason: { code: "plan-ready", params: { operation: "rotateCertificate", steps: [] } },
    plan: {
      changes: [
        {
          field: "Certificates",
          before: [{ CertificateId: "1-cn-hangzhou" }],
          after: [{ CertificateId: "2-cn-hangzhou" }],
        },
        { field: "AdditionalCertificates", before: [], after: ["3-cn-hangzhou"] },
        { field: "IdleTimeout", before: 15, after: 30 },
      ],
      certificates: {
        "1-cn-hangzhou": reported,
        "2-cn-hangzhou": {
          ...reported,
          names: ["a.example.com"],
          more: 0,
          key: "ECDSA P-256",
          until: "2027-03-01",
          serial: "FF",
        },
      },
      steps: [{ code: "step-start-listener", params: { listenerId: "lsn-1" } }],
      effect: [],
      expectedSeconds: 4,
      watch: { seconds: 0, throughout: false },
    },
  } as never);
  expect(lines.slice(0, 9)).toEqual([
    "What changes",
    "  Default certificate",
    expect.stringMatching(/^ {4}- 1-cn-hangzhou: a.*, b.*, c.*, \+2; R11; RSA 2048; .*-05; 0A1B$/),
    expect.stringMatching(/^ {4}\+ 2-cn-hangzhou: a\.example\.com; R11; ECDSA P-256; .*-01; FF$/),
    "  Additional certificates: taken away, added",
    "    + 3-cn-hangzhou",
    "  Idle timeout (s)",
    "    - 15",
    "    + 30",
  ]);
});

test("a certificate of which nothing is known has no days left that anybody could believe, alone or beside others", () => {
  const row = (listenerId: string, ...days: (number | null)[]) => ({
    listenerId,
    protocol: "HTTPS",
    port: 443,
    status: "Running",
    certificates: days.map((daysLeft) => ({ daysLeft })),
    description: "",
    warnings: [],
  });
  const listeners = [row("lsn-1", null), row("lsn-2", 6, null), row("lsn-3", 90, 6), row("lsn-4", -3)];
  expect(listenerLines({ listeners, unavailable: [] } as never)).toEqual([
    "listener  port       state    certificate     name",
    "lsn-1     HTTPS 443  Running  unknown",
    "lsn-2     HTTPS 443  Running  6 d, 1 unknown",
    "lsn-3     HTTPS 443  Running  6 d",
    "lsn-4     HTTPS 443  Running  -3 d",
  ]);
});

test("a wide list of listeners also has region, instance, TLS policy, server groups, tracing and tags", () => {
  const listener = {
    region: "cn-hangzhou",
    loadBalancerId: "alb-1",
    listenerId: "lsn-1",
    description: "shop",
    protocol: "HTTPS",
    port: 443,
    status: "Running",
    tracing: true,
    tlsPolicyId: "tls_cipher_policy_1_2",
    serverGroupIds: ["sgp-1", "sgp-2"],
    tags: { team: "shop" },
    certificates: [],
    warnings: [],
  };
  const list = { listeners: [listener], unavailable: [], apiCalls: 1 } as never;
  expect(listenerLines(list)).toEqual([
    "listener  port       state    certificate  name",
    "lsn-1     HTTPS 443  Running               shop",
  ]);
  expect(listenerLines(list, true)).toEqual([
    "listener  port       state    certificate  name  region       instance  TLS policy             server groups  tracing  tags",
    "lsn-1     HTTPS 443  Running               shop  cn-hangzhou  alb-1     tls_cipher_policy_1_2  sgp-1,sgp-2    on       team=shop",
  ]);
});

test("a list without rows says so, and which places could not be read all the same", () => {
  const none = saidInFull(reason("nothing-listed"));
  const cause = reason("account-not-operated", { accountId: "2222222222222222" });
  const unavailable = [{ account: "2222222222222222", region: "cn-beijing", reason: cause }];
  const missing = said(reason("region-unreadable", { region: "2222222222222222/cn-beijing", cause }));
  expect(listenerLines({ listeners: [], unavailable } as never)).toEqual([none, "", missing]);
  expect(renewalLines({ certificates: [], unavailable } as never)).toEqual([none, missing]);
});

test("a plan in Chinese names its changes and its impact in Chinese", () => {
  const plan = {
    changes: [{ field: "ListenerStatus", before: "Running", after: "Stopped" }],
    steps: [],
    impacts: ["interrupts traffic"],
    effect: [reason("text", { text: "x" })],
    expectedSeconds: 4,
    atMostSeconds: 600,
    watch: { seconds: 0, throughout: false },
  };
  const lines = describePlan({ state: "planned", reason: {}, plan } as never, messagesIn(catalogues.zh, "zh"));
  expect(lines).toContain("  状态");
  expect(lines).toContain("  中断流量：x");
});
