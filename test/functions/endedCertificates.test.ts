import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
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
/** The day on which what ends in so many hours ends. */
const dayIn = (hours: number) => new Date(cloud.clock.now() + hours * HOUR).toISOString().slice(0, 10);
const plan = async (operation: string, input: object, name = "plan") => {
  const { verdict } = await cloud.run(operation, input, name);
  return { state: verdict?.state, reason: verdict?.reason, effect: verdict?.plan?.effect };
};

/** A refusal with one reason whose text is so. */
const refusedFor = (text: RegExp) => ({
  params: { reasons: [coded("text", { text: expect.stringMatching(text) })] },
});
const EXPIRED = refusedFor(/^71000001-cn-hangzhou \(own\.example\.com\) expired on /);

/** A listener whose default certificate ends in so many hours, and on which day. */
async function ownListener(hours: number): Promise<{ ListenerId: string; id: string; end: string }> {
  const end = dayIn(hours);
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
  return { ListenerId, id, end };
}

describe("a certificate that has ended", () => {
  test("is not brought back by an undo", async () => {
    const { ListenerId, id, end } = await ownListener(1);
    const successorId = await placeCertificate(cloud, { names: ["own.example.com"], certId: 71000002 });
    const input = { listenerId: ListenerId, certificateId: id, successorId };
    expect(await plan("rotateCertificate", input, "done")).toMatchObject({ state: "verified" });
    await cloud.clock.advance(HOUR);
    const before = writesOf(cloud);
    const { state, reason } = await plan("rotateCertificate", { undo: "done" });
    expect(state).toBe("refused");
    expect(reason).toEqual(
      coded("undo-refused", {
        reasons: [
          coded("text", {
            text: `71000001-cn-hangzhou (own.example.com) expired on ${end}, and clients would be turned away`,
          }),
        ],
      }),
    );
    expect(writesOf(cloud)).toEqual(before);
  });

  test("is not started with; it can be replaced while its listener is stopped, and started then", async () => {
    const { ListenerId, id, end } = await ownListener(1);
    await cloud.run("stopListener", { listenerId: ListenerId }, "stop");
    await cloud.clock.advance(HOUR);
    const refused = await plan("startListener", { listenerId: ListenerId });
    expect(refused.state).toBe("refused");
    expect(refused.reason).toEqual(
      coded("operation-refused", {
        operation: "startListener",
        resource: ListenerId,
        reasons: [
          coded("text", {
            text: `71000001-cn-hangzhou (own.example.com) expired on ${end}, and clients would be turned away; replace it first: rotateCertificate does so while it is stopped, with verification.acceptUnreachable`,
          }),
        ],
      }),
    );
    const undone = await plan("stopListener", { undo: "stop" }, "unstop");
    expect(undone).toMatchObject({ state: "refused" });
    const successorId = await placeCertificate(cloud, { names: ["own.example.com"], certId: 71000002 });
    const input = { listenerId: ListenerId, certificateId: id, successorId };
    expect((await plan("rotateCertificate", input, "unseen")).reason).toMatchObject(
      refusedFor(
        /^it is stopped, so its configuration alone could be verified, and the wire when it starts; verification\.acceptUnreachable accepts that$/,
      ),
    );
    const rotated = await plan("rotateCertificate", { ...input, verification: { acceptUnreachable: true } }, "rotate");
    expect(rotated.state).toBe("verified");
    expect(rotated.reason).toMatchObject({
      code: "verified",
      params: { causes: [coded("listener-stopped-unprobed")] },
    });
    expect(await plan("startListener", { listenerId: ListenerId }, "start")).toMatchObject({ state: "verified" });
  });

  test("is not copied into service, and said where the copy is made stopped", async () => {
    const { ListenerId, end } = await ownListener(1);
    await cloud.clock.advance(HOUR);
    const input = { listenerId: ListenerId, listenerPort: 9445, verification: { acceptUnreachable: true } };
    expect(await plan("copyListener", { ...input, start: true })).toMatchObject({
      state: "refused",
      reason: EXPIRED,
    });
    expect((await plan("copyListener", input, "stopped")).effect).toContainEqual(
      coded("text", {
        text: `71000001-cn-hangzhou (own.example.com) expired on ${end}: whoever is served it turns away`,
      }),
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

test("a certificate that ends soon is said in the plan of a start, a copy and an undo", async () => {
  const { ListenerId, end } = await ownListener(120);
  const sentence = `71000001-cn-hangzhou (own.example.com) ends in 4 days, on ${end}`;
  await cloud.run("stopListener", { listenerId: ListenerId }, "stop");
  expect((await plan("startListener", { listenerId: ListenerId }, "start")).effect).toContainEqual(
    coded("text", { text: sentence }),
  );
  expect((await plan("startListener", { undo: "start" }, "back")).effect).not.toContainEqual(
    coded("text", { text: sentence }),
  );
  expect((await plan("stopListener", { undo: "stop" }, "unstop")).effect).toContainEqual(
    coded("text", { text: sentence }),
  );
  const copy = { listenerId: ListenerId, listenerPort: 9445, start: true };
  expect((await plan("copyListener", copy, "copy")).effect).toContainEqual(coded("text", { text: sentence }));
});

describe("a client CA of the private CA service", () => {
  beforeEach(async () => {
    await cloud.seedWith({ caCertificates: [{ name: "short", identifier: "short-ca", expiresIn: "73h" }] });
  });

  test("that ends soon is said where it is put in, started and brought back with", async () => {
    const sentence = `the CA certificate short-ca (short) ends in 3 days, on ${dayIn(73)}: no client is let in from then on`;
    const input = { listenerId: SHOP, caCertificateId: "short-ca" };
    expect((await plan("enableMutualAuth", input, "on")).effect).toContainEqual(coded("text", { text: sentence }));
    expect(
      (await plan("replaceCaCertificate", { listenerId: "lsn-mutual", caCertificateId: "short-ca" }, "replace")).effect,
    ).toContainEqual(coded("text", { text: sentence }));
    await cloud.run("disableMutualAuth", { listenerId: "lsn-mutual" }, "off");
    expect((await plan("disableMutualAuth", { undo: "off" }, "back")).effect).toContainEqual(
      coded("text", { text: sentence }),
    );
    await cloud.run("stopListener", { listenerId: "lsn-mutual" }, "stop");
    expect((await plan("startListener", { listenerId: "lsn-mutual" }, "start")).effect).toContainEqual(
      coded("text", { text: sentence }),
    );
  });

  test("that has ended is refused everywhere", async () => {
    await cloud.seedWith({ caCertificates: [{ name: "shorter", identifier: "shorter-ca", expiresIn: "1h" }] });
    await cloud.run("replaceCaCertificate", { listenerId: "lsn-mutual", caCertificateId: "shorter-ca" }, "replace");
    await cloud.run("disableMutualAuth", { listenerId: "lsn-mutual" }, "off");
    await cloud.clock.advance(HOUR);
    const expired = refusedFor(/^the CA certificate shorter-ca \(shorter\) expired on/);
    const input = { listenerId: SHOP, caCertificateId: "shorter-ca" };
    const refused = { state: "refused", reason: expired };
    // Its own rule says so, too: in the same words, which are said once.
    expect(await plan("enableMutualAuth", input, "on")).toMatchObject(refused);
    expect(await plan("disableMutualAuth", { undo: "off" }, "back")).toMatchObject(refused);
  });
});
