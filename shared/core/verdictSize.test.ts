import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { longTest, sampled } from "../../test/support/sampled.ts";
import { NO_VOTE, signVote } from "../features/approvals/votes.ts";
import { reason } from "../platform/reasons/reason.ts";
import { jsonBytes, shortened, summary } from "../platform/shortened.ts";
import type { PlanCertificates } from "./certificates/planCertificates.ts";
import type { Impact } from "./impact.ts";
import { failed } from "./phases/failed.ts";
import { recordWrite } from "./phases/recordWrite.ts";
import { withPlan } from "./phases/withPlan.ts";
import { planSteps, rollbackTarget } from "./planSteps.ts";
import { verdictAfterVerify } from "./probes/verdictAfterVerify.ts";
import type { ResourceSet } from "./resourceSet.ts";
import type { Listener, Rule } from "./resources/listenerState.ts";
import { NO_TRACING } from "./resources/listenerWrites.ts";
import type { ServerGroup } from "./resources/serverGroup.ts";
import { type ProbeResult, type Verdict, verdictWith } from "./verdict.ts";
import { fitted, opened, shownProbes, VERDICT_BYTES } from "./verdictSize.ts";

/** What a state's input and output may have at most, of CloudFlow's 64 KiB. */
const PAYLOAD_BYTES = 48 * 1024;

/** Texts without a pattern, so that nothing is gained by compressing them; the same in every run. */
function openRandom(seed: number): (characters: number) => string {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  return (characters) => Array.from({ length: characters }, () => (next() % 36).toString(36)).join("");
}
const random = openRandom(7);
const text = (characters: number) => reason("text", { text: random(characters) });

/** What CloudFlow's executions keep. */
function keeping() {
  const kept = new Map<string, string>();
  return {
    kept,
    start: async (_: string, name: string, input: object) => {
      kept.set(name, JSON.stringify(input));
      return "started" as const;
    },
    describe: async (_: string, name: string) => ({ Input: kept.get(name) ?? "{}" }) as never,
  };
}

/** A rule with as much in it as ALB takes. */
const rule = (position: number): Rule => ({
  RuleName: random(128),
  Priority: position + 1,
  Direction: "Request",
  RuleConditions: [
    { Type: "Host", HostConfig: { Values: Array.from({ length: 5 }, () => `${random(240)}.example.com`) } },
    { Type: "Path", PathConfig: { Values: Array.from({ length: 5 }, () => `/${random(127)}`) } },
  ],
  RuleActions: [{ Order: 1, Type: "FixedResponse", FixedResponseConfig: { Content: random(1_000), HttpCode: "200" } }],
});

const LISTENER: Listener = {
  ListenerId: "lsn-o4u54y73wq7b",
  LoadBalancerId: "alb-n0kn923",
  ListenerProtocol: "HTTPS",
  ListenerPort: 443,
  ListenerStatus: "Running",
  ListenerDescription: random(256),
  RequestTimeout: 60,
  IdleTimeout: 15,
  GzipEnabled: true,
  Http2Enabled: true,
  SecurityPolicyId: "tls_cipher_policy_1_2",
  CaEnabled: false,
  CaCertificates: null,
  Certificates: [{ CertificateId: "17000001-cn-hangzhou" }],
  DefaultActions: [
    {
      Type: "ForwardGroup",
      ForwardGroupConfig: {
        ServerGroupTuples: Array.from({ length: 5 }, () => ({ ServerGroupId: `sgp-${random(20)}`, Weight: 20 })),
      },
    },
  ],
  QuicConfig: null,
  XForwardedForConfig: { XForwardedForEnabled: true },
  LogConfig: NO_TRACING,
  AclConfig: null,
  Tags: Array.from({ length: 20 }, () => ({ Key: random(128), Value: random(128) })),
  AdditionalCertificates: Array.from({ length: 300 }, (_, at) => `${18_000_000 + at}-cn-hangzhou`),
  Rules: Array.from({ length: 100 }, (_, at) => rule(at)),
} as Listener;

const OTHERS = (LISTENER.AdditionalCertificates ?? []).slice(1);

const COPY = { ...LISTENER, ListenerId: "", ListenerPort: 9443 };

