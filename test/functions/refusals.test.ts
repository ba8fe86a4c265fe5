import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { coded } from "../support/coded.ts";
import { sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { placeCertificate, type Wanted } from "./support/placeCertificate.ts";
import { writesOf } from "./support/writesOf.ts";

const SHOP = "lsn-demo4u54y73wq7b";
const CA = "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01";
const DEFAULT = "24664588-cn-hangzhou";
const SUCCESSOR = "25113402-cn-hangzhou";
const API = "25113407-cn-hangzhou";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** The reasons of the rules that refuse; or the whole refusal by something else. */
type Refusal = object[] | object;

/** What is forbidden: the operation, its input, why, and what must be so in the cloud first. */
type Row = [what: string, operation: string, input: object, refusal: Refusal, seed?: () => Promise<unknown>];

const refused = (operation: string, resource: unknown, reasons: object[]) =>
  coded("operation-refused", { operation, resource, reasons });

const instance = (change: object) => () => changeRow(cloud, "loadBalancers", "alb-demo", change);
const certificate = (wanted: Wanted) => () => placeCertificate(cloud, { certId: 70000001, ...wanted });
const NAMES = ["shop.example.com", "www.shop.example.com"];
const PLACED = "70000001-cn-hangzhou";
const rotation = { listenerId: SHOP, certificateId: DEFAULT, successorId: PLACED };
const ofAnother = (field: "Cert" | "Key") => {
  const other = cloud.cas.exportState().certificates.find(({ Name }) => Name === "partner");
  return other?.[field] ?? "";
};

const EDITIONS: Row[] = [
  [
    "mutual authentication on the Basic edition",
    "enableMutualAuth",
    { listenerId: SHOP, caCertificateId: CA },
    [
      coded("edition-lacks-feature", {
        loadBalancerId: "alb-demo",
        edition: "Basic",
        feature: "mutual-authentication",
      }),
    ],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
  [
    "another client CA on the Basic edition",
    "replaceCaCertificate",
    { listenerId: "lsn-mutual", caCertificateId: CA },
    [
      coded("edition-lacks-feature", {
        loadBalancerId: "alb-demo",
        edition: "Basic",
        feature: "mutual-authentication",
      }),
    ],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
  [
    "tracing on the Basic edition",
    "enableTracing",
    { listenerId: "lsn-basic" },
    [coded("edition-lacks-feature", { loadBalancerId: "alb-basic", edition: "Basic", feature: "tracing" })],
  ],
  [
    "servers with HTTPS on the Basic edition",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-tls" },
    [coded("group-https-on-basic")],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
];

const onQuic = { listenerId: "lsn-quic", verification: { acceptUnreachable: true } };
const PROTOCOLS: Row[] = [
  [
    "mutual authentication on QUIC",
    "enableMutualAuth",
    { ...onQuic, caCertificateId: CA },
    [coded("https-only", { feature: "mutual-authentication", protocol: "QUIC" })],
  ],
  [
    "a TLS policy on QUIC",
    "changeTlsPolicy",
    { ...onQuic, securityPolicyId: "spy-strict" },
    [coded("https-only", { feature: "tls-policy", protocol: "QUIC" })],
  ],
  [
    "HTTP/2 on QUIC",
    "modifyListener",
    { ...onQuic, http2Enabled: true },
    [coded("https-only", { feature: "http2Enabled", protocol: "QUIC" })],
  ],
  [
    "servers with HTTPS behind QUIC",
    "changeServerGroup",
    { ...onQuic, serverGroupId: "sgp-tls" },
    [coded("group-protocol-unfit", { protocol: "HTTPS", listenerProtocol: "QUIC" })],
  ],
  [
    "a change of QUIC that nobody accepts unverified",
    "modifyListener",
    { listenerId: "lsn-quic", idleTimeout: 20 },
    [coded("not-verifiable", { cause: coded("quic-not-probed") })],
  ],
  [
    "mutual authentication on HTTP",
    "enableMutualAuth",
    { listenerId: "lsn-plain", caCertificateId: CA },
    [coded("https-only", { feature: "mutual-authentication", protocol: "HTTP" })],
  ],
  [
    "the end of mutual authentication on HTTP",
    "disableMutualAuth",
    { listenerId: "lsn-plain" },
    [coded("https-only", { feature: "mutual-authentication", protocol: "HTTP" })],
  ],
  [
    "a TLS policy on HTTP",
    "changeTlsPolicy",
    { listenerId: "lsn-plain", securityPolicyId: "spy-strict" },
    [coded("https-only", { feature: "tls-policy", protocol: "HTTP" })],
  ],
  [
    "additional certificates on HTTP",
    "addCertificates",
    { listenerId: "lsn-plain", certificateIds: [API] },
    [coded("http-without-certificates")],
  ],
  [
    "fewer certificates on HTTP",
    "removeCertificates",
    { listenerId: "lsn-plain", certificateIds: [API] },
    [coded("http-without-certificates")],
  ],
  [
    "a rotation on HTTP",
    "rotateCertificate",
    { listenerId: "lsn-plain", certificateId: DEFAULT, successorId: SUCCESSOR },
    [coded("http-without-certificates"), coded("certificate-not-bound", { certificateId: "24664588-cn-hangzhou" })],
  ],
  [
    "a promotion on HTTP",
    "promoteCertificate",
    { listenerId: "lsn-plain", certificateId: API },
    [
      coded("http-without-certificates"),
      coded("certificate-not-additional", { certificateId: "25113407-cn-hangzhou" }),
    ],
  ],
  [
    "client-certificate headers on HTTP",
    "modifyListener",
    { listenerId: "lsn-plain", xForwardedForConfig: { XForwardedForClientCertFingerprintEnabled: true } },
    [coded("https-only", { feature: "XForwardedForClientCertFingerprintEnabled", protocol: "HTTP" })],
  ],
  ["another port", "modifyListener", { listenerId: SHOP, listenerPort: 8444 }, [coded("port-and-protocol-fixed")]],
  [
    "a copy for HTTPS of a listener without certificates",
    "copyListener",
    { listenerId: "lsn-plain", listenerPort: 9443, listenerProtocol: "HTTPS" },
    [coded("copy-without-certificate", { protocol: "HTTPS" })],
  ],
  [
    "mutual authentication of others where there is none",
    "replaceCaCertificate",
    { listenerId: SHOP, caCertificateId: CA },
    [coded("no-mutual-authentication")],
  ],
  ["another rate where nothing is traced", "modifyTracing", { listenerId: SHOP, percent: 10 }, [coded("not-tracing")]],
];

const CERTIFICATES: Row[] = [
  [
    "a successor that does not cover a name served now",
    "rotateCertificate",
    rotation,
    [
      coded("successor-lacks-names", {
        successorId: "70000001-cn-hangzhou",
        certificateId: "24664588-cn-hangzhou",
        names: ["www.shop.example.com"],
      }),
    ],
    certificate({ names: ["shop.example.com"] }),
  ],
  [
    "a successor that covers a name only by a wildcard of a deeper label",
    "rotateCertificate",
    rotation,
    [
      coded("successor-lacks-names", {
        successorId: "70000001-cn-hangzhou",
        certificateId: "24664588-cn-hangzhou",
        names: ["shop.example.com"],
      }),
    ],
    certificate({ names: ["*.shop.example.com"] }),
  ],
  [
    "a successor that does not expire later",
    "rotateCertificate",
    rotation,
    [coded("successor-not-later", { successorId: "70000001-cn-hangzhou", certificateId: "24664588-cn-hangzhou" })],
    certificate({ names: NAMES, daysLeft: 6 }),
  ],
  [
    "a key of another certificate",
    "rotateCertificate",
    rotation,
    [coded("cannot-serve", { certificateId: "70000001-cn-hangzhou", reason: coded("key-other") })],
    () => certificate({ names: NAMES, privateKeyPem: ofAnother("Key") })(),
  ],
  [
    "a key that nobody can read",
    "addCertificates",
    { listenerId: SHOP, certificateIds: [PLACED] },
    [coded("cannot-serve", { certificateId: "70000001-cn-hangzhou", reason: coded("key-unreadable") })],
    certificate({ names: NAMES, privateKeyPem: "no key" }),
  ],
  [
    "a chain that is broken",
    "rotateCertificate",
    rotation,
    [
      coded("cannot-serve", {
        certificateId: "70000001-cn-hangzhou",
        reason: coded("chain-broken", { place: 1, next: 2 }),
      }),
    ],
    () => certificate({ names: NAMES, certificatePem: ofAnother("Cert") })(),
  ],
  [
    "a certificate that is not bound",
    "rotateCertificate",
    { listenerId: SHOP, certificateId: "25200100-cn-hangzhou", successorId: API },
    [
      coded("successor-lacks-names", {
        successorId: "25113407-cn-hangzhou",
        certificateId: "25200100-cn-hangzhou",
        names: ["mutual.example.com"],
      }),
      coded("successor-not-later", { successorId: "25113407-cn-hangzhou", certificateId: "25200100-cn-hangzhou" }),
      coded("certificate-not-bound", { certificateId: "25200100-cn-hangzhou" }),
    ],
  ],
  [
    "a name left without a certificate",
    "removeCertificates",
    { listenerId: SHOP, certificateIds: ["24870011-cn-hangzhou"] },
    [coded("names-left-uncovered", { names: ["partner.example.net"] })],
  ],
  [
    "the default certificate taken off",
    "removeCertificates",
    { listenerId: SHOP, certificateIds: [DEFAULT], allowUncoveredNames: NAMES },
    [coded("default-certificate-fixed", { certificateId: "24664588-cn-hangzhou" })],
  ],
  [
    "one more certificate where the quota is used up",
    "addCertificates",
    { listenerId: SHOP, certificateIds: [API] },
    [
      coded("dry-run-objection", {
        action: "AssociateAdditionalCertificatesWithListener",
        cause: coded("cloud-error", {
          product: "alb",
          action: "AssociateAdditionalCertificatesWithListener",
          cloudCode: "ResourceQuotaExceeded.LoadBalancerCertificatesNum",
          requestId: expect.any(String),
          message:
            "The quota of alb_quota_loadbalancer_certificates_num_standard_edition is exceeded for resource alb-demo, usage 25/25",
        }),
        otherwise: null,
      }),
    ],
    () => changeRow(cloud, "listeners", "lsn-quic", { AdditionalCertificates: bound(24) }),
  ],
];

/** So many relations; nobody asks the certificate service about those of a QUIC listener. */
function bound(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    CertificateId: `${60000001 + index}-cn-hangzhou`,
    Status: "Associated" as const,
  }));
}

const IN_USE: Row[] = [
  [
    "the end of an access log that another listener traces into",
    "disableTracing",
    { listenerId: "lsn-traced", disableAccessLog: true },
    [coded("access-log-in-use", { listenerIds: ["lsn-basic"] })],
    () =>
      changeRow(cloud, "listeners", "lsn-basic", {
        LoadBalancerId: "alb-traced",
        ListenerPort: 81,
        LogConfig: {
          AccessLogRecordCustomizedHeadersEnabled: false,
          AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 100, TracingType: "Zipkin" },
        },
      }),
  ],
  [
    "a second access log",
    "enableTracing",
    { listenerId: "lsn-traced", project: "elsewhere" },
    [coded("access-log-elsewhere", { loadBalancerId: "alb-traced", logstore: "albflow-traces/alb_traced" })],
  ],
  [
    "an access log among albflow's own reports",
    "enableTracing",
    { listenerId: SHOP, project: "albflow-reports", logstore: "albflow" },
    [coded("access-log-into-own-logs", { logstore: "albflow-reports/albflow" })],
  ],
  [
    "a change where the console is locked",
    "stopListener",
    { listenerId: "lsn-guarded" },
    [coded("instance-protected", { loadBalancerId: "alb-guarded", note: "managed by the platform team" })],
  ],
  [
    "a change of a locked instance",
    "startListener",
    { listenerId: "lsn-stopped" },
    [coded("instance-locked", { loadBalancerId: "alb-demo", locks: [{ type: "FinancialLocked", note: "unpaid" }] })],
    instance({ LoadBalancerOperationLocks: [{ LockReason: "unpaid", LockType: "FinancialLocked" }] }),
  ],
  [
    "a change of an instance in arrears",
    "startListener",
    { listenerId: "lsn-stopped" },
    [coded("instance-in-arrears", { loadBalancerId: "alb-demo" })],
    instance({ LoadBalancerBussinessStatus: "Abnormal" }),
  ],
  [
    "a copy to a port that another listener has",
    "copyListener",
    { listenerId: SHOP, listenerPort: 8443 },
    [coded("port-taken", { protocol: "HTTPS", port: 8443, loadBalancerId: "alb-demo", listenerId: "lsn-mutual" })],
  ],
  [
    "a copy to a port that is taken for another protocol",
    "copyListener",
    { listenerId: SHOP, listenerPort: 80 },
    [
      coded("dry-run-objection", {
        action: "CreateListener",
        cause: coded("cloud-error", {
          product: "alb",
          action: "CreateListener",
          cloudCode: "ResourceAlreadyExist.Listener",
          requestId: expect.any(String),
          message: "The specified resource 80 is already exist",
        }),
        otherwise: null,
      }),
    ],
  ],
  [
    "a deleted listener whose port another has taken",
    "restoreListener",
    {
      snapshot: {
        LoadBalancerId: "alb-demo",
        ListenerProtocol: "HTTP",
        ListenerPort: 8080,
        DefaultActions: [
          { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-next" }] } },
        ],
      },
    },
    coded("operation-refused", {
      operation: "restoreListener",
      resource: '{"ListenerPort":8080,"ListenerProtocol":"HTTP","LoadBalancerId":"alb-demo"}',
      reasons: [
        coded("port-taken", { protocol: "HTTP", port: 8080, loadBalancerId: "alb-demo", listenerId: "lsn-stopped" }),
      ],
    }),
  ],
];

const SERVER_GROUPS: Row[] = [
  [
    "a server group of another VPC",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-elsewhere" },
    [
      coded("group-in-other-vpc", {
        vpcId: "vpc-elsewhere",
        loadBalancerId: "alb-demo",
        instanceVpcId: "vpc-local",
      }),
    ],
  ],
  [
    "servers with HTTPS behind HTTP",
    "changeServerGroup",
    { listenerId: "lsn-plain", serverGroupId: "sgp-tls" },
    [coded("group-protocol-unfit", { protocol: "HTTPS", listenerProtocol: "HTTP" })],
  ],
  [
    "servers with gRPC behind HTTP",
    "changeServerGroup",
    { listenerId: "lsn-plain", serverGroupId: "sgp-next" },
    [coded("group-protocol-unfit", { protocol: "gRPC", listenerProtocol: "HTTP" })],
    () => changeRow(cloud, "serverGroups", "sgp-next", { Protocol: "gRPC" }),
  ],
  [
    "a server group without servers",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-empty" },
    [coded("group-without-servers")],
  ],
  [
    "a server group that is known to be down",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-broken" },
    [coded("server-group-unhealthy", { serverGroupId: "sgp-broken", down: ["127.0.0.1"], total: 1 })],
    async () => {
      const ServerGroupTuples = [{ ServerGroupId: "sgp-broken" }];
      await changeRow(cloud, "listeners", "lsn-ruled", {
        DefaultActions: [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples } }],
      });
      await cloud.clock.advance(30_000);
    },
  ],
];

