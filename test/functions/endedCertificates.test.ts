import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longGroup, longTest } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { placeCertificate } from "./support/placeCertificate.ts";
import { writesOf } from "./support/writesOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const HOUR = 3_600_000;
const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const plan = async (operation: string, input: object, name = "plan") => {
  const { verdict } = await cloud.run(operation, input, name);
  return { state: verdict?.state, reason: verdict?.reason, effect: verdict?.plan?.effect };
};

/** A refusal for this one reason. */
const refusedFor = (code: string, params: object = {}) => ({
  params: { reasons: [{ code, params: expect.objectContaining(params) }] },
});
const OWN = { certificateId: "71000001-cn-hangzhou", name: "own.example.com", notAfter: expect.any(Number) };
const EXPIRED = refusedFor("certificate-ended", OWN);

/** A listener whose default certificate ends in so many hours. */
async function ownListener(hours: number): Promise<{ ListenerId: string; id: string }> {
  const wanted = { names: ["own.example.com"], daysLeft: hours / 24, daysOld: 60, certId: 71000001 };
  const id = await placeCertificate(cloud, wanted);
  const { ListenerId } = (await cloud.alb.call(root(), "CreateListener", {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTPS",
    ListenerPort: 9444,
    Certificates: [{ CertificateId: id }],
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
    ],
  })) as { ListenerId: string };
  await cloud.clock.advance(2_000);
  return { ListenerId, id };
}