/** A group with as many servers as ALB takes by default, each named as IPv6 addresses are. */
const GROUP: ServerGroup = {
  ServerGroupName: random(128),
  ServerGroupType: "Ip",
  VpcId: "vpc-demo",
  Protocol: "HTTP",
  Scheduler: "Wrr",
  HealthCheckConfig: { HealthCheckEnabled: true, HealthCheckPath: `/${random(79)}`, HealthCheckHost: random(80) },
  Servers: Array.from({ length: 200 }, () => ({
    ServerType: "Ip",
    ServerId: random(39),
    ServerIp: random(39),
    Port: 8_080,
    Weight: 100,
  })),
};

/** A certificate and what is told of it, with names as long as names can be. */
const CERTIFICATES: PlanCertificates = Object.fromEntries(
  Array.from({ length: 10 }, (_, at) => [
    `${18_000_000 + at}-cn-hangzhou`,
    {
      names: Array.from({ length: 3 }, () => `${random(241)}.example.com`),
      more: 97,
      issuer: random(64),
      key: "ECDSA P-384",
      from: "2026-01-01",
      until: "2027-01-01",
      serial: random(40),
    },
  ]),
);

/** Every kind of change that carries a whole listener, as an operation would plan it. */
const CHANGES: [name: string, snapshot: ResourceSet, stages: ResourceSet[], input: Record<string, unknown>][] = [
  ["deleteListener", { listener: LISTENER }, [{ listener: null }], {}],
  ["copyListener", { listener: LISTENER, copy: null }, [{ listener: LISTENER, copy: COPY }], { listenerPort: 9443 }],
  ["restoreListener", { copy: null }, [{ copy: COPY }], { snapshot: COPY }],
  [
    "rotateCertificate",
    { listener: LISTENER },
    [
      { listener: { ...LISTENER, Certificates: [{ CertificateId: "17000002-cn-hangzhou" }] } },
      { listener: { ...LISTENER, AdditionalCertificates: [] } },
    ],
    { certificateId: "17000001-cn-hangzhou" },
  ],
  ["modifyListener", { listener: LISTENER }, [{ listener: { ...LISTENER, ListenerDescription: random(256) } }], {}],
  [
    "promoteCertificate",
    { listener: LISTENER },
    [
      { listener: { ...LISTENER, AdditionalCertificates: OTHERS } },
      {
        listener: {
          ...LISTENER,
          Certificates: [{ CertificateId: "18000000-cn-hangzhou" }],
          AdditionalCertificates: OTHERS,
        },
      },
    ],
    { certificateId: "18000000-cn-hangzhou" },
  ],
  ["createServerGroup", { serverGroup: null }, [{ serverGroup: GROUP }], { servers: GROUP.Servers }],
  [
    "changeServerGroup",
    { listener: LISTENER, serverGroup: null },
    [
      { listener: LISTENER, serverGroup: GROUP },
      {
        listener: {
          ...LISTENER,
          DefaultActions: [
            { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "@serverGroup" }] } },
          ],
        },
        serverGroup: GROUP,
      },
    ],
    { create: { servers: GROUP.Servers } },
  ],
];

