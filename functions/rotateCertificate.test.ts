import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeCertificate } from "../local/certificates/makeCertificate.ts";
import { seedAuthority } from "../local/seed/certificateMaker.ts";
import { storyOf } from "../shared/core/verdict.ts";
import { coded } from "../test/support/coded.ts";
import { inWholeSuite } from "../test/support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../test/support/simulatedCloud.ts";

let cloud: SimulatedCloud;
const rotation = () => ({
  listenerId: cloud.seed.listenerId,
  certificateId: cloud.seed.expiring.id,
  successorId: cloud.seed.successor.id,
});

describe("a certificate that expires in 7 days", () => {
  beforeAll(async () => {
    cloud = await startSimulatedCloud();
  });
  beforeEach(() => cloud.reset());
  afterAll(() => cloud.close());

  test("is found by the timer and replaced by its successor; the other certificate stays", async () => {
    const report = await cloud.renew();
    expect(report).toMatchObject({ listeners: 3, bindings: 4, due: 1, notRenewable: [], left: 0, unavailable: [] });
    expect(report.rotations).toMatchObject([{ isCanary: true, outcome: "succeeded", reason: null }]);
    const outcome = await cloud.finish("rotateCertificate", report.rotations[0]?.execution ?? "");
    expect(outcome).toMatchObject({ status: "Succeeded", transitions: 8 });
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(await cloud.bound()).toEqual([cloud.seed.successor.id, cloud.seed.bystander.id]);
    expect(outcome.verdict?.seen.map(({ problem }) => problem)).toEqual([null, null, null, null, null]);
  });

  test("is rotated once however often the timer fires", async () => {
    const [first, again] = await Promise.all([cloud.renew(), cloud.renew()]);
    expect(again).toEqual(first);
    expect(first.rotations).toHaveLength(1);
    expect((await cloud.renew()).rotations).toEqual([]);
    const writes = cloud.calls.recent({ action: "UpdateListenerAttribute" }).filter(({ code }) => code === undefined);
    expect(writes).toHaveLength(1);
  });

  inWholeSuite(() => {
    test("is tried again by a later timer when its rotation was undone, and the report says why", async () => {
      const lag = cloud.faults.add({
        service: "alb",
        action: "UpdateListenerAttribute",
        fault: { kind: "lag", ms: 3_600_000 },
      });
      const first = (await cloud.renew()).rotations[0];
      expect(first).toMatchObject({
        outcome: "failed",
        reason: { code: "several", params: { parts: [{ code: "verification-failed" }, { code: "rolled-back" }] } },
      });
      expect(await cloud.finish("rotateCertificate", first?.execution ?? "")).toMatchObject({
        verdict: { state: "rolledBack" },
      });
      cloud.faults.clear(lag);
      expect(await cloud.bound()).toEqual([cloud.seed.expiring.id, cloud.seed.bystander.id]);
      // What clients have seen go wrong is left alone by the next hours' timers; in the last week each day is another try.
      const started = () => [
        ...(cloud.cloudFlow.state.flows.get("albflow-rotateCertificate")?.executions.keys() ?? []),
      ];
      await cloud.clock.advance(22 * 3_600_000);
      expect(started()).toEqual([first?.execution]);
      expect((await cloud.renew()).held).toMatchObject([
        {
          execution: first?.execution,
          reason: { code: "rotation-failed", params: { isRefused: false, again: expect.any(Number) } },
        },
      ]);
      await cloud.clock.advance(4 * 3_600_000);
      expect(await cloud.bound()).toEqual([cloud.seed.successor.id, cloud.seed.bystander.id]);
      const [one, another, ...more] = started();
      expect(one).toBe(first?.execution);
      expect(another).toMatch(/^renew-lsn-demo4u54y73wq7b-24664588-25113402-\d{10}-[0-9a-f]{8}$/);
      expect(more).toEqual([]);
    });
  });

  test("is rotated as an additional certificate by adding first, then verifying, then removing", async () => {
    const { listenerId, expiring, bystander } = cloud.seed;
    const another = await place(["api.example.org"], 40);
    const follower = await place(["api.example.org", "api2.example.org"], 80);
    const root = { accountId: cloud.accountId, accessKeyId: "local" };
    await cloud.alb.call(root, "AssociateAdditionalCertificatesWithListener", {
      ListenerId: listenerId,
      Certificates: [{ CertificateId: another }],
    });
    await cloud.clock.advance(2_000);
    const outcome = await cloud.run("rotateCertificate", { listenerId, certificateId: another, successorId: follower });
    expect(outcome.verdict).toMatchObject({ state: "verified", step: 1 });
    expect(await cloud.bound()).toEqual([expiring.id, bystander.id, follower]);
    const actions = cloud.calls.recent({ service: "alb" }).filter(({ code }) => code === undefined);
    expect(actions.map(({ action }) => action).filter((action) => /^(Ass|Diss|Update)/.test(action))).toEqual([
      "AssociateAdditionalCertificatesWithListener",
      "AssociateAdditionalCertificatesWithListener",
      "DissociateAdditionalCertificatesFromListener",
    ]);
  });

  test("goes back to what it was when clients go on being served the old one", async () => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "lag", ms: 86_400_000 } });
    const outcome = await cloud.run("rotateCertificate", rotation());
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
    const { listenerId, expiring, successor } = cloud.seed;
    expect(outcome.verdict && storyOf(outcome.verdict)).toEqual([
      {
        code: "verification-failed",
        params: {
          resource: listenerId,
          differing: 3,
          total: 5,
          problem: {
            code: "wrong-certificate",
            params: {
              serverName: null,
              key: null,
              serial: expiring.serial,
              names: ["shop.example.com", "www.shop.example.com"],
              notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
              expected: { code: "value-serial", params: { serial: successor.serial } },
            },
          },
        },
      },
      { code: "rolled-back", params: { resource: listenerId, kept: [], keptName: null, newId: null } },
    ]);
    expect(await cloud.bound()).toEqual([cloud.seed.expiring.id, cloud.seed.bystander.id]);
  });

  test("waits for a listener that somebody else is changing", async () => {
    const root = { accountId: cloud.accountId, accessKeyId: "local" };
    const { listenerId } = cloud.seed;
    await cloud.alb.call(root, "UpdateListenerAttribute", { ListenerId: listenerId, IdleTimeout: 30 });
    const outcome = await cloud.run("rotateCertificate", rotation());
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    expect(outcome.verdict?.plan?.changes.map(({ field }) => field)).toEqual(["Certificates"]);
  });

  test.each([
    ["is throttled", { kind: "throttle" }],
    ["fails before it takes effect", { kind: "error", when: "before" }],
    ["takes effect, but its answer is lost", { kind: "error", when: "after" }],
    ["takes effect, but the connection breaks", { kind: "reset", when: "after" }],
  ] as const)("is rotated with one effect when the write %s", async (_, fault) => {
    const outcome = cloud.run("rotateCertificate", rotation());
    // One for the dry run, one for the write itself.
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 2 });
    expect((await outcome).verdict).toMatchObject({ state: "verified" });
    expect(await cloud.bound()).toEqual([cloud.seed.successor.id, cloud.seed.bystander.id]);
  });

  test("goes back when ALB's job fails", async () => {
    const fault = { kind: "failJob", code: "SystemBusy", message: "System is busy, please try again later." } as const;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault });
    const outcome = await cloud.run("rotateCertificate", rotation());
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
    expect(outcome.verdict?.cause).toMatchObject({
      code: "job-failed",
      params: {
        jobId: expect.stringMatching(/^[0-9A-Fa-f-]+$/),
        cloudCode: "SystemBusy",
        message: fault.message,
      },
    });
    expect(await cloud.bound()).toEqual([cloud.seed.expiring.id, cloud.seed.bystander.id]);
  });

  test("is left alone when the successor drops a name, is not later, or is not there, with every reason", async () => {
    const { expiring } = cloud.seed;
    const narrow = await place(["shop.example.com"], 3);
    const input = { ...rotation(), successorId: narrow };
    const outcome = await cloud.run("rotateCertificate", input);
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      refusedFor(
        coded("successor-lacks-names", {
          successorId: narrow,
          certificateId: expiring.id,
          names: ["www.shop.example.com"],
        }),
        coded("successor-not-later", { successorId: narrow, certificateId: expiring.id }),
      ),
    );
    const missing = await cloud.run("rotateCertificate", { ...rotation(), successorId: "99-cn-hangzhou" }, "missing");
    expect(missing.verdict).toMatchObject({ state: "refused" });
    expect(cloud.calls.recent({ action: "UpdateListenerAttribute" })).toEqual([]);
  });

  test("is replaced by a certificate that is already additional, unless that one serves a name alone", async () => {
    const { listenerId, expiring, successor, bystander } = cloud.seed;
    const wider = await place(["shop.example.com", "www.shop.example.com", "new.shop.example.com"], 80);
    await cloud.run("addCertificates", { listenerId, certificateIds: [successor.id, wider] });
    const alone = await cloud.run("rotateCertificate", { ...rotation(), successorId: wider }, "alone");
    expect(alone.verdict?.reason).toEqual(
      refusedFor(coded("successor-serves-alone", { successorId: wider, names: ["new.shop.example.com"] })),
    );
    const outcome = await cloud.run("rotateCertificate", rotation());
    expect(outcome.verdict).toMatchObject({ state: "verified", step: 1 });
    expect(await cloud.bound()).toEqual([successor.id, bystander.id, wider]);
    expect(expiring.id).not.toBe(successor.id);
  });

  test("is not touched for an input that makes no sense, and the answer names the field", async () => {
    const outcome = await cloud.run("rotateCertificate", { listenerId: "x", certificateId: 7, extra: true });
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", plan: null } });
    expect(outcome.verdict?.reason).toEqual({
      code: "input-invalid",
      params: {
        problems: [
          { field: "listenerId", problem: coded("must-be-listener-id") },
          { field: "certificateId", problem: coded("value-of-other-type", { type: "string" }) },
          { field: "successorId", problem: coded("value-missing") },
          { field: "extra", problem: coded("value-unknown") },
        ],
      },
    });
  });

  const refusedFor = (...reasons: object[]) => ({
    code: "operation-refused",
    params: {
      operation: "rotateCertificate",
      resource: cloud.seed.listenerId,
      reasons,
    },
  });

  async function place(names: string[], daysLeft: number): Promise<string> {
    const now = cloud.clock.now();
    const made = await makeCertificate({
      names,
      issuer: await seedAuthority(now),
      notBefore: new Date(now - 86_400_000),
      notAfter: new Date(now + daysLeft * 86_400_000),
    });
    return cloud.cas.putCertificate({ name: `${names[0]}-${daysLeft}`, ...made });
  }
});

test("a certificate without a successor is reported with its days left, and nothing is started", async () => {
  cloud = await startSimulatedCloud({ withSuccessor: false });
  const report = await cloud.renew();
  await cloud.close();
  expect(report.rotations).toEqual([]);
  expect(report.notRenewable).toEqual([
    {
      region: "cn-hangzhou",
      listenerId: "lsn-demo4u54y73wq7b",
      certificateId: cloud.seed.expiring.id,
      names: ["shop.example.com", "www.shop.example.com"],
      daysLeft: 7,
      reason: {
        code: "no-successor",
        params: { names: ["shop.example.com", "www.shop.example.com"], notTaken: [], more: 0 },
      },
      execution: "",
      needsPeople: true,
      isNew: true,
    },
  ]);
});