const UNKNOWN: Row[] = [
  [
    "an unknown listener",
    "startListener",
    { listenerId: "lsn-nobody" },
    coded("listener-not-found", { listenerId: "lsn-nobody" }),
  ],
  [
    "an unknown server group",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-nobody" },
    [coded("server-group-not-found", { serverGroupId: "sgp-nobody" })],
  ],
  [
    "an unknown certificate to add",
    "addCertificates",
    { listenerId: SHOP, certificateIds: ["7-cn-hangzhou"] },
    [coded("certificate-not-found", { certificateId: "7-cn-hangzhou" })],
  ],
  [
    "an unknown certificate to replace",
    "rotateCertificate",
    { listenerId: SHOP, certificateId: "7-cn-hangzhou", successorId: SUCCESSOR },
    [coded("certificate-not-found", { certificateId: "7-cn-hangzhou" })],
  ],
  [
    "an additional certificate that is none",
    "promoteCertificate",
    { listenerId: SHOP, certificateId: API },
    [coded("certificate-not-additional", { certificateId: "25113407-cn-hangzhou" })],
  ],
  [
    "an unknown TLS policy",
    "changeTlsPolicy",
    { listenerId: SHOP, securityPolicyId: "spy-nobody" },
    [coded("tls-policy-not-found", { policyId: "spy-nobody" })],
  ],
  [
    "an unknown CA certificate",
    "enableMutualAuth",
    { listenerId: SHOP, caCertificateId: "nobody" },
    [
      coded("dry-run-objection", {
        action: "UpdateListenerAttribute",
        cause: coded("cloud-error", {
          product: "alb",
          action: "UpdateListenerAttribute",
          cloudCode: "ResourceNotFound.Certificate",
          requestId: expect.any(String),
          message: "The specified resource nobody is not found",
        }),
        otherwise: null,
      }),
    ],
  ],
  [
    "an id without the region of its certificate service",
    "addCertificates",
    { listenerId: SHOP, certificateIds: ["25113407"] },
    coded("input-invalid", {
      problems: [
        {
          field: "certificateIds.0",
          problem: coded("must-be-regional-certificate-id"),
        },
      ],
    }),
  ],
];