/** What the other operations change of such a listener; each carries it whole. */
const CLOSED = { ...LISTENER, CaEnabled: true, CaCertificates: [{ CaCertificateId: random(36) }] } as Listener;
const POLICY = {
  SecurityPolicyName: random(128),
  TLSVersions: ["TLSv1.2", "TLSv1.3"],
  Ciphers: Array.from({ length: 31 }, () => `TLS_${random(40)}`),
};
const traced = (sample: number) => ({
  ...LISTENER,
  LogConfig: {
    ...NO_TRACING,
    AccessLogTracingConfig: { TracingEnabled: true, TracingSample: sample, TracingType: "Zipkin" },
  },
});
const ALL = LISTENER.AdditionalCertificates ?? [];
const EMPTY = { ...LISTENER, AdditionalCertificates: [] };
const MADE_LOGS = {
  logProject: { ProjectName: random(63) },
  logstore: { ProjectName: random(63), LogstoreName: random(63) },
};
const OTHER_CHANGES: typeof CHANGES = [
  ["addCertificates", { listener: EMPTY }, [{ listener: LISTENER }], { certificateIds: ALL }],
  ["removeCertificates", { listener: LISTENER }, [{ listener: EMPTY }], { certificateIds: ALL }],
  ["enableMutualAuth", { listener: LISTENER }, [{ listener: CLOSED }], {}],
  ["disableMutualAuth", { listener: CLOSED }, [{ listener: LISTENER }], {}],
  [
    "replaceCaCertificate",
    { listener: CLOSED },
    [{ listener: { ...CLOSED, CaCertificates: [{ CaCertificateId: random(36) }] } as Listener }],
    {},
  ],
  [
    "changeTlsPolicy",
    { listener: LISTENER },
    [{ listener: { ...LISTENER, SecurityPolicyId: `tls-${random(20)}` } }],
    {},
  ],
  ["createTlsPolicy", { securityPolicy: null }, [{ securityPolicy: POLICY }], POLICY],
  [
    "enableTracing",
    { listener: LISTENER, logProject: null, logstore: null },
    [
      { listener: LISTENER, ...MADE_LOGS },
      { listener: traced(100), ...MADE_LOGS },
    ],
    {},
  ],
  ["modifyTracing", { listener: traced(100) }, [{ listener: traced(7) }], { tracingSample: 7 }],
  ["disableTracing", { listener: traced(100) }, [{ listener: LISTENER }], {}],
  ["startListener", { listener: { ...LISTENER, ListenerStatus: "Stopped" } }, [{ listener: LISTENER }], {}],
  ["stopListener", { listener: LISTENER }, [{ listener: { ...LISTENER, ListenerStatus: "Stopped" } }], {}],
];

test("every operation is among them", () => {
  const documented = readdirSync("docs/operations").map((file) => file.replace(/\.md$/, ""));
  const others = ["README", "functions"];
  expect([...CHANGES, ...OTHER_CHANGES].map(([operation]) => operation).sort()).toEqual(
    documented.filter((one) => !others.includes(one)),
  );
});

const OPENING: Verdict = verdictWith({
  operation: "",
  execution: "e".repeat(128),
  locks: ["lsn-o4u54y73wq7b_1", "alb-n0kn923_1"],
  apiCalls: 99_999,
});

/** Every name of 25 certificates of a hundred names each, wrongly served. */
const FAILING: ProbeResult[] = Array.from({ length: 2_501 }, () => {
  const name = `${random(241)}.example.com`;
  return {
    probe: reason("probe-handshake", { serverName: name, key: null }),
    expected: reason("value-serial", { serial: random(40) }),
    found: reason("value-serial", { serial: random(40) }),
    served: {
      subject: `CN=${name}`,
      names: Array.from({ length: 100 }, () => name),
      serial: random(40),
      notAfter: "2027-01-01T00:00:00Z",
    },
    problem: reason("wrong-certificate", {
      serverName: name,
      key: null,
      serial: random(40),
      names: Array.from({ length: 100 }, () => name),
      notAfter: "2027-01-01T00:00:00Z",
      expected: reason("value-serial", { serial: random(40) }),
    }),
    inconclusive: null,
  };
});

const VOTES = Array.from({ length: 10 }, (_, at) =>
  signVote(Buffer.from("key"), {
    execution: OPENING.execution,
    round: at + 1,
    planHash: "0".repeat(64),
    approver: random(255),
    decision: "agree",
    reason: "",
    at: 1_800_000_000_000,
  }),
);

/** The largest thing that comes beside a verdict: what Function Compute says of an error of ours. */
const ERROR = {
  Code: "Transient",
  Detail: JSON.stringify({ errorMessage: random(800), errorType: "Transient", stackTrace: [random(1_600)] }),
};

const payloadOf = (verdict: Verdict, phase: string) =>
  jsonBytes({
    resourceArn: `acs:fc:cn-hangzhou:1234567890123456:functions/${"p".repeat(60)}-deleteListener/LATEST`,
    invocationType: "Sync",
    body: { phase, verdict, error: ERROR },
  });

