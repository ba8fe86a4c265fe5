import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inWords } from "../../shared/platform/reasons/inWords.ts";
import { coded } from "../support/coded.ts";
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

/** The reasons of the rules that refuse, texts where a rule has no code yet; or the whole refusal by something else. */
type Refusal = (string | object)[] | object;

/** What is forbidden: the operation, its input, why, and what must be so in the world first. */
type Row = [what: string, operation: string, input: object, refusal: Refusal, seed?: () => Promise<unknown>];

const refused = (operation: string, resource: unknown, reasons: (string | object)[]) =>
  coded("operation-refused", {
    operation,
    resource,
    reasons: reasons.map((one) => (typeof one === "string" ? coded("text", { text: one }) : one)),
  });

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
    ["its instance alb-demo is of the Basic edition, which has no mutual authentication; upgrade the instance"],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
  [
    "another client CA on the Basic edition",
    "replaceCaCertificate",
    { listenerId: "lsn-mutual", caCertificateId: CA },
    ["its instance alb-demo is of the Basic edition, which has no mutual authentication; upgrade the instance"],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
  [
    "tracing on the Basic edition",
    "enableTracing",
    { listenerId: "lsn-basic" },
    ["its instance alb-basic is of the Basic edition, which has no tracing; upgrade the instance"],
  ],
  [
    "servers with HTTPS on the Basic edition",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-tls" },
    ["its servers speak HTTPS, which the Basic edition does not forward; upgrade the instance"],
    instance({ LoadBalancerEdition: "Basic" }),
  ],
];

const onQuic = { listenerId: "lsn-quic", verification: { acceptUnreachable: true } };
const PROTOCOLS: Row[] = [
  [
    "mutual authentication on QUIC",
    "enableMutualAuth",
    { ...onQuic, caCertificateId: CA },
    ["mutual authentication is for HTTPS listeners only, and this is QUIC"],
  ],
  [
    "a TLS policy on QUIC",
    "changeTlsPolicy",
    { ...onQuic, securityPolicyId: "spy-strict" },
    ["a TLS policy is for HTTPS listeners only, and this is QUIC"],
  ],
  [
    "HTTP/2 on QUIC",
    "modifyListener",
    { ...onQuic, http2Enabled: true },
    ["http2Enabled is for HTTPS listeners only, and this is QUIC"],
  ],
  [
    "servers with HTTPS behind QUIC",
    "changeServerGroup",
    { ...onQuic, serverGroupId: "sgp-tls" },
    ["its servers speak HTTPS, and behind QUIC they must speak HTTP"],
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
    ["mutual authentication is for HTTPS listeners only, and this is HTTP"],
  ],
  [
    "the end of mutual authentication on HTTP",
    "disableMutualAuth",
    { listenerId: "lsn-plain" },
    ["mutual authentication is for HTTPS listeners only, and this is HTTP"],
  ],
  [
    "a TLS policy on HTTP",
    "changeTlsPolicy",
    { listenerId: "lsn-plain", securityPolicyId: "spy-strict" },
    ["a TLS policy is for HTTPS listeners only, and this is HTTP"],
  ],
  [
    "additional certificates on HTTP",
    "addCertificates",
    { listenerId: "lsn-plain", certificateIds: [API] },
    ["it is an HTTP listener, and only HTTPS and QUIC have certificates"],
  ],
  [
    "fewer certificates on HTTP",
    "removeCertificates",
    { listenerId: "lsn-plain", certificateIds: [API] },
    ["it is an HTTP listener, and only HTTPS and QUIC have certificates"],
  ],
  [
    "a rotation on HTTP",
    "rotateCertificate",
    { listenerId: "lsn-plain", certificateId: DEFAULT, successorId: SUCCESSOR },
    [
      "it is an HTTP listener, and only HTTPS and QUIC have certificates",
      "24664588-cn-hangzhou is not bound to it, so there is nothing to replace",
    ],
  ],
  [
    "a promotion on HTTP",
    "promoteCertificate",
    { listenerId: "lsn-plain", certificateId: API },
    [
      "it is an HTTP listener, and only HTTPS and QUIC have certificates",
      "25113407-cn-hangzhou is not one of its additional certificates; add it first",
    ],
  ],
  [
    "client-certificate headers on HTTP",
    "modifyListener",
    { listenerId: "lsn-plain", xForwardedForConfig: { XForwardedForClientCertFingerprintEnabled: true } },
    ["XForwardedForClientCertFingerprintEnabled is for HTTPS listeners only, and this is HTTP"],
  ],
  [
    "another port",
    "modifyListener",
    { listenerId: SHOP, listenerPort: 8444 },
    ["port and protocol can never be changed; make a new listener with copyListener and move your clients to it"],
  ],
  [
    "a copy for HTTPS of a listener without certificates",
    "copyListener",
    { listenerId: "lsn-plain", listenerPort: 9443, listenerProtocol: "HTTPS" },
    ["a listener for HTTPS needs a certificate, and this one has none; name one in certificateId"],
  ],
  [
    "mutual authentication of others where there is none",
    "replaceCaCertificate",
    { listenerId: SHOP, caCertificateId: CA },
    ["it has no mutual authentication; enableMutualAuth switches it on"],
  ],
  [
    "another rate where nothing is traced",
    "modifyTracing",
    { listenerId: SHOP, percent: 10 },
    ["it does not trace; enableTracing switches it on"],
  ],
];

