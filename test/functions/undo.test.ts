import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storyOf } from "../../shared/core/verdict.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longGroup, sampled } from "../support/sampled.ts";
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
    expect(outcome.verdict?.plan?.effect).toEqual([coded("undoes-execution", { execution: "done" })]);
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
    expect(outcome.verdict?.plan?.steps).toEqual([
      coded("step-dissociate-certificates", {
        certificateIds: ["25113407-cn-hangzhou"],
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    ]);
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou", "70000001-cn-hangzhou"]);
  });

  test("but for a name where there was none, which is told before: no call empties one", async () => {
    const done = await cloud.run(
      "modifyListener",
      { listenerId: "lsn-basic", listenerDescription: "shop", idleTimeout: 30 },
      "done",
    );
    expect(done.verdict?.plan?.effect).toContainEqual(coded("name-stays"));
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await listenerOf("lsn-basic")).toMatchObject({ ListenerDescription: "shop", IdleTimeout: 15 });
  });

  test("but for a name that CreateListener takes and UpdateListenerAttribute refuses, which is told before", async () => {
    const made = await cloud.alb.call(root(), "CreateListener", {
      LoadBalancerId: "alb-demo",
      ListenerProtocol: "HTTP",
      ListenerPort: 8099,
      ListenerDescription: "made by hand",
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
      ],
    });
    const listenerId = (made as { ListenerId: string }).ListenerId;
    await cloud.clock.advance(60_000);
    const done = await cloud.run(
      "modifyListener",
      { listenerId, listenerDescription: "shop", idleTimeout: 30 },
      "done",
    );
    expect(done.verdict).toMatchObject({
      state: "verified",
      plan: { effect: expect.arrayContaining([coded("name-stays")]) },
    });
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await listenerOf(listenerId)).toMatchObject({ ListenerDescription: "shop", IdleTimeout: 15 });
  });

  test("and is nothing to do when somebody has taken it back already", async () => {
    await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 30 }, "done");
    await elsewhere("UpdateListenerAttribute", { ListenerId: SHOP, IdleTimeout: 15 });
    const outcome = await cloud.run("modifyListener", { undo: "done" }, "back");
    expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "unchanged" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("nothing-to-undo", { resource: "lsn-demo4u54y73wq7b", execution: "done" }),
    );
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

  test.each(
    sampled<[string, string, object]>(3, [
      ["a start", "startListener", { listenerId: "lsn-stopped" }],
      ["the end of mutual authentication", "disableMutualAuth", { listenerId: "lsn-mutual" }],
      ["a copy", "copyListener", { listenerId: "lsn-plain", listenerPort: 8090, start: true }],
    ]),
  )("of %s only after somebody has agreed, as it interrupts traffic", async (_, operation, input) => {
    const done = await cloud.run(operation, input, "done");
    expect(done.verdict?.reason).toMatchObject({ code: "verified", params: { causes: [], more: 0 } });
    const before = writesOf(cloud);
    await cloud.start(operation, { undo: "done", requestedBy: "grace" }, "back");
    await cloud.clock.advance(60_000);
    expect(writesOf(cloud)).toEqual(before);
    await cloud.answer(operation, "back", ({ execution, verdict }) => {
      expect(verdict.plan).toMatchObject({
        impacts: ["interrupts traffic"],
        effect: [coded("undoes-execution", { execution: "done" })],
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
      coded("step-create-closed-group"),
      coded("step-create-listener", { protocol: "HTTP", port: 8081, loadBalancerId: "alb-demo" }),
      coded("step-stop-listener", { listenerId: "@listener" }),
      coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "@listener" }),
      coded("step-create-rules", { count: 2, listenerId: "@listener" }),
      coded("step-start-listener", { listenerId: "@listener" }),
      coded("step-delete-server-group", { serverGroupId: "@closedGroup" }),
    ]);
  });
});