describe.each([
  ["an edition", EDITIONS],
  ["a protocol", PROTOCOLS],
  ["a certificate", CERTIFICATES],
  ["what is in use", IN_USE],
  ["a server group", SERVER_GROUPS],
  ["an unknown id", UNKNOWN],
])("for the sake of %s", (_, rows) => {
  test.each(sampled(5, rows))(
    "%s is refused before anything is written",
    async (_what, operation, input, refusal, seed) => {
      await seed?.();
      const outcome = await cloud.run(operation, input);
      const { listenerId } = input as { listenerId?: string };
      expect(outcome.verdict?.reason).toEqual(
        Array.isArray(refusal) ? refused(operation, listenerId, refusal) : refusal,
      );
      expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", plan: null } });
      expect(writesOf(cloud)).toEqual([]);
    },
  );
});

describe("a listener that others manage", () => {
  const tagged = (...tags: [string, string][]) =>
    cloud.alb.call({ accountId: cloud.accountId, accessKeyId: "local" }, "TagResources", {
      ResourceType: "loadbalancer",
      ResourceId: ["alb-demo"],
      Tag: tags.map(([Key, Value]) => ({ Key, Value })),
    });
  const byCluster = () => tagged(["ack.aliyun.com", "c-1"], ["ingress.k8s.alibaba/albconfig", "default/shop"]);
  const idle = { listenerId: SHOP, idleTimeout: 20 };

  test("by a cluster's controller is refused, with the place where it is to be changed", async () => {
    await byCluster();
    const outcome = await cloud.run("modifyListener", idle);
    expect(outcome.verdict?.reason).toEqual({
      code: "operation-refused",
      params: {
        operation: "modifyListener",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [
          coded("listener-managed", {
            manager: coded("managed-by-ingress", { cluster: "c-1", config: "default/shop" }),
          }),
        ],
      },
    });
    expect(writesOf(cloud)).toEqual([]);
  });

  test("is changed where that is accepted, and the plan says who will overwrite it", async () => {
    await byCluster();
    const outcome = await cloud.run("modifyListener", { ...idle, acceptManaged: true });
    expect(outcome.verdict?.state).toBe("verified");
    const manager = coded("managed-by-ingress", { cluster: "c-1", config: "default/shop" });
    expect(outcome.verdict?.plan?.effect).toContainEqual(coded("manager-overwrites", { manager }));
  });

  test("by another service of Alibaba Cloud, as a flag says that no SDK knows, is refused by us as it would be by ALB", async () => {
    await changeRow(cloud, "loadBalancers", "alb-demo", { ServiceManagedEnabled: true });
    const outcome = await cloud.run("modifyListener", idle);
    const manager = coded("managed-by-service", { flag: "ServiceManagedEnabled" });
    expect(outcome.verdict?.reason).toEqual(refused("modifyListener", SHOP, [coded("listener-managed", { manager })]));
    const all = await cloud.run("modifyListener", { ...idle, acceptManaged: true }, "all-the-same");
    expect(all.verdict).toMatchObject({ state: "refused" });
    expect(JSON.stringify(all.verdict?.reason)).toContain("OperationDenied.ServiceManagedResource");
    expect(writesOf(cloud)).toEqual([]);
  });
});