longGroup("a certificate that has ended", () => {
  inWholeSuite(() => {
    test("is not brought back by an undo", async () => {
      const { ListenerId, id } = await ownListener(1);
      const successorId = await placeCertificate(cloud, { names: ["own.example.com"], certId: 71000002 });
      const input = { listenerId: ListenerId, certificateId: id, successorId };
      expect(await plan("rotateCertificate", input, "done")).toMatchObject({ state: "verified" });
      await cloud.clock.advance(HOUR);
      const before = writesOf(cloud);
      const { state, reason } = await plan("rotateCertificate", { undo: "done" });
      expect(state).toBe("refused");
      expect(reason).toEqual(
        coded("undo-refused", {
          reasons: [coded("certificate-ended", { ...OWN, canBeReplaced: false })],
        }),
      );
      expect(writesOf(cloud)).toEqual(before);
    });
  });

  test("is not started with; it can be replaced while its listener is stopped, and started then", async () => {
    const { ListenerId, id } = await ownListener(1);
    await cloud.run("stopListener", { listenerId: ListenerId }, "stop");
    await cloud.clock.advance(HOUR);
    const refused = await plan("startListener", { listenerId: ListenerId });
    expect(refused.state).toBe("refused");
    expect(refused.reason).toEqual(
      coded("operation-refused", {
        operation: "startListener",
        resource: ListenerId,
        reasons: [coded("certificate-ended", { ...OWN, canBeReplaced: true })],
      }),
    );
    const undone = await plan("stopListener", { undo: "stop" }, "unstop");
    expect(undone).toMatchObject({ state: "refused" });
    const successorId = await placeCertificate(cloud, { names: ["own.example.com"], certId: 71000002 });
    const input = { listenerId: ListenerId, certificateId: id, successorId };
    const rotated = await plan("rotateCertificate", input, "rotate");
    expect(rotated.state).toBe("verified");
    expect(rotated.reason).toMatchObject({
      code: "verified",
      params: { causes: [coded("listener-stopped-unprobed")] },
    });
    expect(await plan("startListener", { listenerId: ListenerId }, "start")).toMatchObject({ state: "verified" });
  });

  inWholeSuite(() => {
    test("is not copied into service, and said where the copy is made stopped", async () => {
      const { ListenerId } = await ownListener(1);
      await cloud.clock.advance(HOUR);
      const input = { listenerId: ListenerId, listenerPort: 9445, verification: { acceptUnreachable: true } };
      expect(await plan("copyListener", { ...input, start: true })).toMatchObject({
        state: "refused",
        reason: EXPIRED,
      });
      expect((await plan("copyListener", input, "stopped")).effect).toContainEqual(
        coded("ended-certificate-served", OWN),
      );
    });

    test("does not come back with a listener that is made again", async () => {
      const { ListenerId } = await ownListener(1);
      await cloud.run("deleteListener", { listenerId: ListenerId }, "done");
      await cloud.clock.advance(HOUR);
      expect(await plan("deleteListener", { undo: "done" })).toMatchObject({
        state: "refused",
        reason: EXPIRED,
      });
      const snapshot = {
        LoadBalancerId: "alb-demo",
        ListenerProtocol: "HTTPS",
        ListenerPort: 9444,
        Certificates: [{ CertificateId: "71000001-cn-hangzhou" }],
        DefaultActions: [
          { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
        ],
      };
      expect(await plan("restoreListener", { snapshot }, "again")).toMatchObject({
        state: "refused",
        reason: EXPIRED,
      });
    });
  });
});

longTest("a certificate that ends soon is said in the plan of a start, a copy and an undo", async () => {
  const { ListenerId } = await ownListener(120);
  const ends = coded("certificate-ends-soon", { ...OWN, days: 4 });
  await cloud.run("stopListener", { listenerId: ListenerId }, "stop");
  expect((await plan("startListener", { listenerId: ListenerId }, "start")).effect).toContainEqual(ends);
  expect((await plan("startListener", { undo: "start" }, "back")).effect).not.toContainEqual(ends);
  expect((await plan("stopListener", { undo: "stop" }, "unstop")).effect).toContainEqual(ends);
  const copy = { listenerId: ListenerId, listenerPort: 9445, start: true };
  expect((await plan("copyListener", copy, "copy")).effect).toContainEqual(ends);
});

describe("a client CA of the private CA service", () => {
  beforeEach(async () => {
    await cloud.seedWith({ caCertificates: [{ name: "short", identifier: "short-ca", expiresIn: "73h" }] });
  });

  longTest("that ends soon is said where it is put in, started and brought back with", async () => {
    const ends = coded("client-ca-ends-soon", {
      certificateId: "short-ca",
      name: "short",
      notAfter: expect.any(Number),
      days: 3,
    });
    const input = { listenerId: SHOP, caCertificateId: "short-ca" };
    expect((await plan("enableMutualAuth", input, "on")).effect).toContainEqual(ends);
    expect(
      (await plan("replaceCaCertificate", { listenerId: "lsn-mutual", caCertificateId: "short-ca" }, "replace")).effect,
    ).toContainEqual(ends);
    await cloud.run("disableMutualAuth", { listenerId: "lsn-mutual" }, "off");
    expect((await plan("disableMutualAuth", { undo: "off" }, "back")).effect).toContainEqual(ends);
    await cloud.run("stopListener", { listenerId: "lsn-mutual" }, "stop");
    expect((await plan("startListener", { listenerId: "lsn-mutual" }, "start")).effect).toContainEqual(ends);
  });

  test("that has ended is refused everywhere", async () => {
    await cloud.seedWith({ caCertificates: [{ name: "shorter", identifier: "shorter-ca", expiresIn: "1h" }] });
    await cloud.run("replaceCaCertificate", { listenerId: "lsn-mutual", caCertificateId: "shorter-ca" }, "replace");
    await cloud.run("disableMutualAuth", { listenerId: "lsn-mutual" }, "off");
    await cloud.clock.advance(HOUR);
    const expired = refusedFor("client-ca-ended", { certificateId: "shorter-ca", name: "shorter" });
    const input = { listenerId: SHOP, caCertificateId: "shorter-ca" };
    const refused = { state: "refused", reason: expired };
    // Its own rule says so, too: in the same words, which are said once.
    expect(await plan("enableMutualAuth", input, "on")).toMatchObject(refused);
    expect(await plan("disableMutualAuth", { undo: "off" }, "back")).toMatchObject(refused);
  });
});
