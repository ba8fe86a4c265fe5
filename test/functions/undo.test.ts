import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explain } from "../../shared/core/verdict.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { placeCertificate } from "./support/placeCertificate.ts";
import { writesOf } from "./support/writesOf.ts";

const SHOP = "lsn-demo4u54y73wq7b";
const API = "25113407-cn-hangzhou";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const listenerOf = (ListenerId: string) => cloud.alb.call(root(), "GetListenerAttribute", { ListenerId });
/** Somebody else's change, waited for. */
async function elsewhere(action: string, parameters: object): Promise<void> {
  await cloud.alb.call(root(), action, { ...parameters });
  await cloud.clock.advance(2_000);
}

describe("an undo takes back what its execution changed, and nothing else", () => {
  test("of settings", async () => {
    await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 30, gzipEnabled: false }, "done");
    await elsewhere("UpdateListenerAttribute", { ListenerId: SHOP, RequestTimeout: 90, GzipEnabled: false });
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(outcome.verdict?.plan?.changes).toEqual([
      { field: "IdleTimeout", before: 30, after: 15 },
      { field: "GzipEnabled", before: false, after: true },
    ]);
    expect(outcome.verdict?.plan?.effect).toBe("takes done back");
    expect(await listenerOf(SHOP)).toMatchObject({ IdleTimeout: 15, GzipEnabled: true, RequestTimeout: 90 });
  });

  test("of certificates: those that others have added since stay, those that they have removed stay away", async () => {
    const [mine, others] = [API, await placeCertificate(cloud, { names: ["others.example.com"], certId: 70000001 })];
    const also = await placeCertificate(cloud, { names: ["also.example.com"], certId: 70000002 });
    await cloud.run("addCertificates", { listenerId: SHOP, certificateIds: [mine, also] }, "done");
    const Certificates = (id: string) => ({ ListenerId: SHOP, Certificates: [{ CertificateId: id }] });
    await elsewhere("AssociateAdditionalCertificatesWithListener", Certificates(others));
    await elsewhere("DissociateAdditionalCertificatesFromListener", Certificates(also));
    const outcome = await cloud.run("addCertificates", { undo: "done" }, "back");
    expect(outcome.verdict?.plan?.steps).toEqual(["dissociate 25113407-cn-hangzhou from lsn-demo4u54y73wq7b"]);
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou", "70000001-cn-hangzhou"]);
  });

  test("but for a name where there was none, which is told before: no call empties one", async () => {
    const done = await cloud.run(
      "modifyListener",
      { listenerId: "lsn-basic", listenerDescription: "shop", idleTimeout: 30 },
      "done",
    );
    expect(done.verdict?.plan?.effect).toContain("its name can be changed afterwards, and never be empty again");
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await listenerOf("lsn-basic")).toMatchObject({ ListenerDescription: "shop", IdleTimeout: 15 });
  });

  test("and is nothing to do when somebody has taken it back already", async () => {
    await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 30 }, "done");
    await elsewhere("UpdateListenerAttribute", { ListenerId: SHOP, IdleTimeout: 15 });
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "unchanged" } });
    expect(outcome.verdict?.message).toBe("lsn-demo4u54y73wq7b already is as it was before done.");
  });

  test("and can be taken back itself", async () => {
    await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 30 }, "done");
    await cloud.run("modifyListener", { undo: "done" }, "back");
    const outcome = await cloud.run("modifyListener", { undo: "back" }, "forth");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await listenerOf(SHOP)).toMatchObject({ IdleTimeout: 30 });
    await cloud.run("modifyListener", { undo: "forth" }, "back-again");
    expect(await listenerOf(SHOP)).toMatchObject({ IdleTimeout: 15 });
  });

  test("of a stop without asking anybody, as it restores traffic", async () => {
    await cloud.run("stopListener", { listenerId: "lsn-plain" }, "done");
    const outcome = await cloud.run("stopListener", { undo: "done" }, "back");
    expect(outcome.verdict).toMatchObject({ state: "verified", votes: [], plan: { needsApproval: false } });
    expect(writesOf(cloud)).toEqual(["StopListener lsn-plain", "StartListener lsn-plain"]);
  });

  test.each([
    ["a start", "startListener", { listenerId: "lsn-stopped" }],
    ["the end of mutual authentication", "disableMutualAuth", { listenerId: "lsn-mutual" }],
    ["a copy", "copyListener", { listenerId: "lsn-plain", listenerPort: 8090, start: true }],
  ])("of %s only after somebody has agreed, as it interrupts traffic", async (_, operation, input) => {
    const done = await cloud.run(operation, input, "done");
    expect(done.verdict?.message).toContain("found everything as configured");
    const before = writesOf(cloud);
    await cloud.start(operation, { undo: "done", requestedBy: "grace" }, "back");
    await cloud.clock.advance(60_000);
    expect(writesOf(cloud)).toEqual(before);
    await cloud.answer(operation, "back", ({ execution, verdict }) => {
      expect(verdict.plan).toMatchObject({
        impacts: ["interrupts traffic"],
        effect: "takes done back, which interrupts traffic",
        needsApproval: true,
      });
      return cloud.agreement({ execution, verdict });
    });
    const outcome = await cloud.finish(operation, "back");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
  });

  test("of a deleted listener, which comes back under another id", async () => {
    await cloud.run("deleteListener", { listenerId: "lsn-ruled" }, "done");
    const outcome = await cloud.run("deleteListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(outcome.verdict?.plan).toMatchObject({ impacts: ["no interruption"], needsApproval: false });
    expect(outcome.verdict?.plan?.steps).toEqual([
      "make an empty server group, which answers 503 until the listener is whole",
      "make a listener for HTTP on port 8081 of alb-demo",
      "stop the new listener",
      "update DefaultActions of the new listener",
      "make 2 rules on the new listener",
      "start the new listener",
      "delete the empty server group",
    ]);
  });
});

