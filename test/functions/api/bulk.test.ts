import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
let token: string;
beforeAll(async () => {
  cloud = await startApiCloud({ ALBFLOW_NOTIFY: "change,failure" });
});
beforeEach(async () => {
  await cloud.reset();
  token = await cloud.token("olga", "operator");
});
afterAll(() => cloud.close());

const LISTENERS = ["lsn-plain", "lsn-demo4u54y73wq7b"];
const body = {
  operation: "modifyListener",
  input: { idleTimeout: 27 },
  targets: LISTENERS.map((listenerId) => ({ listenerId })),
};
const timeoutOf = (listenerId: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === listenerId)?.IdleTimeout;
const asked = (more: object = {}, as = token) =>
  cloud.askInTime("POST", "/v1/bulk?plan", { token: as, body: { ...body, ...more } });

interface Shown {
  status: string;
  stopped: string | null;
  stop: object | null;
  targets: { listenerId: string; execution: string; state: string | null }[];
}

async function started(more: object = {}, headers = { "idempotency-key": "once" }, as = token) {
  return cloud.askInTime("POST", "/v1/bulk", { token: as, body: { ...body, ...more }, headers });
}
const shown = async (name: string): Promise<Shown> =>
  (await cloud.askInTime("GET", `/v1/bulk/${name}`, { token })).body as Shown;
const isOver = (name: string) => () =>
  cloud.cloudFlow.state.flows.get("albflow-bulk")?.executions.get(name)?.execution.status !== "Running";
/** Records of a topic, wherever they stand in what Simple Log Service holds. */
function recordsOf(value: unknown): Record<string, string>[] {
  if (typeof value !== "object" || value === null) return [];
  const { topic, logs } = value as { topic?: string; logs?: { contents: [string, string][] }[] };
  if (topic === "albflow_bulk") return (logs ?? []).map(({ contents }) => Object.fromEntries(contents));
  return Object.values(value).flatMap(recordsOf);
}

test("one operation is planned for many listeners as values, with one hash, and changes nothing", async () => {
  const before = LISTENERS.map(timeoutOf);
  const { status, body: plan } = await asked();
  expect(status).toBe(200);
  expect(plan).toMatchObject({ operation: "modifyListener", atOnce: 3, errorBudget: 1 });
  expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(plan.targets.map((one: { state: string }) => one.state)).toEqual(["planned", "planned"]);
  expect(plan.targets[0].plan.changes).toMatchObject([{ after: 27 }]);
  expect(LISTENERS.map(timeoutOf)).toEqual(before);
});

test("what was planned goes on at home, the first alone, until every listener is done, and leaves a record", async () => {
  const { hash } = (await asked()).body;
  const { status, headers, body: answer } = await started({ plan: hash, ticket: "OPS-1" });
  expect([status, headers.get("location")]).toEqual([202, expect.stringContaining(`/v1/bulk/${answer.bulk}`)]);
  expect((await shown(answer.bulk)).targets.map(({ state }) => state)).not.toContain("done");
  expect(await cloud.clock.advanceUntil(isOver(answer.bulk), 600_000)).toBe(true);
  const end = await shown(answer.bulk);
  expect([end.status, end.stopped, end.targets.map(({ state }) => state)]).toEqual([
    "Succeeded",
    null,
    ["done", "done"],
  ]);
  expect(LISTENERS.map(timeoutOf)).toEqual([27, 27]);
  const own = (await cloud.askInTime("GET", `/v1/executions/${end.targets[1]?.execution}`, { token })).body;
  expect(own).toMatchObject({ requestedBy: "olga", ticket: "OPS-1", verdict: { state: "verified" } });
});

test("the same key is the same run, however often it is asked for, and no other request", async () => {
  const first = await started();
  const again = await started();
  expect([again.status, again.body.bulk]).toEqual([202, first.body.bulk]);
  const other = await started({ input: { idleTimeout: 28 } });
  expect([other.status, other.body.reason.code]).toEqual([409, "idempotency-key-used"]);
  expect(cloud.cloudFlow.state.flows.get("albflow-bulk")?.executions.size).toBe(1);
});