test("an idle timeout of 600 s that others have set is copied as it is", async () => {
  await changeRow(cloud, "listeners", "lsn-plain", { IdleTimeout: 600 });
  const outcome = await cloud.run("copyListener", { listenerId: "lsn-plain", listenerPort: 8_099 });
  expect(outcome.verdict?.state, JSON.stringify(outcome.verdict?.reason)).toBe("verified");
  const copy = cloud.alb.exportState().listeners.find(({ ListenerPort }) => ListenerPort === 8_099);
  expect(copy?.IdleTimeout).toBe(600);
});

test("what several rules forbid is refused with every reason at once", async () => {
  const successorId = await placeCertificate(cloud, { names: ["shop.example.com"], daysLeft: -2, daysOld: 90 });
  await changeRow(cloud, "loadBalancers", "alb-demo", {
    ModificationProtectionConfig: { Status: "ConsoleProtection", Reason: "frozen" },
  });
  const outcome = await cloud.run("rotateCertificate", { ...rotation, successorId });
  expect(outcome.verdict?.reason).toEqual(
    refused("rotateCertificate", SHOP, [
      coded("instance-protected", { loadBalancerId: "alb-demo", note: "frozen" }),
      coded("cannot-serve", { certificateId: successorId, reason: coded("expired", { notAfter: expect.any(String) }) }),
      coded("successor-lacks-names", { successorId, certificateId: DEFAULT, names: ["www.shop.example.com"] }),
      coded("successor-not-later", { successorId, certificateId: DEFAULT }),
    ]),
  );
  expect(writesOf(cloud)).toEqual([]);
});

