import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { functions, operations } from "../../functions/registry.ts";
import type { Listener } from "../../local/alb/rows.ts";
import { WRITES } from "../../shared/core/resources/write.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { cloudStateOf, wordsIn } from "../chaos/cloudState.ts";
import { shortExample } from "../shortCanary.ts";
import { coded } from "../support/coded.ts";
import { sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Every operation is held to this by its own example, which stands in the example seed. */
describe.each(Object.values(operations))("$name", (operation) => {
  const { name, writes } = operation;
  const example = shortExample(operation);
  const place = Object.keys(operations).indexOf(name);
  /** Of five operations one is done, one fails and one is started twice. */
  const isTurn = (first: number) => sampled(5, Object.keys(operations), first).includes(name);
  const written = () =>
    cloud.calls.recent({}).filter(({ action, status }) => writes.includes(action as never) && status === 200);
  const state = (familiar = new Set<string>()) => cloudStateOf(cloud, familiar);

  test("is planned without a write, with a diff, a sentence for each step, and what clients will notice", async () => {
    const before = state();
    const answer = await cloud.fc.invoke({
      functionName: `albflow-${name}`,
      body: JSON.stringify({ phase: "preflight", input: example, execution: "plan" }),
      identity: { accountId: cloud.accountId, accessKeyId: "local" },
    });
    const verdict = JSON.parse(answer.body.toString("utf8"));
    expect(verdict.reason).toMatchObject({
      code: verdict.plan.needsApproval ? "approval-required" : "plan-ready",
      params: { operation: name, steps: verdict.plan.steps },
    });
    expect(verdict).toMatchObject({
      state: verdict.plan.needsApproval ? "awaitingApproval" : "planned",
      operation: name,
    });
    expect(verdict.plan.changes.length).toBeGreaterThan(0);
    expect(verdict.plan.steps.length).toBeGreaterThan(0);
    expect(verdict.plan.effect).not.toEqual([]);
    expect(verdict.plan.expectedSeconds).toBeGreaterThan(0);
    expect(written()).toEqual([]);
    expect(state()).toEqual(before);
  });

  if (isTurn(0)) {
    test("is done in at most 8 transitions a step, is nothing to do then, and is taken back by `undo`; its role allows no more than that", async () => {
      const familiar = wordsIn(state());
      const before = withoutWhatStays(state(familiar));
      const outcome = await cloud.run(name, example, "done");
      expect(outcome.verdict && storyOf(outcome.verdict)).toMatchObject([
        { code: "verified", params: { causes: [], more: 0 } },
      ]);
      expect(outcome).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
      const { needsApproval = false, watch, steps = [] } = outcome.verdict?.plan ?? {};
      const watched = (watch?.seconds ?? 0) + (watch?.between?.seconds ?? 0) * (watch?.between?.steps.length ?? 0);
      const waited = (needsApproval ? 3 : 0) + (watched / 10) * 3;
      expect(outcome.transitions).toBeLessThanOrEqual(8 * steps.length + waited);
      const after = written().length;
      const again = await cloud.run(name, example, "again");
      // What was replaced is gone, so replacing it again is either done or senseless, but never a write.
      expect(["unchanged", "refused"]).toContain(again.verdict?.state);
      expect(written()).toHaveLength(after);

      const undone = await cloud.run(name, { undo: "done" }, "taken-back");
      expect(undone.verdict && storyOf(undone.verdict)).toMatchObject([
        { code: "verified", params: { causes: [], more: 0 } },
      ]);
      expect(undone).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
      expect(withoutWhatStays(state(familiar))).toEqual(before);

      // Every function may write its log.
      const own = [...(functions.find((one) => one.name === name)?.permissions ?? []), "log:PostLogStoreLogs"];
      const role = [...cloud.ram.usedActions()].find(([key]) => key.toLowerCase() === `albflow-${name}`.toLowerCase());
      expect(own).toEqual(expect.arrayContaining([...(role?.[1] ?? ["the role was never used"])]));
      expect([...cloud.ram.deniedActions()]).toEqual([]);
    });
  }

  if (isTurn(1)) {
    test("is taken back when a write fails, and everything is as before", async () => {
      const familiar = wordsIn(state());
      const before = state(familiar);
      const refusal = { kind: "refuse", status: 400, code: "InvalidParameter", message: "Not today." } as const;
      const failure = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
      for (const action of writes) {
        const fault = WRITES[action].product === "alb" && action !== "CreateSecurityPolicy" ? failure : refusal;
        cloud.faults.add({ service: WRITES[action].product === "log" ? "sls" : WRITES[action].product, action, fault });
      }
      const outcome = await cloud.run(name, example);
      expect(outcome.status).toBe("Failed");
      expect(["rolledBack", "refused"]).toContain(outcome.verdict?.state);
      const why = outcome.verdict?.cause ?? outcome.verdict?.reason;
      expect(why?.code).toMatch(/^(job-failed|step-refused|operation-refused)$/);
      expect(JSON.stringify(why?.params)).toMatch(/"cloudCode":"(?:SystemBusy|InvalidParameter)"/);
      expect(state(familiar)).toEqual(before);
    });
  }

  if (isTurn(2)) {
    test("is started twice and done once", async () => {
      const twice = await Promise.all([cloud.run(name, example, "same"), cloud.run(name, example, "same")]);
      expect(twice[0]).toEqual(twice[1]);
      expect(written()).toHaveLength(twice[0].verdict?.plan?.steps.length ?? -1);
    });
  }

  const REFUSALS: [what: string, change: object, reason: object][] = [
    ["an unknown listener", { listenerId: "lsn-nobody" }, coded("listener-not-found", { listenerId: "lsn-nobody" })],
    [
      "an unknown field",
      { surprise: 1 },
      coded("input-invalid", { problems: [{ field: "surprise", problem: coded("value-unknown") }] }),
    ],
    [
      "a deadline beyond half an hour",
      { deadlineSeconds: 1_801 },
      coded("input-invalid", {
        problems: [{ field: "deadlineSeconds", problem: coded("value-above", { most: 1_800, of: "value" }) }],
      }),
    ],
    ["a plan that was not agreed to", { plan: "0".repeat(64) }, coded("plan-stale", { resource: expect.any(String) })],
    ["to undo what never was", { undo: "never" }, coded("undo-not-found", { execution: "never", operation: name })],
  ];

  // Of each operation one is refused, and each refusal has its turn.
  test.each(sampled(8, REFUSALS, place))(
    "refuses %s with its reason and writes nothing",
    async (...[, change, reason]) => {
      if ("listenerId" in change && !("listenerId" in example)) return;
      const outcome = await cloud.run(name, "undo" in change ? change : { ...example, ...change });
      expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
      expect(outcome.verdict?.reason).toEqual(reason);
      expect(written()).toEqual([]);
    },
  );
});

/** Log stores are never removed, a listener that is made again has another id, and CAS remembers what was deleted. */
function withoutWhatStays(state: Record<string, unknown>) {
  const { logProjects: _, listeners, certificates: __, ...seed } = state;
  const rows = (listeners as Listener[]).map((row) => ({ ...row, ListenerId: "" }));
  const place = ({ LoadBalancerId, ListenerProtocol, ListenerPort }: Listener) =>
    `${LoadBalancerId} ${ListenerProtocol} ${ListenerPort}`;
  return {
    ...seed,
    listeners: rows.sort((one, other) => (place(one) < place(other) ? -1 : 1)),
    certificates: cloud.cas
      .exportState()
      .certificates.flatMap(({ CertId, Deleted }) => (Deleted === true ? [] : [CertId])),
  };
}

test("removeCertificates refuses to leave a name without a certificate, unless told to give it up", async () => {
  const { listenerId, bystander, expiring } = cloud.seed;
  const outcome = await cloud.run("removeCertificates", { listenerId, certificateIds: [bystander.id] });
  const fallback = await cloud.run("removeCertificates", { listenerId, certificateIds: [expiring.id] }, "default");
  expect(outcome.verdict).toMatchObject({ state: "refused" });
  expect(outcome.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "removeCertificates",
      resource: listenerId,
      reasons: [coded("names-left-uncovered", { names: ["partner.example.net"] })],
    }),
  );
  expect(fallback.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "removeCertificates",
      resource: listenerId,
      reasons: [
        coded("default-certificate-fixed", { certificateId: "24664588-cn-hangzhou" }),
        coded("names-left-uncovered", { names: ["shop.example.com", "www.shop.example.com"] }),
      ],
    }),
  );
});