describe("an undo is refused", () => {
  test("of an execution that still runs", async () => {
    await cloud.start("stopListener", { listenerId: "lsn-plain" }, "asking");
    await cloud.clock.advance(5_000);
    const outcome = await cloud.run("stopListener", { undo: "asking" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(coded("undo-still-running", { execution: "asking" }));
  });

  test("of an execution that nobody knows", async () => {
    const outcome = await cloud.run("stopListener", { undo: "nobody" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("undo-not-found", { execution: "nobody", operation: "stopListener" }),
    );
  });

  test.each([
    ["was refused", "startListener", { listenerId: "lsn-nobody" }],
    ["had nothing to do", "startListener", { listenerId: "lsn-plain" }],
  ])("of an execution that %s", async (_, operation, input) => {
    await cloud.run(operation, input, "nothing");
    const outcome = await cloud.run(operation, { undo: "nothing" }, "back");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(coded("undo-changed-nothing", { execution: "nothing" }));
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
    expect(outcome.verdict?.reason).toEqual(coded("undo-changed-nothing", { execution: "failed" }));
  });
});

longGroup("what cannot be taken back", () => {
  test("says exactly what is where and what to do, and can be taken back when the cause is gone", async () => {
    // Clients go on being served the old certificate, and the rollback is closed.
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
    expect(outcome.verdict && storyOf(outcome.verdict)).toEqual([
      coded("verification-failed", {
        resource: "lsn-demo4u54y73wq7b",
        problem: coded("wrong-certificate", {
          serverName: null,
          key: null,
          serial: expiring.serial,
          names: ["shop.example.com", "www.shop.example.com"],
          notAfter: expect.stringMatching(/Z$/),
          expected: coded("value-serial", { serial: successor.serial }),
        }),
        differing: 3,
        total: 5,
      }),
      coded("rollback-step-refused", {
        step: coded("step-set-default-certificate", {
          certificateIds: ["24664588-cn-hangzhou"],
          listenerId: "lsn-demo4u54y73wq7b",
        }),
        cause: coded("cloud-error", {
          product: "alb",
          action: "UpdateListenerAttribute",
          cloudCode: "OperationDenied.Sunday",
          requestId: expect.any(String),
          message: "Not on a Sunday",
        }),
        left: [],
        differences: [
          {
            field: "Certificates",
            expected: [{ CertificateId: "24664588-cn-hangzhou" }],
            found: [{ CertificateId: "25113402-cn-hangzhou" }],
          },
        ],
        resource: "lsn-demo4u54y73wq7b",
        execution: "stuck",
      }),
    ]);
    expect(await cloud.bound()).toEqual(["25113402-cn-hangzhou", "24870011-cn-hangzhou"]);
    cloud.faults.clear();
    const back = await cloud.run("rotateCertificate", { undo: "stuck" }, "back");
    expect(back).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
    expect(await cloud.bound()).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou"]);
  });

  inWholeSuite(() => {
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
      expect(outcome.verdict?.cause).toEqual(
        coded("job-failed", { jobId: expect.any(String), cloudCode: "SystemBusy", message: "System is busy." }),
      );
      expect(outcome.verdict?.reason).toEqual(
        coded("rollback-timed-out", {
          step: coded("step-dissociate-certificates", { certificateIds: [copy], listenerId: "lsn-demo4u54y73wq7b" }),
          left: [
            coded("found-resource", {
              id: expect.stringMatching(/^\d{8}-cn-hangzhou$/),
              name: "",
              copyOf: "24870011-cn-hangzhou",
            }),
            coded("found-resource", { id: copy, name: "", copyOf: "24664588-cn-hangzhou" }),
          ],
          differences: [
            {
              field: "CertificateCopy of the new default",
              expected: null,
              found: { CopyOf: "24870011-cn-hangzhou", CertificateId: expect.stringMatching(/^\d{8}-cn-hangzhou$/) },
            },
            {
              field: "CertificateCopy of the former default",
              expected: null,
              found: { CopyOf: "24664588-cn-hangzhou", CertificateId: copy },
            },
            { field: "AdditionalCertificates", expected: [], found: [copy] },
          ],
          resource: "lsn-demo4u54y73wq7b",
          execution: "stuck",
        }),
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
});
