import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longGroup, longTest } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { placeCertificate } from "./support/placeCertificate.ts";
import { planOf } from "./support/planOf.ts";
import { writesOf } from "./support/writesOf.ts";

const SHOP = "lsn-demo4u54y73wq7b";
const PARTNER = "24870011-cn-hangzhou";
const ASSOCIATE = `AssociateAdditionalCertificatesWithListener ${SHOP}`;
const DISSOCIATE = `DissociateAdditionalCertificatesFromListener ${SHOP}`;

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const relations = (ids: string[]) => ids.map((CertificateId) => ({ CertificateId, Status: "Associated" as const }));

/** Binds these to the shop's listener, and as many as it takes to fill the instance to a listener for QUIC. */
async function fill(additional: string[], all = 25, on = cloud): Promise<void> {
  const others = Array.from({ length: all - additional.length }, (_, index) => `${60000001 + index}-cn-hangzhou`);
  await changeRow(on, "listeners", SHOP, { AdditionalCertificates: relations(additional) });
  await changeRow(on, "listeners", "lsn-quic", { AdditionalCertificates: relations(others) });
}

/** Certificates of these names, numbered 70000001 and up. */
async function place(many: { names: string[]; daysLeft?: number; daysOld?: number }[], on = cloud): Promise<string[]> {
  const ids: string[] = [];
  for (const wanted of many) ids.push(await placeCertificate(on, { ...wanted, certId: 70000001 + ids.length }));
  return ids;
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ names: [`n${from + index}.example.org`] }));

const api = ["api.example.org"];