test("modifyListener never changes port or protocol, says what to do instead, and keeps what it was not told", async () => {
  const { listenerId } = cloud.seed;
  const moved = await cloud.run("modifyListener", { listenerId, listenerPort: 8443 }, "moved");
  const foreign = await cloud.run("modifyListener", { listenerId: "lsn-plain", http2Enabled: true }, "foreign");
  const changed = await cloud.run("modifyListener", {
    listenerId,
    listenerDescription: "renamed",
    xForwardedForConfig: { XForwardedForSLBIdEnabled: true },
  });
  expect(moved.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "modifyListener",
      resource: listenerId,
      reasons: [coded("port-and-protocol-fixed")],
    }),
  );
  expect(foreign.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "modifyListener",
      resource: "lsn-plain",
      reasons: [coded("https-only", { feature: "http2Enabled", protocol: "HTTP" })],
    }),
  );
  expect(changed.verdict?.plan?.changes).toEqual([
    { field: "ListenerDescription", before: "shop", after: "renamed" },
    {
      field: "XForwardedForConfig",
      before: { XForwardedForSLBIdEnabled: false },
      after: { XForwardedForSLBIdEnabled: true },
    },
  ]);
});

test("addCertificates refuses an HTTP listener and a certificate that does not exist", async () => {
  const plain = await cloud.run("addCertificates", {
    listenerId: "lsn-plain",
    certificateIds: ["25113407-cn-hangzhou"],
  });
  const nobody = await cloud.run(
    "addCertificates",
    { listenerId: cloud.seed.listenerId, certificateIds: ["7-cn-hangzhou"] },
    "nobody",
  );
  expect(plain.verdict?.reason).toEqual(
    coded("operation-refused", {
      operation: "addCertificates",
      resource: "lsn-plain",
      reasons: [coded("http-without-certificates")],
    }),
  );
  expect(nobody.verdict).toMatchObject({ state: "refused" });
});