const CERTIFICATES: Row[] = [
  [
    "a successor that does not cover a name served now",
    "rotateCertificate",
    rotation,
    [
      "70000001-cn-hangzhou does not cover www.shop.example.com, which 24664588-cn-hangzhou serves now; a name that nobody asks for any more is given up with addCertificates, promoteCertificate where it is the default, and removeCertificates with allowUncoveredNames",
    ],
    certificate({ names: ["shop.example.com"] }),
  ],
  [
    "a successor that covers a name only by a wildcard of a deeper label",
    "rotateCertificate",
    rotation,
    [
      "70000001-cn-hangzhou does not cover shop.example.com, which 24664588-cn-hangzhou serves now; a name that nobody asks for any more is given up with addCertificates, promoteCertificate where it is the default, and removeCertificates with allowUncoveredNames",
    ],
    certificate({ names: ["*.shop.example.com"] }),
  ],
  [
    "a successor that does not expire later",
    "rotateCertificate",
    rotation,
    ["70000001-cn-hangzhou does not expire later than 24664588-cn-hangzhou"],
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
      "25113407-cn-hangzhou does not cover mutual.example.com, which 25200100-cn-hangzhou serves now; a name that nobody asks for any more is given up with addCertificates, promoteCertificate where it is the default, and removeCertificates with allowUncoveredNames",
      "25113407-cn-hangzhou does not expire later than 25200100-cn-hangzhou",
      "25200100-cn-hangzhou is not bound to it, so there is nothing to replace",
    ],
  ],
  [
    "a name left without a certificate",
    "removeCertificates",
    { listenerId: SHOP, certificateIds: ["24870011-cn-hangzhou"] },
    ["partner.example.net would be left without a certificate; add one first, or name them in allowUncoveredNames"],
  ],
  [
    "the default certificate taken off",
    "removeCertificates",
    { listenerId: SHOP, certificateIds: [DEFAULT], allowUncoveredNames: NAMES },
    ["24664588-cn-hangzhou is its default certificate, which can only be replaced: rotateCertificate"],
  ],
  [
    "one more certificate where the quota is used up",
    "addCertificates",
    { listenerId: SHOP, certificateIds: [API] },
    [
      coded("dry-run-objection", {
        action: "AssociateAdditionalCertificatesWithListener",
        cause: coded("text", {
          text: "alb AssociateAdditionalCertificatesWithListener: ResourceQuotaExceeded.LoadBalancerCertificatesNum: The quota of alb_quota_loadbalancer_certificates_num_standard_edition is exceeded for resource alb-demo, usage 25/25",
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
    ["Simple Log Service is in use by the tracing of lsn-basic; disable that first, or leave the access log on"],
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
    [
      "alb-traced writes its access log to albflow-traces/alb_traced already, and only to one; leave out project and logstore",
    ],
  ],
  [
    "a change where the console is locked",
    "stopListener",
    { listenerId: "lsn-guarded" },
    ["its instance alb-guarded is protected against changes (managed by the platform team); lift the protection first"],
  ],
  [
    "a change of a locked instance",
    "startListener",
    { listenerId: "lsn-stopped" },
    ["its instance alb-demo is locked: FinancialLocked, unpaid"],
    instance({ LoadBalancerOperationLocks: [{ LockReason: "unpaid", LockType: "FinancialLocked" }] }),
  ],
  [
    "a change of an instance in arrears",
    "startListener",
    { listenerId: "lsn-stopped" },
    ["the business status of its instance alb-demo is Abnormal; see to its bills"],
    instance({ LoadBalancerBussinessStatus: "Abnormal" }),
  ],
  [
    "certificates of a stopped listener",
    "addCertificates",
    { listenerId: SHOP, certificateIds: [API] },
    ["it is stopped, so nothing could be verified; start it first"],
    () => changeRow(cloud, "listeners", SHOP, { ListenerStatus: "Stopped" }),
  ],
  [
    "a copy to a port that another listener has",
    "copyListener",
    { listenerId: SHOP, listenerPort: 8443 },
    ["HTTPS port 8443 of alb-demo is taken by lsn-mutual, which has other settings"],
  ],
  [
    "a copy to a port that is taken for another protocol",
    "copyListener",
    { listenerId: SHOP, listenerPort: 80 },
    [
      coded("dry-run-objection", {
        action: "CreateListener",
        cause: coded("text", {
          text: "alb CreateListener: ResourceAlreadyExist.Listener: The specified resource 80 is already exist",
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
        coded("text", { text: "HTTP port 8080 of alb-demo is taken by lsn-stopped, which has other settings" }),
      ],
    }),
  ],
];

const SERVER_GROUPS: Row[] = [
  [
    "a server group of another VPC",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-elsewhere" },
    ["the server group is in vpc-elsewhere, and alb-demo in vpc-local"],
  ],
  [
    "servers with HTTPS behind HTTP",
    "changeServerGroup",
    { listenerId: "lsn-plain", serverGroupId: "sgp-tls" },
    ["its servers speak HTTPS, and behind HTTP they must speak HTTP"],
  ],
  [
    "servers with gRPC behind HTTP",
    "changeServerGroup",
    { listenerId: "lsn-plain", serverGroupId: "sgp-next" },
    ["its servers speak gRPC, and behind HTTP they must speak HTTP"],
    () => changeRow(cloud, "serverGroups", "sgp-next", { Protocol: "gRPC" }),
  ],
  [
    "a server group without servers",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-empty" },
    ["the server group has no server with a weight above 0, so every request would fail; add servers first"],
  ],
  [
    "a server group that is known to be down",
    "changeServerGroup",
    { listenerId: SHOP, serverGroupId: "sgp-broken" },
    ["1 of 1 servers of sgp-broken are down: 127.0.0.1"],
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
    ["there is no server group sgp-nobody in this region"],
  ],
  [
    "an unknown certificate to add",
    "addCertificates",
    { listenerId: SHOP, certificateIds: ["7-cn-hangzhou"] },
    ["there is no certificate 7-cn-hangzhou in the certificate service"],
  ],
  [
    "an unknown certificate to replace",
    "rotateCertificate",
    { listenerId: SHOP, certificateId: "7-cn-hangzhou", successorId: SUCCESSOR },
    ["there is no certificate 7-cn-hangzhou in the certificate service"],
  ],
  [
    "an additional certificate that is none",
    "promoteCertificate",
    { listenerId: SHOP, certificateId: API },
    ["25113407-cn-hangzhou is not one of its additional certificates; add it first"],
  ],
  [
    "an unknown TLS policy",
    "changeTlsPolicy",
    { listenerId: SHOP, securityPolicyId: "spy-nobody" },
    ["there is no TLS policy spy-nobody in this region"],
  ],
  [
    "an unknown CA certificate",
    "enableMutualAuth",
    { listenerId: SHOP, caCertificateId: "nobody" },
    [
      coded("dry-run-objection", {
        action: "UpdateListenerAttribute",
        cause: coded("text", {
          text: "alb UpdateListenerAttribute: ResourceNotFound.Certificate: The specified resource nobody is not found",
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
          problem: "must be <number>-<region of the certificate service>, e.g. 24664588-cn-hangzhou",
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
  test.each(rows)("%s is refused before anything is written", async (_what, operation, input, refusal, seed) => {
    await seed?.();
    const outcome = await cloud.run(operation, input);
    const { listenerId } = input as { listenerId?: string };
    expect(outcome.verdict?.reason).toEqual(Array.isArray(refusal) ? refused(operation, listenerId, refusal) : refusal);
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", plan: null } });
    expect(writesOf(cloud)).toEqual([]);
  });
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
          inWords(
            "it is managed by the ALB Ingress controller of the cluster c-1, which would undo the change or refuses it; change it in the AlbConfig default/shop, or accept that with acceptManaged",
          ),
        ],
      },
    });
    expect(writesOf(cloud)).toEqual([]);
  });

  test("is changed where that is accepted, and the plan says who will overwrite it", async () => {
    await byCluster();
    const outcome = await cloud.run("modifyListener", { ...idle, acceptManaged: true });
    expect(outcome.verdict?.state).toBe("verified");
    expect(JSON.stringify(outcome.verdict?.plan?.effect)).toContain(
      "the ALB Ingress controller of the cluster c-1 overwrites it as soon as it next looks, unless the AlbConfig default/shop is changed as well",
    );
  });

  test("by another service of Alibaba Cloud, as a flag says that no SDK knows, is refused by us as it would be by ALB", async () => {
    await changeRow(cloud, "loadBalancers", "alb-demo", { ServiceManagedEnabled: true });
    const outcome = await cloud.run("modifyListener", idle);
    expect(JSON.stringify(outcome.verdict?.reason)).toContain(
      "it is managed by another service of Alibaba Cloud (ServiceManagedEnabled), which would undo the change or refuses it",
    );
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
      "its instance alb-demo is protected against changes (frozen); lift the protection first",
      coded("cannot-serve", { certificateId: successorId, reason: coded("expired", { notAfter: expect.any(String) }) }),
      `${successorId} does not cover www.shop.example.com, which 24664588-cn-hangzhou serves now; a name that nobody asks for any more is given up with addCertificates, promoteCertificate where it is the default, and removeCertificates with allowUncoveredNames`,
      `${successorId} does not expire later than 24664588-cn-hangzhou`,
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
        coded("text", {
          text: "its instance alb-guarded is protected against changes (managed by the platform team); lift the protection first",
        }),
        coded("text", { text: "there is no certificate 7-cn-hangzhou in the certificate service" }),
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
          cause: coded("text", { text: "alb UpdateListenerAttribute: OperationDenied.Sunday: Not on a Sunday" }),
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
      reasons: [coded("text", { text: "ALB offers no tracing in ap-southeast-2" })],
    }),
  );
  expect(written).toEqual([]);
});