describe.each(sampled(12, [...CHANGES, ...OTHER_CHANGES]))(
  "the largest listener in %s",
  (operation, snapshot, stages, input) => {
    const begin = () => {
      const opening = { ...OPENING, operation, input: { ...input, deadlineSeconds: 300, verification: { path: "/" } } };
      const planned = withPlan(opening, {
        keys: { listener: { ListenerId: LISTENER.ListenerId, certificates: true, rules: true } },
        snapshot,
        stages,
        impacts: ["interrupts traffic"],
        effect: [text(1_000)],
        needsApproval: true,
        watch: { seconds: 0, throughout: false },
      });
      return planned.plan === null ? planned : { ...planned, plan: { ...planned.plan, certificates: CERTIFICATES } };
    };

    test("makes no payload above 48 KiB in any phase, forward and back, when everything fails and is voted on", async () => {
      const cloudFlow = keeping();
      const sizes: number[] = [];
      let carried = await fitted(begin(), cloudFlow);
      const pass = async (change: (whole: Verdict) => Verdict, phase: string) => {
        const whole = await opened(carried, cloudFlow);
        carried = await fitted(change(whole), cloudFlow, carried);
        sizes.push(payloadOf(carried, phase));
      };
      // A vote as it comes stands beside the verdict: its reason has up to 2,000 characters.
      sizes.push(payloadOf(carried, "ask") + jsonBytes({ vote: "v".repeat(9_000) }));
      await pass(
        (whole) => ({ ...whole, votes: [...VOTES, NO_VOTE], approvedBy: VOTES.map(() => random(255)) }),
        "count",
      );
      sizes.push(payloadOf(carried, "ask") - jsonBytes(ERROR) + jsonBytes({ vote: "v".repeat(9_000) }));
      const path = planSteps(snapshot, stages);
      for (const step of path) {
        const answer = { outcome: "done", requestId: random(36), jobId: random(36) } as const;
        await pass(
          (whole) => ({
            ...whole,
            state: "advanced",
            reason: text(5_000),
            writes: recordWrite(whole, step, step.before, answer),
          }),
          "call",
        );
      }
      await pass(
        (whole) => ({
          ...verdictAfterVerify({ ...whole, step: path.length - 1 }, FAILING),
          seen: shownProbes(FAILING),
        }),
        "undo",
      );
      const target = stages.at(-1) ?? snapshot;
      for (const step of planSteps(target, [rollbackTarget(snapshot, target, target)])) {
        await pass(
          (whole) => ({
            ...whole,
            state: "rollingBack",
            cause: text(5_000),
            writes: recordWrite(whole, step, step.before, { outcome: "done", requestId: random(36) }),
          }),
          "undo",
        );
      }
      await pass(
        (whole) => ({ ...verdictAfterVerify({ ...whole, state: "rolledBack" }, FAILING), seen: shownProbes(FAILING) }),
        "undo",
      );
      await pass((whole) => failed(whole, text(9_000)), "report");
      console.info(`${operation}: ${path.length} steps, largest payload ${Math.max(...sizes)} bytes`);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(PAYLOAD_BYTES);
      for (const input of cloudFlow.kept.values()) expect(Buffer.byteLength(input)).toBeLessThanOrEqual(PAYLOAD_BYTES);
    });

    if (OTHER_CHANGES.some(([other]) => other === operation)) return;
    test("is there again in full, in every phase, whatever was cut short", async () => {
      const cloudFlow = keeping();
      const verdict = begin();
      const carried = await fitted(verdict, cloudFlow);
      expect(jsonBytes(carried)).toBeLessThanOrEqual(VERDICT_BYTES);
      const once = await opened(carried, cloudFlow);
      const again = await opened(await fitted({ ...once, state: "submitted" }, cloudFlow, carried), cloudFlow);
      for (const whole of [once, again]) {
        expect(whole.plan).toMatchObject({
          snapshot,
          stages: JSON.parse(JSON.stringify(stages)),
          hash: verdict.plan?.hash,
        });
        expect(whole.input).toEqual(JSON.parse(JSON.stringify(verdict.input)));
        expect(whole.packed).toBeUndefined();
      }
    });
  },
);

