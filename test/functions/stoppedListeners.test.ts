import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";
import { planOf } from "./support/planOf.ts";

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

const stop = (listenerId: string, also: object = {}) =>
  changeRow(cloud, "listeners", listenerId, { ListenerStatus: "Stopped", ...also });
const rowOf = (listenerId: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === listenerId);
const run = async (operation: string, input: object, name = operation) =>
  (await cloud.run(operation, input, name)).verdict;

describe("a stopped listener is repaired before it starts", () => {
  test.each<[string, string, object, impacts: string[], object]>([
    ["another server group", "changeServerGroup", { serverGroupId: "sgp-next" }, ["no interruption"], {}],
    ["a successor", "rotateCertificate", { certificateId: DEFAULT, successorId: SUCCESSOR }, ["no interruption"], {}],
    ["another certificate", "addCertificates", { certificateIds: [API] }, ["no interruption"], {}],
    [
      "a TLS policy that turns clients away",
      "changeTlsPolicy",
      { securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" },
      ["no interruption"],
      { SecurityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" },
    ],
    ["mutual authentication", "enableMutualAuth", { caCertificateId: CA }, ["no interruption"], { CaEnabled: true }],
    ["tracing", "enableTracing", {}, ["no interruption"], {}],
    ["a time-out", "modifyListener", { idleTimeout: 21 }, ["no interruption"], { IdleTimeout: 21 }],
  ])("with %s: verified by its configuration now", async (_what, operation, input, impacts, changed) => {
    await stop(SHOP);
    const plan = await planOf(cloud, operation, { listenerId: SHOP, ...input });
    expect(plan).toMatchObject({ impacts, needsApproval: false, watch: { seconds: 0 } });
    expect(plan.effect).toContainEqual(coded("verified-when-started"));
    const verdict = await run(operation, { listenerId: SHOP, ...input });
    expect(verdict).toMatchObject({
      state: "verified",
      reason: { code: "verified", params: { passed: 2, causes: [coded("listener-stopped-unprobed")] } },
    });
    expect(rowOf(SHOP)).toMatchObject({ ListenerStatus: "Stopped", ...changed });
  });

  test("and what it was given is verified on the wire when it starts", async () => {
    await stop(SHOP);
    await run("changeTlsPolicy", { listenerId: SHOP, securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" });
    const started = await run("startListener", { listenerId: SHOP });
    expect(started?.state).toBe("verified");
    const refused = started?.seen.filter(({ found }) => found?.code === "value-refused").map(({ probe }) => probe);
    expect(refused).toContainEqual(coded("probe-tls-version", { version: "TLSv1.1" }));
  });

  test("and an undo of that is verified the same way", async () => {
    await stop(SHOP, { IdleTimeout: 15 });
    await run("modifyListener", { listenerId: SHOP, idleTimeout: 21 }, "done");
    const undone = await run("modifyListener", { undo: "done" }, "undone");
    expect(undone).toMatchObject({ state: "verified", reason: { params: { passed: 2 } } });
    expect(undone?.plan?.effect).toContainEqual(coded("verified-when-started"));
    expect(rowOf(SHOP)).toMatchObject({ ListenerStatus: "Stopped", IdleTimeout: 15 });
  });

  test("but who lets more people in is asked all the same", async () => {
    await stop("lsn-mutual");
    const plan = await planOf(cloud, "disableMutualAuth", { listenerId: "lsn-mutual" });
    expect(plan).toMatchObject({ impacts: ["lowers security"], needsApproval: true });
  });
});