test("a listener that has changed since its plan was seen lets nothing begin", async () => {
  const { hash } = (await asked()).body;
  const listener = cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain");
  expect(listener).toBeDefined();
  const single = { token, body: { listenerId: "lsn-plain", idleTimeout: 44 } };
  const { body: one } = await cloud.askInTime("POST", "/v1/operations/modifyListener", single);
  const flow = cloud.cloudFlow.state.flows.get("albflow-modifyListener");
  await cloud.clock.advanceUntil(() => flow?.executions.get(one.execution)?.execution.status !== "Running", 600_000);
  const refused = await started({ plan: hash });
  expect([refused.status, refused.body.reason.code]).toEqual([409, "bulk-plan-stale"]);
});

test("a listener that the caller may not change is refused by name, nothing of it is looked up, and the others go on", async () => {
  const petra = await cloud.token("petra", "operator:lsn-plain");
  const { body: plan } = await asked({}, petra);
  expect(plan.targets.map((one: { state: string; plan: object | null }) => [one.state, one.plan === null])).toEqual([
    ["planned", false],
    ["refused", true],
  ]);
  expect(plan.targets[1].reason).toMatchObject({ code: "not-allowed", params: { touches: [LISTENERS[1]] } });
  const before = timeoutOf(LISTENERS[1] ?? "");
  const { body: answer } = await started({}, { "idempotency-key": "petra" }, petra);
  expect(await cloud.clock.advanceUntil(isOver(answer.bulk), 600_000)).toBe(true);
  expect([timeoutOf("lsn-plain"), timeoutOf(LISTENERS[1] ?? "")]).toEqual([27, before]);
  const nobody = await cloud.token("nora", "operator:lsn-other");
  expect((await asked({}, nobody)).status).toBe(403);
  const run = `/v1/bulk/${answer.bulk}`;
  expect((await cloud.askInTime("GET", run, { token: nobody })).status).toBe(404);
  const stop = { body: { reason: "mine" } };
  expect((await cloud.askInTime("POST", `${run}/stop`, { token: nobody, ...stop })).status).toBe(404);
  const viewer = await cloud.token("vera", "viewer");
  expect((await cloud.askInTime("GET", run, { token: viewer })).status).toBe(200);
  expect((await cloud.askInTime("POST", `${run}/stop`, { token: viewer, ...stop })).status).toBe(403);
});

test("a canary that fails is the only one that is begun", async () => {
  const fault = { kind: "failJob", code: "InternalError", message: "the job has failed" } as const;
  // The dry runs of the plans, the canary's own, and its write.
  cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: LISTENERS.length + 2 });
  const { body: answer } = await started();
  expect(await cloud.clock.advanceUntil(isOver(answer.bulk), 1_200_000)).toBe(true);
  cloud.faults.clear();
  const end = await shown(answer.bulk);
  expect([end.stopped, end.targets.map(({ state }) => state)]).toEqual(["canary", ["undone", null]]);
});

test("a run that somebody stops begins nothing more and says who has stopped it, and why", async () => {
  const { body: answer } = await started();
  const stop = { token, body: { reason: "wrong window" } };
  const { status, body: stopped } = await cloud.askInTime("POST", `/v1/bulk/${answer.bulk}/stop`, stop);
  expect([status, stopped.stopped, stopped.stop]).toMatchObject([200, "person", { by: "olga", why: "wrong window" }]);
  await cloud.clock.advance(600_000);
  expect((await shown(answer.bulk)).targets.at(-1)?.state).toBeNull();
  expect(timeoutOf(LISTENERS[1] ?? "")).not.toBe(27);
  expect((await cloud.askInTime("POST", `/v1/bulk/${answer.bulk}/stop`, stop)).body.stop).toMatchObject({ by: "olga" });
});