describe("a rotation where the quota of the instance is used up", () => {
  inWholeSuite(() => {
    test("frees a place with a certificate that the superseded one has long made redundant", async () => {
      const [removable = "", old = "", successor = ""] = await place([
        { names: api, daysLeft: 10 },
        { names: [...api, "www.api.example.org"], daysLeft: 20 },
        { names: [...api, "www.api.example.org"], daysLeft: 80 },
      ]);
      await fill([PARTNER, removable, old]);
      const input = { listenerId: SHOP, certificateId: old, successorId: successor };
      const outcome = await cloud.run("rotateCertificate", input);
      expect(outcome.verdict).toMatchObject({ state: "verified" });
      expect(outcome.verdict?.plan?.steps).toEqual([
        coded("step-dissociate-certificates", {
          certificateIds: ["70000001-cn-hangzhou"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
        coded("step-associate-certificates", {
          certificateIds: ["70000003-cn-hangzhou"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
        coded("step-dissociate-certificates", {
          certificateIds: ["70000002-cn-hangzhou"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
      ]);
      expect(writesOf(cloud)).toEqual([DISSOCIATE, ASSOCIATE, DISSOCIATE]);
      expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", PARTNER, "70000003-cn-hangzhou"]);
    });
  });

  test("takes off first what has expired and serves nobody any more", async () => {
    const [expired = "", successor = ""] = await place([
      { names: api, daysOld: 90, daysLeft: -1 },
      { names: api, daysLeft: 80 },
    ]);
    await fill([PARTNER, expired]);
    const input = { listenerId: SHOP, certificateId: expired, successorId: successor };
    const outcome = await cloud.run("rotateCertificate", input);
    expect(outcome.verdict?.plan?.steps).toEqual([
      coded("step-dissociate-certificates", {
        certificateIds: ["70000001-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
      coded("step-associate-certificates", {
        certificateIds: ["70000002-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ]);
    expect(writesOf(cloud)).toEqual([DISSOCIATE, ASSOCIATE]);
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", PARTNER, "70000002-cn-hangzhou"]);
  });

  test.each([
    ["others serve names of their own", []],
    ["nobody knows the names of another, which the certificate service has lost", ["69999999-cn-hangzhou"]],
  ])("is refused when %s, and says what to do", async (_, lost) => {
    const [old = "", successor = ""] = await place([
      { names: api, daysLeft: 20 },
      { names: api, daysLeft: 80 },
    ]);
    await fill([PARTNER, old, ...lost]);
    const input = { listenerId: SHOP, certificateId: old, successorId: successor };
    const outcome = await cloud.run("rotateCertificate", input);
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "rotateCertificate",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [coded("no-quota-for-successor", { loadBalancerId: "alb-demo" })],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("of the default certificate needs no place", async () => {
    await fill([PARTNER]);
    const { expiring, successor } = cloud.seed;
    const input = { listenerId: SHOP, certificateId: expiring.id, successorId: successor.id };
    expect((await cloud.run("rotateCertificate", input)).verdict).toMatchObject({ state: "verified" });
  });
});

describe("what does not fit is refused before anything is written", () => {
  test("sixteen certificates more, of which ALB's own dry run would see fifteen", async () => {
    const certificateIds = await place(numbered(16));
    await fill([PARTNER], 10);
    const outcome = await cloud.run("addCertificates", { listenerId: SHOP, certificateIds });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "addCertificates",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [coded("certificates-over-quota", { loadBalancerId: "alb-demo", needed: 26, allowed: 25 })],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("a copy with certificates for which there is no quota", async () => {
    await fill([PARTNER]);
    const outcome = await cloud.run("copyListener", { listenerId: SHOP, listenerPort: 9443 });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "copyListener",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [coded("certificates-over-quota", { loadBalancerId: "alb-demo", needed: 26, allowed: 25 })],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("a listener that is to be made again with certificates for which there is no quota by now", async () => {
    await fill([PARTNER]);
    const snapshot = {
      LoadBalancerId: "alb-demo",
      ListenerProtocol: "HTTPS",
      ListenerPort: 9443,
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
      ],
      Certificates: [{ CertificateId: "24664588-cn-hangzhou" }],
      AdditionalCertificates: [PARTNER],
    };
    const outcome = await cloud.run("restoreListener", { snapshot });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "restoreListener",
        resource: '{"ListenerPort":9443,"ListenerProtocol":"HTTPS","LoadBalancerId":"alb-demo"}',
        reasons: [coded("certificates-over-quota", { loadBalancerId: "alb-demo", needed: 26, allowed: 25 })],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("a promotion that needs a place for the former default", async () => {
    await fill([PARTNER]);
    const outcome = await cloud.run("promoteCertificate", { listenerId: SHOP, certificateId: PARTNER });
    expect(outcome.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "promoteCertificate",
        resource: "lsn-demo4u54y73wq7b",
        reasons: [coded("certificates-over-quota", { loadBalancerId: "alb-demo", needed: 26, allowed: 25 })],
      }),
    );
    expect(writesOf(cloud)).toEqual([]);
  });
});

longGroup("where the quota was raised to 150", () => {
  let raised: SimulatedCloud;
  beforeAll(async () => {
    raised = await startSimulatedCloud({ quotas: { additionalCertificates: { basic: 10, standard: 150 } } });
  });
  beforeEach(() => raised.reset());
  afterAll(() => raised.close());

  test("forty certificates are added by fifteen, fifteen and ten", async () => {
    const certificateIds = await place(numbered(40), raised);
    const input = { listenerId: SHOP, certificateIds, certificateQuota: 150 };
    const plan = await planOf(raised, "addCertificates", input);
    expect(plan.steps.map(({ params }) => (params.certificateIds as string[]).length)).toEqual([15, 15, 10]);
    const outcome = await raised.run("addCertificates", input);
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(writesOf(raised)).toEqual([ASSOCIATE, ASSOCIATE, ASSOCIATE]);
    expect((await raised.bound()).slice(2)).toEqual(certificateIds);
  });

  inWholeSuite(() => {
    test("a failure in the third of them takes all forty back, and leaves the others", async () => {
      const certificateIds = await place(numbered(40), raised);
      const run = raised.run("addCertificates", { listenerId: SHOP, certificateIds, certificateQuota: 150 });
      const unsubscribe = raised.calls.subscribe(() => {
        if (writesOf(raised).length !== 2) return;
        unsubscribe();
        const fault = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
        raised.faults.add({ service: "alb", action: "AssociateAdditionalCertificatesWithListener", fault });
      });
      expect(await run).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
      expect(await raised.bound()).toEqual(["24664588-cn-hangzhou", PARTNER]);
    });
  });

  inWholeSuite(() => {
    test("nothing is missed beyond the first page of a hundred certificates", async () => {
      const ids = await place(numbered(119), raised);
      await changeRow(raised, "listeners", SHOP, { AdditionalCertificates: relations([PARTNER, ...ids]) });
      const last = ids[118] ?? "";
      const removal = { listenerId: SHOP, certificateIds: [last] };
      const refused = await raised.run("removeCertificates", removal, "refused");
      expect(refused.verdict?.reason).toEqual(
        coded("operation-refused", {
          operation: "removeCertificates",
          resource: "lsn-demo4u54y73wq7b",
          reasons: [coded("names-left-uncovered", { names: ["n118.example.org"] })],
        }),
      );
      const input = { ...removal, allowUncoveredNames: ["n118.example.org"] };
      const outcome = await raised.run("removeCertificates", input);
      expect(outcome.verdict).toMatchObject({ state: "verified" });
      expect(outcome.verdict?.reason).toEqual(
        coded("verified", {
          resource: "lsn-demo4u54y73wq7b",
          passed: 123,
          at: expect.any(Number),
          causes: [],
          more: 0,
        }),
      );
      expect(await raised.bound()).toHaveLength(120);
      const calls = raised.calls.recent({ action: "ListListenerCertificates", resource: SHOP });
      expect(calls.length).toBeGreaterThan(1);
    });
  });
});

inWholeSuite(() => {
  test("nothing is missed beyond the first page of a hundred listeners", async () => {
    const DefaultActions = [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }];
    await cloud.seedWith({
      loadBalancers: [{ LoadBalancerId: "alb-many" }],
      listeners: Array.from({ length: 110 }, (_, index) => ({
        ListenerId: `lsn-many${index}`,
        LoadBalancerId: "alb-many",
        ListenerProtocol: "QUIC" as const,
        ListenerPort: 1_000 + index,
        DefaultActions,
        Certificates: [{ CertificateId: "25200100-cn-hangzhou" }],
      })),
    });
    const answer = await cloud.fc.invoke({
      functionName: "albflow-listListeners",
      body: "{}",
      identity: { accountId: cloud.accountId, accessKeyId: "local" },
    });
    const reported = answer.body.toString("utf8");
    for (const index of [0, 50, 99, 100, 109]) expect(reported).toContain(`"lsn-many${index}"`);
    expect(reported.match(/"lsn-many\d+"/g)).toHaveLength(110);
  });
});

longTest("a certificate that the certificate service has lost keeps nobody from changing its listener", async () => {
  const lost = await placeCertificate(cloud, { names: ["lost.example.org"], certId: 70000001 });
  await cloud.run("addCertificates", { listenerId: SHOP, certificateIds: [lost] }, "added");
  const state = structuredClone(cloud.cas.exportState());
  for (const row of state.certificates) row.Deleted = row.CertId === 70000001;
  cloud.cas.importState(state);
  const changed = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 });
  expect(changed).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
  const other = await cloud.run("removeCertificates", {
    listenerId: SHOP,
    certificateIds: [PARTNER],
    allowUncoveredNames: ["partner.example.net"],
  });
  expect(other.verdict).toMatchObject({ state: "verified" });
  const itself = await cloud.run("removeCertificates", { listenerId: SHOP, certificateIds: [lost] }, "itself");
  expect(itself.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "removeCertificates",
      resource: "lsn-demo4u54y73wq7b",
      reasons: [coded("names-unknown", { certificateId: "70000001-cn-hangzhou" })],
    }),
  );
  const given = { listenerId: SHOP, certificateIds: [lost], allowUncoveredNames: ["lost.example.org"] };
  expect((await cloud.run("removeCertificates", given, "given")).verdict).toMatchObject({ state: "verified" });
});

longTest("ids carry the region of their certificate service, wherever the listener is", async () => {
  const abroad = await startSimulatedCloud({ region: "ap-southeast-3" });
  const { expiring, successor, bystander } = abroad.seed;
  expect([expiring.id, successor.id, bystander.id]).toEqual([
    "24664588-ap-southeast-1",
    "25113402-ap-southeast-1",
    "24870011-ap-southeast-1",
  ]);
  const rotation = { listenerId: SHOP, certificateId: expiring.id, successorId: successor.id };
  const rotated = await abroad.run("rotateCertificate", rotation);
  const promoted = await abroad.run("promoteCertificate", { listenerId: SHOP, certificateId: bystander.id });
  const bound = await abroad.bound();
  await abroad.close();
  expect([rotated, promoted].map(({ verdict }) => verdict?.state)).toEqual(["verified", "verified"]);
  expect(bound).toEqual([
    expect.stringMatching(/^\d{8}-ap-southeast-1$/),
    expect.stringMatching(/^\d{8}-ap-southeast-1$/),
  ]);
});