describe("an undo is refused", () => {
  test("of an execution that still runs", async () => {
    await cloud.start("stopListener", { listenerId: "lsn-plain" }, "asking");
    await cloud.clock.advance(5_000);
    const outcome = await cloud.run("stopListener", { undo: "asking" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.message).toBe("stopListener is refused: asking still runs; stop it, or wait for its end.");
  });

  test("of an execution that nobody knows", async () => {
    const outcome = await cloud.run("stopListener", { undo: "nobody" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.message).toBe("stopListener is refused: there is no execution nobody of stopListener.");
  });

  test.each([
    ["was refused", "startListener", { listenerId: "lsn-nobody" }],
    ["had nothing to do", "startListener", { listenerId: "lsn-plain" }],
  ])("of an execution that %s", async (_, operation, input) => {
    await cloud.run(operation, input, "nothing");
    const outcome = await cloud.run(operation, { undo: "nothing" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.message).toBe(
      "startListener is refused: nothing has changed nothing that could be taken back.",
    );
    expect(writesOf(cloud)).toEqual([]);
  });

  test("of an execution that was taken back when it failed", async () => {
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      fault: { kind: "failJob", code: "SystemBusy", message: "System is busy." },
    });
    const failed = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 30 }, "failed");
    expect(failed.verdict).toMatchObject({ state: "rolledBack" });
    const outcome = await cloud.run("modifyListener", { undo: "failed" }, "back");
    expect(outcome.verdict?.message).toBe(
      "modifyListener is refused: failed has changed nothing that could be taken back.",
    );
  });
});

describe("what cannot be taken back", () => {
  test("says exactly what is where and what to do, and can be taken back when the cause is gone", async () => {
    // Clients go on being served the old certificate, and the way back is closed.
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      fault: { kind: "lag", ms: 86_400_000 },
      count: 2,
    });
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      fault: { kind: "refuse", status: 400, code: "OperationDenied.Sunday", message: "Not on a Sunday." },
    });
    const { listenerId, expiring, successor } = cloud.seed;
    const input = { listenerId, certificateId: expiring.id, successorId: successor.id };
    const outcome = await cloud.run("rotateCertificate", input, "stuck");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "failed" } });
    const story = (outcome.verdict && explain(outcome.verdict))
      ?.replaceAll(/serial [0-9A-F]+/g, "serial S")
      .replace(/\d{4}-\d\d-\d\d/, "DATE");
    expect(story).toBe(
      'Verification failed on lsn-demo4u54y73wq7b: clients that send no name are served the certificate with serial S (shop.example.com, www.shop.example.com; expires DATE) instead of serial S. Going back failed too: the cloud refused to make 24664588-cn-hangzhou the default certificate of lsn-demo4u54y73wq7b: alb UpdateListenerAttribute: OperationDenied.Sunday: Not on a Sunday. It is not as before: Certificates is [{"CertificateId":"25113402-cn-hangzhou"}] instead of [{"CertificateId":"24664588-cn-hangzhou"}]. Look at lsn-demo4u54y73wq7b and set it by hand to the snapshot in the plan of stuck, or run `albflow undo stuck` when the cause is gone.',
    );
    expect(await cloud.bound()).toEqual(["25113402-cn-hangzhou", "24870011-cn-hangzhou"]);
    cloud.faults.clear();
    const back = await cloud.run("rotateCertificate", { undo: "stuck" }, "back");
    expect(back).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou"]);
  });

  test("because its job fails each time is tried for five minutes, ever more slowly, and then left to a person", async () => {
    cloud.faults.add({
      service: "alb",
      action: "DissociateAdditionalCertificatesFromListener",
      fault: { kind: "failJob", code: "SystemBusy", message: "System is busy." },
    });
    const input = { listenerId: SHOP, certificateId: "24870011-cn-hangzhou" };
    const outcome = await cloud.run("promoteCertificate", input, "stuck");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "failed" } });
    const [, copy] = (await cloud.bound()).slice(1);
    expect(outcome.verdict?.cause).toMatch(/^ALB's job [0-9a-f-]+ failed: SystemBusy System is busy\.$/);
    expect(
      outcome.verdict?.message
        .replaceAll(copy ?? "", "COPY")
        .replace(/"CertificateId":"\d{8}-cn-hangzhou"/, "NEW")
        .replace(/\d{8}-cn-hangzhou \(copy/, "NEW (copy"),
    ).toBe(
      'Going back was not possible in time: the cloud has yet to dissociate COPY from lsn-demo4u54y73wq7b. It has made NEW (copy of 24870011-cn-hangzhou) and COPY (copy of 24664588-cn-hangzhou), and could not take that back. It is not as before: CertificateCopy of the new default is {"CopyOf":"24870011-cn-hangzhou",NEW} instead of null, CertificateCopy of the former default is {"CopyOf":"24664588-cn-hangzhou","CertificateId":"COPY"} instead of null, AdditionalCertificates is ["COPY"] instead of []. Look at lsn-demo4u54y73wq7b and set it by hand to the snapshot in the plan of stuck, or run `albflow undo stuck` when the cause is gone.',
    );
    const tried = writesOf(cloud).filter((write) => write.startsWith("Dissociate"));
    expect(tried.length).toBeGreaterThan(5);
    expect(tried.length).toBeLessThan(20);
    cloud.faults.clear();
    const back = await cloud.run("promoteCertificate", { undo: "stuck" }, "back");
    expect(back).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou"]);
  });
});