test("reasons that need no certificate are told even when a certificate cannot be found", async () => {
  const outcome = await cloud.run("addCertificates", { listenerId: "lsn-guarded", certificateIds: ["7-cn-hangzhou"] });
  expect(outcome.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "addCertificates",
      resource: "lsn-guarded",
      reasons: [
        coded("instance-protected", { loadBalancerId: "alb-guarded", note: "managed by the platform team" }),
        coded("certificate-not-found", { certificateId: "7-cn-hangzhou" }),
      ],
    }),
  );
});

test.each([
  ["has expired", { daysLeft: -2, daysOld: 90 }, coded("expired", { notAfter: expect.any(String) })],
  ["is not yet valid", { daysOld: -2 }, coded("not-yet-valid", { notBefore: expect.any(String) })],
])("a certificate that %s is not added", async (_, dates, reason) => {
  const id = await placeCertificate(cloud, { names: ["new.example.com"], ...dates });
  const outcome = await cloud.run("addCertificates", { listenerId: SHOP, certificateIds: [id] });
  expect(outcome.verdict?.reason).toEqual(
    refused("addCertificates", SHOP, [coded("cannot-serve", { certificateId: id, reason })]),
  );
  expect(outcome.verdict).toMatchObject({ state: "refused", plan: null });
  expect(writesOf(cloud)).toEqual([]);
});

