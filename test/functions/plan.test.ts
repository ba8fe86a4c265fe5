import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import type { Plan } from "../../shared/core/verdict.ts";
import { coded } from "../support/coded.ts";
import { longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { planOf } from "./support/planOf.ts";
import { writesOf } from "./support/writesOf.ts";

const SHOP = "lsn-demo4u54y73wq7b";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const idleTimeout = (IdleTimeout: number) =>
  cloud.alb.call(root(), "UpdateListenerAttribute", { ListenerId: SHOP, IdleTimeout });

/** What a person reads of a plan. */
function reported({ snapshot: _snapshot, stages: _stages, keys: _keys, hash: _hash, ...words }: Plan) {
  return words;
}

describe("a plan says before and after of every field, each step, the effect and the time", () => {
  test("of a change of settings: of a field with parts only the parts that change", async () => {
    const plan = await planOf(cloud, "modifyListener", {
      listenerId: SHOP,
      idleTimeout: 30,
      gzipEnabled: true,
      http2Enabled: false,
      xForwardedForConfig: { XForwardedForProtoEnabled: true },
    });
    expect(reported(plan)).toEqual({
      changes: [
        { field: "IdleTimeout", before: 15, after: 30 },
        { field: "Http2Enabled", before: true, after: false },
        {
          field: "XForwardedForConfig",
          before: { XForwardedForProtoEnabled: false },
          after: { XForwardedForProtoEnabled: true },
        },
      ],
      impacts: ["may interrupt"],
      effect: [coded("http2-only-turned-away")],
      needsApproval: true,
      watch: { seconds: 0, throughout: false },
      steps: [
        coded("step-update-listener", {
          fields: ["IdleTimeout", "Http2Enabled", "XForwardedForConfig"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
      ],
      expectedSeconds: 4,
      atMostSeconds: 600,
    });
  });

  test("of stopping a listener: how many rules and requests that hits", async () => {
    const log = { LogProject: "albflow-traces", LogStore: "alb_traced" };
    await changeRow(cloud, "loadBalancers", "alb-demo", { AccessLogConfig: log });
    const { DNSName } = await cloud.alb.call(root(), "GetLoadBalancerAttribute", { LoadBalancerId: "alb-demo" });
    for (let asked = 0; asked < 84; asked += 1) await ask(String(DNSName), 8081);
    await cloud.clock.advance(2_000);
    const hour = { weekAgo: 0, lastHour: 84, hosts: [String(DNSName)], webSockets: 0, isOpenCounted: false };
    expect(reported(await planOf(cloud, "stopListener", { listenerId: "lsn-ruled" }))).toEqual({
      changes: [{ field: "ListenerStatus", before: "Running", after: "Stopped" }],
      impacts: ["interrupts traffic"],
      effect: [coded("traffic-stops", { rules: 2, requestsPerSecond: 1.4 }), coded("traffic-at-this-hour", hour)],
      needsApproval: true,
      watch: { seconds: 0, throughout: false },
      steps: [coded("step-stop-listener", { listenerId: "lsn-ruled" })],
      expectedSeconds: 4,
      atMostSeconds: 600,
    });
    await cloud.clock.advance(60_000);
    const later = await planOf(cloud, "deleteListener", { listenerId: "lsn-ruled" });
    expect(later.effect).toEqual([
      coded("listener-deleted", { lost: [], rules: 2, requestsPerSecond: 0 }),
      coded("traffic-at-this-hour", { ...hour, isOpenCounted: true }),
      coded("connections-open", { connections: 0 }),
    ]);
  });

  test("of tracing: everything that is made for it, in order, and where the traces are", async () => {
    expect(reported(await planOf(cloud, "enableTracing", { listenerId: SHOP, percent: 25 }))).toEqual({
      changes: [
        { field: "LogProject", before: null, after: { ProjectName: "albflow-alb-demo" } },
        { field: "Logstore", before: null, after: { ProjectName: "albflow-alb-demo", LogstoreName: "alb_access_log" } },
        { field: "LogIndex", before: null, after: { ProjectName: "albflow-alb-demo", LogstoreName: "alb_access_log" } },
        {
          field: "AccessLog",
          before: null,
          after: { LoadBalancerId: "alb-demo", LogProject: "albflow-alb-demo", LogStore: "alb_access_log" },
        },
        {
          field: "LogConfig",
          before: { AccessLogTracingConfig: { TracingEnabled: false, TracingSample: 0, TracingType: "" } },
          after: { AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 2500, TracingType: "Zipkin" } },
        },
      ],
      impacts: ["no interruption"],
      effect: [
        coded("requests-traced", {
          percent: 25,
          sample: 2500,
          type: "Zipkin",
          link: "https://trace.console.aliyun.com/",
        }),
      ],
      needsApproval: false,
      watch: { seconds: 180, throughout: false },
      steps: [
        coded("step-create-log-project", { project: "albflow-alb-demo" }),
        coded("step-create-logstore", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
        coded("step-create-index", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
        coded("step-enable-access-log", {
          loadBalancerId: "alb-demo",
          project: "albflow-alb-demo",
          logstore: "alb_access_log",
        }),
        coded("step-set-tracing", { listenerId: "lsn-demo4u54y73wq7b" }),
      ],
      expectedSeconds: 14,
      atMostSeconds: 780,
    });
  });

  test("of a promotion: what has yet to be made is named in words", async () => {
    const input = { listenerId: SHOP, certificateId: "24870011-cn-hangzhou" };
    const { certificates = {}, ...words } = reported(await planOf(cloud, "promoteCertificate", input));
    expect(certificates).toMatchObject({
      "24664588-cn-hangzhou": { names: ["shop.example.com", "www.shop.example.com"] },
      "24870011-cn-hangzhou": { names: ["partner.example.net"] },
    });
    expect(words).toEqual({
      changes: [
        { field: "CertificateCopy of the new default", before: null, after: { CopyOf: "24870011-cn-hangzhou" } },
        { field: "CertificateCopy of the former default", before: null, after: { CopyOf: "24664588-cn-hangzhou" } },
        {
          field: "Certificates",
          before: [{ CertificateId: "24664588-cn-hangzhou" }],
          after: [{ CertificateId: "the copy of the new default" }],
        },
        {
          field: "AdditionalCertificates",
          before: ["24870011-cn-hangzhou"],
          after: ["the copy of the former default"],
        },
      ],
      impacts: ["no interruption"],
      effect: [coded("default-certificate-changes", { keptNames: ["shop.example.com", "www.shop.example.com"] })],
      needsApproval: false,
      watch: { seconds: 0, throughout: false },
      steps: [
        coded("step-copy-certificate", { certificateId: "24870011-cn-hangzhou" }),
        coded("step-copy-certificate", { certificateId: "24664588-cn-hangzhou" }),
        coded("step-associate-certificates", { certificateIds: ["@formerCopy"], listenerId: "lsn-demo4u54y73wq7b" }),
        coded("step-set-default-certificate", {
          certificateIds: ["@successorCopy"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
        coded("step-dissociate-certificates", {
          certificateIds: ["24870011-cn-hangzhou"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
      ],
      expectedSeconds: 24,
      atMostSeconds: 600,
    });
  });

  test("of a TLS policy: which versions and ciphers clients lose", async () => {
    const input = { listenerId: SHOP, securityPolicyId: "spy-strict" };
    await changeRow(cloud, "listeners", SHOP, { SecurityPolicyId: "tls_cipher_policy_1_0" });
    expect(reported(await planOf(cloud, "changeTlsPolicy", input))).toEqual({
      changes: [{ field: "SecurityPolicyId", before: "tls_cipher_policy_1_0", after: "spy-strict" }],
      impacts: ["interrupts traffic"],
      effect: [
        coded("tls-lost", {
          versions: ["TLSv1.0", "TLSv1.1"],
          ciphers: [
            "ECDHE-ECDSA-AES128-SHA256",
            "ECDHE-ECDSA-AES256-SHA384",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES128-SHA256",
            "ECDHE-RSA-AES256-SHA384",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA256",
            "AES256-SHA256",
            "AES128-SHA",
            "AES256-SHA",
            "DES-CBC3-SHA",
          ],
        }),
      ],
      needsApproval: true,
      watch: { seconds: 0, throughout: false },
      steps: [coded("step-update-listener", { fields: ["SecurityPolicyId"], listenerId: "lsn-demo4u54y73wq7b" })],
      expectedSeconds: 4,
      atMostSeconds: 600,
    });
    const wider = { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_0_to_1_3" };
    expect(await planOf(cloud, "changeTlsPolicy", wider)).toMatchObject({
      effect: [coded("tls-kept")],
      needsApproval: false,
    });
  });
});

/** Of every operation's example: what the plan says will be done, and what the call log says was done. */
const STEPS: Record<string, [steps: object[], writes: (string | RegExp)[]]> = {
  startListener: [[coded("step-start-listener", { listenerId: "lsn-stopped" })], ["StartListener lsn-stopped"]],
  stopListener: [[coded("step-stop-listener", { listenerId: "lsn-plain" })], ["StopListener lsn-plain"]],
  modifyListener: [
    [
      coded("step-update-listener", {
        fields: ["IdleTimeout", "XForwardedForConfig"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ],
    ["UpdateListenerAttribute lsn-demo4u54y73wq7b"],
  ],
  copyListener: [
    [
      coded("step-create-closed-group"),
      coded("step-create-listener", { protocol: "HTTPS", port: 9443, loadBalancerId: "alb-demo" }),
      coded("step-stop-listener", { listenerId: "@copy" }),
      coded("step-associate-certificates", { certificateIds: ["24870011-cn-hangzhou"], listenerId: "@copy" }),
      coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "@copy" }),
      coded("step-delete-server-group", { serverGroupId: "@closedGroup" }),
    ],
    [
      "CreateServerGroup",
      "CreateListener alb-demo",
      /^StopListener lsn-\w{18}$/,
      /^AssociateAdditionalCertificatesWithListener lsn-\w{18}$/,
      /^UpdateListenerAttribute lsn-\w{18}$/,
      /^DeleteServerGroup sgp-\w{18}$/,
    ],
  ],
  deleteListener: [[coded("step-delete-listener", { listenerId: "lsn-plain" })], ["DeleteListener lsn-plain"]],
  restoreListener: [
    [coded("step-create-listener", { protocol: "HTTP", port: 8082, loadBalancerId: "alb-demo" })],
    ["CreateListener alb-demo"],
  ],
  changeServerGroup: [
    [
      coded("step-probe-canary", { serverGroupId: "sgp-next" }),
      coded("step-share-requests", { percent: 1, serverGroupId: "sgp-next" }),
      coded("step-share-requests", { percent: 10, serverGroupId: "sgp-next" }),
      coded("step-share-requests", { percent: 50, serverGroupId: "sgp-next" }),
      coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "lsn-demo4u54y73wq7b" }),
      coded("step-delete-rule", { ruleId: "@canaryRule" }),
    ],
    [
      "CreateRule lsn-demo4u54y73wq7b",
      /^UpdateRuleAttribute rule-\w{18}$/,
      /^UpdateRuleAttribute rule-\w{18}$/,
      /^UpdateRuleAttribute rule-\w{18}$/,
      "UpdateListenerAttribute lsn-demo4u54y73wq7b",
      /^DeleteRule rule-\w{18}$/,
    ],
  ],
  createServerGroup: [
    [coded("step-create-server-group", { name: "checkout-blue" }), coded("step-add-servers", { count: 1 })],
    ["CreateServerGroup", /^AddServersToServerGroup sgp-\w{18}$/],
  ],
  rotateCertificate: [
    [
      coded("step-set-default-certificate", {
        certificateIds: ["25113402-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ],
    ["UpdateListenerAttribute lsn-demo4u54y73wq7b"],
  ],
  addCertificates: [
    [
      coded("step-associate-certificates", {
        certificateIds: ["25113407-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ],
    ["AssociateAdditionalCertificatesWithListener lsn-demo4u54y73wq7b"],
  ],
  removeCertificates: [
    [
      coded("step-dissociate-certificates", {
        certificateIds: ["24870011-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ],
    ["DissociateAdditionalCertificatesFromListener lsn-demo4u54y73wq7b"],
  ],
  promoteCertificate: [
    [
      coded("step-copy-certificate", { certificateId: "24870011-cn-hangzhou" }),
      coded("step-copy-certificate", { certificateId: "24664588-cn-hangzhou" }),
      coded("step-associate-certificates", { certificateIds: ["@formerCopy"], listenerId: "lsn-demo4u54y73wq7b" }),
      coded("step-set-default-certificate", { certificateIds: ["@successorCopy"], listenerId: "lsn-demo4u54y73wq7b" }),
      coded("step-dissociate-certificates", {
        certificateIds: ["24870011-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ],
    [
      "UploadUserCertificate albflow-copy-of-24870011-cn-hangzhou",
      "UploadUserCertificate albflow-copy-of-24664588-cn-hangzhou",
      "AssociateAdditionalCertificatesWithListener lsn-demo4u54y73wq7b",
      "UpdateListenerAttribute lsn-demo4u54y73wq7b",
      "DissociateAdditionalCertificatesFromListener lsn-demo4u54y73wq7b",
    ],
  ],
  enableMutualAuth: [
    [coded("step-update-listener", { fields: ["CaEnabled", "CaCertificates"], listenerId: "lsn-demo4u54y73wq7b" })],
    ["UpdateListenerAttribute lsn-demo4u54y73wq7b"],
  ],
  disableMutualAuth: [
    [coded("step-update-listener", { fields: ["CaEnabled"], listenerId: "lsn-mutual" })],
    ["UpdateListenerAttribute lsn-mutual"],
  ],
  replaceCaCertificate: [
    [coded("step-update-listener", { fields: ["CaCertificates"], listenerId: "lsn-mutual" })],
    ["UpdateListenerAttribute lsn-mutual"],
  ],
  changeTlsPolicy: [
    [coded("step-update-listener", { fields: ["SecurityPolicyId"], listenerId: "lsn-demo4u54y73wq7b" })],
    ["UpdateListenerAttribute lsn-demo4u54y73wq7b"],
  ],
  createTlsPolicy: [[coded("step-create-tls-policy", { name: "modern" })], ["CreateSecurityPolicy"]],
  enableTracing: [
    [
      coded("step-create-log-project", { project: "albflow-alb-demo" }),
      coded("step-create-logstore", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
      coded("step-create-index", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
      coded("step-enable-access-log", {
        loadBalancerId: "alb-demo",
        project: "albflow-alb-demo",
        logstore: "alb_access_log",
      }),
      coded("step-set-tracing", { listenerId: "lsn-demo4u54y73wq7b" }),
    ],
    [
      /^CreateProject /,
      /^CreateLogStore /,
      /^CreateIndex .*albflow-alb-demo\/logstore\/alb_access_log$/,
      "EnableLoadBalancerAccessLog alb-demo",
      "UpdateListenerLogConfig lsn-demo4u54y73wq7b",
    ],
  ],
  modifyTracing: [[coded("step-set-tracing", { listenerId: "lsn-traced" })], ["UpdateListenerLogConfig lsn-traced"]],
  disableTracing: [
    [
      coded("step-set-tracing", { listenerId: "lsn-traced" }),
      coded("step-disable-access-log", { loadBalancerId: "alb-traced" }),
    ],
    ["UpdateListenerLogConfig lsn-traced", "DisableLoadBalancerAccessLog alb-traced"],
  ],
};

test("the table of steps knows every operation", () => {
  expect(Object.keys(STEPS).sort()).toEqual(Object.keys(operations).sort());
});

test.each(sampled(8, Object.values(operations), 1))(
  "$name makes the writes that its plan tells, and no other",
  async (operation) => {
    const { name, example } = operation;
    const [steps = [], writes = []] = STEPS[name] ?? [];
    const planned = await planOf(cloud, name, example);
    const outcome = await cloud.run(name, example);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(outcome.verdict?.plan).toEqual(planned);
    expect(planned.steps).toEqual(steps);
    expect(writesOf(cloud)).toEqual(
      writes.map((write) => (typeof write === "string" ? write : expect.stringMatching(write))),
    );
  },
);

describe("the hash of a plan", () => {
  // Nothing of it is rotated while time passes.
  const input = { listenerId: "lsn-plain", idleTimeout: 30 };

  test("is the same for the same plan, whoever looks at it and however often", async () => {
    const { hash } = await planOf(cloud, "modifyListener", input);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await cloud.clock.advance(3_600_000);
    expect((await planOf(cloud, "modifyListener", input, "another")).hash).toBe(hash);
    expect((await planOf(cloud, "modifyListener", { ...input, requestedBy: "grace" })).hash).toBe(hash);
  });

  test.each([
    ["another change", { idleTimeout: 31 }, async () => {}],
    ["another listener", { listenerId: "lsn-mutual" }, async () => {}],
    ["another deadline", { deadlineSeconds: 60 }, async () => {}],
    ["other resources", {}, () => changeRow(cloud, "listeners", "lsn-plain", { RequestTimeout: 61 })],
  ])("is another one for %s", async (_, change, happens) => {
    const { hash } = await planOf(cloud, "modifyListener", input);
    await happens();
    expect((await planOf(cloud, "modifyListener", { ...input, ...change })).hash).not.toBe(hash);
  });
});

describe("a plan whose resources have changed", () => {
  const input = { listenerId: SHOP, requestTimeout: 90 };

  test("is refused when somebody had agreed to it", async () => {
    const { hash } = await planOf(cloud, "modifyListener", input);
    await idleTimeout(40);
    await cloud.clock.advance(2_000);
    const outcome = await cloud.run("modifyListener", { ...input, plan: hash });
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", plan: null } });
    expect(outcome.verdict?.reason).toEqual(coded("plan-stale", { resource: "lsn-demo4u54y73wq7b" }));
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-demo4u54y73wq7b"]);
  });

  test("is carried out when it still fits", async () => {
    const { hash } = await planOf(cloud, "modifyListener", input);
    const outcome = await cloud.run("modifyListener", { ...input, plan: hash });
    expect(outcome.verdict).toMatchObject({ state: "verified", plan: { hash } });
  });

  test("is refused when it changed after the start, while another operation had the listener", async () => {
    const { hash } = await planOf(cloud, "modifyListener", input);
    await cloud.start("modifyListener", { listenerId: SHOP, idleTimeout: 40 }, "first");
    await cloud.start("modifyListener", { ...input, plan: hash }, "second");
    expect((await cloud.finish("modifyListener", "first")).verdict).toMatchObject({ state: "verified" });
    const outcome = await cloud.finish("modifyListener", "second");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("plan-outdated", {
        resource: "lsn-demo4u54y73wq7b",
        differences: [{ field: "IdleTimeout", expected: 15, found: 40 }],
      }),
    );
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-demo4u54y73wq7b"]);
  });

  longTest("is made again when nobody had agreed to it yet, and what the other has changed stays", async () => {
    await cloud.start("modifyListener", { listenerId: SHOP, idleTimeout: 40 }, "first");
    await cloud.start("modifyListener", { ...input, idleTimeout: 41 }, "second");
    await cloud.finish("modifyListener", "first");
    const outcome = await cloud.finish("modifyListener", "second");
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(outcome.verdict?.plan?.changes).toEqual([
      { field: "RequestTimeout", before: 60, after: 90 },
      { field: "IdleTimeout", before: 40, after: 41 },
    ]);
    expect(writesOf(cloud)).toEqual([
      "UpdateListenerAttribute lsn-demo4u54y73wq7b",
      "UpdateListenerAttribute lsn-demo4u54y73wq7b",
    ]);
  });

  test("is nothing to do when somebody else has made the same change meanwhile", async () => {
    await cloud.start("modifyListener", { listenerId: SHOP, idleTimeout: 40 }, "first");
    await cloud.start("modifyListener", { listenerId: SHOP, idleTimeout: 40 }, "second");
    await cloud.finish("modifyListener", "first");
    const outcome = await cloud.finish("modifyListener", "second");
    expect(outcome.status).toBe("Succeeded");
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-demo4u54y73wq7b"]);
  });
});

/** One request over HTTP, answered. */
function ask(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path: "/", agent: false }, (answer) => {
      answer.resume();
      answer.once("end", resolve);
    });
    asked.once("error", reject).end();
  });
}