describe("a verdict", () => {
  test("that is small is carried as it is, and nothing is kept elsewhere", async () => {
    const cloudFlow = keeping();
    const verdict = {
      ...OPENING,
      reason: reason("listener-is-stopped", { listenerId: "lsn-1" }),
      input: { listenerId: "lsn-1" },
    };
    expect(await fitted(verdict, cloudFlow)).toEqual(verdict);
    expect(cloudFlow.kept.size).toBe(0);
  });

  test("whose stages repeat themselves is compressed in place, and which resources it is about can still be read", async () => {
    const cloudFlow = keeping();
    const signature = "s".repeat(900);
    const Rules = Array.from({ length: 100 }, (_, at) => ({
      RuleName: `tenant-${at}`,
      Priority: at + 1,
      Direction: "Request",
      RuleConditions: [{ Type: "Host", HostConfig: { Values: [`tenant-${at}.customers.example.com`] } }],
      RuleActions: [
        { Order: 1, Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
      ],
    }));
    const verdict = withPlan(
      {
        ...OPENING,
        operation: "deleteListener",
        input: { listenerId: "lsn-o4u54y73wq7b", requestedBy: "grace", signature },
      },
      {
        keys: {},
        snapshot: { listener: { ...LISTENER, Rules } },
        stages: [{ listener: null }],
        impacts: ["interrupts traffic"],
        effect: [reason("text", { text: "stops forwarding" })],
        needsApproval: false,
        watch: { seconds: 0, throughout: false },
      },
    );
    const carried = await fitted(verdict, cloudFlow);
    expect(cloudFlow.kept.size).toBe(0);
    expect(carried.packed?.text.length).toBeLessThan(10_000);
    // Without it nobody would know, when votes are counted, who has asked.
    expect(carried.input).toEqual({ listenerId: "lsn-o4u54y73wq7b", requestedBy: "grace", signature });
    expect(carried.plan?.snapshot.listener).toMatchObject({
      ListenerId: "lsn-o4u54y73wq7b",
      LoadBalancerId: "alb-n0kn923",
    });
    expect((await opened(carried, cloudFlow)).plan?.snapshot.listener?.Rules).toEqual(Rules);
  });

  longTest("that was kept and is not there any more, or is another, is an error and no plan", async () => {
    const cloudFlow = keeping();
    const [, snapshot, stages] = CHANGES[0] ?? ["", {}, []];
    const words = {
      impacts: ["interrupts traffic"] as Impact[],
      effect: [],
      needsApproval: false,
      watch: { seconds: 0, throughout: false },
    };
    const carried = await fitted(withPlan(OPENING, { keys: {}, snapshot, stages, ...words }), cloudFlow);
    const [name = ""] = carried.packed?.kept ?? [];
    cloudFlow.kept.set(name, JSON.stringify({ part: "AAAA" }));
    await expect(opened(carried, cloudFlow)).rejects.toMatchObject({
      reason: { code: "kept-text-changed", params: { execution: name } },
    });
  });
});

describe("texts", () => {
  test("are cut where they are too long, counted in bytes of JSON, and say how much is left out", () => {
    expect(shortened("short", 100)).toBe("short");
    expect(shortened("中".repeat(1_000), 100)).toBe(`${"中".repeat(22)}… (978 more characters)`);
    expect(jsonBytes(shortened("\u0000".repeat(1_000), 100))).toBeLessThanOrEqual(100);
  });

  test("of values say how many entries there were", () => {
    expect(summary(["a", "b"], 100)).toEqual(["a", "b"]);
    expect(
      summary(
        Array.from({ length: 300 }, () => "17000001-cn-hangzhou"),
        100,
      ),
    ).toBe("300 entries");
    expect(summary({ id: "x", list: Array.from({ length: 50 }, () => "abc") }, 100)).toEqual({
      id: "x",
      list: "50 entries",
    });
  });

  test("of looks say how many more there were, and what these found", () => {
    const shown = shownProbes(FAILING);
    expect(shown).toHaveLength(20);
    expect(shown.at(-1)).toMatchObject({
      probe: { code: "probe-more", params: { count: 2_482 } },
      problem: { code: "more-mismatches", params: { count: 2_482 } },
    });
    expect(jsonBytes(shown)).toBeLessThan(40_000);
  });
});