test("an access log that is in use can be left on, and its listener ends tracing", async () => {
  const outcome = await cloud.run("disableTracing", { listenerId: "lsn-traced" });
  expect(outcome.verdict).toMatchObject({ state: "verified" });
  expect(writesOf(cloud)).toEqual(["UpdateListenerLogConfig lsn-traced"]);
});

describe("a listener that stays Configuring", () => {
  const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
  beforeEach(async () => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "stuck" } });
    await cloud.alb.call(root(), "UpdateListenerAttribute", { ListenerId: SHOP, IdleTimeout: 30 });
  });

  test.each([
    ["modifyListener", { idleTimeout: 20 }],
    ["deleteListener", {}],
    ["changeServerGroup", { serverGroupId: "sgp-next" }],
    ["stopListener", {}],
  ])("is waited for by %s for minutes, then given up in words, and nothing is changed", async (operation, input) => {
    const began = cloud.clock.now();
    const outcome = await cloud.run(operation, { listenerId: SHOP, ...input });
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", plan: null } });
    expect(outcome.verdict?.reason).toEqual(
      coded("ended-with-error", {
        reason: coded("preflight-gave-up"),
        error: "Conflict",
        cause: coded("waiting-to-settle", {
          step: null,
          cause: coded("resource-not-settled", { resource: "lsn-demo4u54y73wq7b", status: "Configuring" }),
        }),
      }),
    );
    expect(cloud.clock.now() - began).toBeGreaterThan(120_000);
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-demo4u54y73wq7b"]);
  });
});