describe("what is to be changed", () => {
  test("may be said by a selector, which finds only what the caller may see", async () => {
    const { targets: _, ...rest } = body;
    const selected = { ...rest, selector: "instance=alb-demo,protocol=HTTP" };
    const ask = (as: string) => cloud.askInTime("POST", "/v1/bulk?plan", { token: as, body: selected });
    expect((await ask(token)).body.targets.length).toBeGreaterThan(1);
    const petra = await cloud.token("petra", "operator:lsn-plain");
    expect((await ask(petra)).body.targets.map((one: { listenerId: string }) => one.listenerId)).toEqual(["lsn-plain"]);
  });

  test("may be certificates, each followed by its successor wherever it is held", async () => {
    const { body: listed } = await cloud.askInTime("GET", "/v1/certificates", { token });
    const due = listed.certificates.find(({ successor }: { successor: object | null }) => successor !== null);
    const { body: plan } = await cloud.askInTime("POST", "/v1/bulk?plan", {
      token,
      body: { operation: "rotateCertificate", certificateIds: [due.id] },
    });
    expect(plan.targets).toMatchObject([{ certificateId: due.id, successorId: due.successor.id, state: "planned" }]);
  });

  test("may be certificates by a selector, and one without a successor keeps no other from being planned", async () => {
    const { body: plan } = await cloud.askInTime("POST", "/v1/bulk?plan", {
      token,
      body: { operation: "rotateCertificate", selector: "instance=alb-demo,protocol=HTTPS" },
    });
    const states = plan.targets.map((one: Record<string, string>) => [one.certificateId, one.successorId, one.state]);
    expect(states).toContainEqual(["24664588-cn-hangzhou", "25113402-cn-hangzhou", "planned"]);
    expect(states).toContainEqual(["24870011-cn-hangzhou", undefined, "refused"]);
    const { body: soon } = await cloud.askInTime("POST", "/v1/bulk?plan", {
      token,
      body: { operation: "rotateCertificate", selector: "expires=10d,domain=*.example.com" },
    });
    expect(soon.targets.map((one: Record<string, string>) => one.certificateId)).toEqual(["24664588-cn-hangzhou"]);
    const { body: held } = await cloud.askInTime("POST", "/v1/bulk?plan", {
      token,
      body: { operation: "modifyListener", input: { idleTimeout: 27 }, selector: "certificate=24870011-*" },
    });
    expect(held.targets).toMatchObject([{ listenerId: "lsn-demo4u54y73wq7b", state: "planned" }]);
  });

  test.each([
    ["nothing is said", { targets: undefined }, "bulk-nothing-selected"],
    ["two ways are used at once", { selector: "name=*" }, "bulk-nothing-selected"],
    ["a selector fits nothing", { targets: undefined, selector: "name=none" }, "selector-empty"],
    ["the input is not the operation's", { input: { undo: "x" } }, "request-invalid"],
  ])("is refused where %s", async (_, more, code) => {
    const { status, body: problem } = await asked(more);
    expect([status, problem.reason.code]).toEqual([400, code]);
  });

  test("may not hold one listener twice", async () => {
    const { body: plan } = await asked({ targets: [...body.targets, { listenerId: "lsn-plain" }] });
    expect(plan.targets[2]).toMatchObject({
      state: "refused",
      reason: reason("bulk-listener-twice", { listenerId: "lsn-plain" }),
    });
  });
});

test("how it has ended is one record of the deployment, with each listener's end", async () => {
  const { body: answer } = await started();
  expect(await cloud.clock.advanceUntil(isOver(answer.bulk), 600_000)).toBe(true);
  const [record, ...more] = recordsOf(cloud.sls.exportState());
  expect(more).toEqual([]);
  expect(record).toMatchObject({ bulk: answer.bulk, operation: "modifyListener", requestedBy: "olga" });
});