describe("a listener whose name does not resolve from where the functions run", () => {
  beforeEach(() => changeRow(cloud, "loadBalancers", "alb-demo", { DNSName: "alb-demo.invalid" }));

  test("is not changed, because nobody could see what it serves", async () => {
    const outcome = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "modifyListener",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [
          coded("not-verifiable", {
            cause: coded("unreachable", {
              what: coded("no-connection"),
              host: "alb-demo.invalid",
              port: 443,
              cause: coded("text", {
                text: expect.stringMatching(/^getaddrinfo (ENOTFOUND|EAI_AGAIN) alb-demo\.invalid$/),
              }),
            }),
          }),
        ],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("is changed when that is accepted, and the result says that it was not verified, and why", async () => {
    const verification = { acceptUnreachable: true };
    const outcome = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20, verification });
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("verified", {
        resource: "lsn-demo4u54y73wq7b",
        passed: 0,
        at: expect.any(Number),
        causes: [
          coded("unreachable", {
            what: coded("no-handshake", { serverName: null }),
            host: "alb-demo.invalid",
            port: 443,
            cause: coded("text", {
              text: expect.stringMatching(/^getaddrinfo (ENOTFOUND|EAI_AGAIN) alb-demo\.invalid$/),
            }),
          }),
        ],
        more: 4,
      }),
    );
    expect(outcome.verdict?.seen.map(({ probe }) => probe)).toEqual([
      ...[null, "shop.example.com", "www.shop.example.com", "partner.example.net"].map((serverName) =>
        coded("probe-handshake", { serverName, key: null }),
      ),
      coded("probe-http", { path: "/" }),
    ]);
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-demo4u54y73wq7b"]);
  });
});

test("an objection of ALB's own dry run is a refusal, in ALB's words", async () => {
  cloud.faults.add({
    service: "alb",
    action: "UpdateListenerAttribute",
    fault: { kind: "refuse", status: 400, code: "OperationDenied.Sunday", message: "Not on a Sunday." },
  });
  const outcome = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 });
  expect(outcome.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "modifyListener",
      resource: "lsn-demo4u54y73wq7b",
      reasons: [
        coded("dry-run-objection", {
          action: "UpdateListenerAttribute",
          cause: coded("cloud-error", {
            product: "alb",
            action: "UpdateListenerAttribute",
            cloudCode: "OperationDenied.Sunday",
            requestId: expect.any(String),
            message: "Not on a Sunday",
          }),
          otherwise: null,
        }),
      ],
    }),
  );
  expect(cloud.calls.recent({ action: "UpdateListenerAttribute" })).toHaveLength(1);
  expect(writesOf(cloud)).toEqual([]);
});

test("a plan that was agreed to and no longer fits is refused", async () => {
  const input = { listenerId: SHOP, idleTimeout: 20 };
  const outcome = await cloud.run("modifyListener", { ...input, plan: "0".repeat(64) });
  expect(outcome.verdict?.reason).toEqual(coded("plan-stale", { resource: "lsn-demo4u54y73wq7b" }));
  expect(writesOf(cloud)).toEqual([]);
});

test("tracing is refused in a region that does not offer it", async () => {
  const elsewhere = await startSimulatedCloud({ region: "ap-southeast-2" });
  const outcome = await elsewhere.run("enableTracing", { listenerId: SHOP });
  const written = writesOf(elsewhere);
  await elsewhere.close();
  expect(outcome.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "enableTracing",
      resource: "lsn-demo4u54y73wq7b",
      reasons: [coded("tracing-not-offered", { region: "ap-southeast-2" })],
    }),
  );
  expect(written).toEqual([]);
});
