import { beforeEach, expect, test } from "vitest";
import type { ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { signRequest } from "../signedRequest.ts";
import { advanceBulk, BULK, type BulkRun, beginBulk } from "./bulkRun.ts";

const key = Buffer.alloc(32, 7);
const NAME = "api-bulk-stopListener-1";

/** Executions by flow and name: what each was started with, and how it stands. */
const executions = new Map<
  string,
  { input: Record<string, unknown>; status: ExecutionRow["Status"]; state?: string }
>();
beforeEach(() => executions.clear());

const cloudFlow = {
  async start(flow: string, name: string, input: object) {
    executions.set(`${flow}/${name}`, { input: input as Record<string, unknown>, status: "Running" });
    return "started" as const;
  },
  async describe(flow: string, name: string) {
    const found = executions.get(`${flow}/${name}`);
    if (found === undefined) throw new AlbflowError("NotFound", reason("execution-not-found", { execution: name }));
    return { Status: found.status } as ExecutionRow;
  },
  async history(flow: string, name: string) {
    const { state } = executions.get(`${flow}/${name}`) ?? {};
    const verdict = { state, reason: reason("text", { text: `It is ${state}.` }) };
    const EventDetail = JSON.stringify({ output: { verdict } });
    return [{ EventId: 1, StepName: "Done", Type: "StepExited", Time: "", EventDetail }];
  },
};
const home = { cloudFlow, prefix: "albflow", key };

function runOf(count: number): BulkRun {
  const whole = {
    operation: "stopListener",
    input: { ticket: "OPS-1" },
    requestedBy: "olga",
    request: "digest",
    hash: "hash",
    atOnce: 2,
    errorBudget: 1,
    targets: Array.from({ length: count }, (_, at) => ({
      listenerId: `lsn-${at}`,
      plan: `p${at}`,
      touches: [`lsn-${at}`],
    })),
  };
  return beginBulk({ name: NAME, asked: signRequest(key, { operation: BULK, execution: NAME, input: whole }) });
}
const step = (run: BulkRun, execution = NAME) => advanceBulk(run, execution, home);
const ended = (at: number, state: string) =>
  executions.set(`albflow-stopListener/${NAME}-${at}`, { input: {}, status: "Succeeded", state });
const statesOf = ({ rows }: BulkRun) => rows.map(({ state }) => state);
const own = () => executions.set(`albflow-bulk/${NAME}`, { input: {}, status: "Running" });

test("the canary is begun with the plan that was agreed to, in the name of whoever asked, and the rest when it is done", async () => {
  own();
  const first = await step(runOf(3));
  expect(statesOf(first)).toEqual(["running", null, null]);
  const { input } = executions.get(`albflow-stopListener/${NAME}-1`) ?? {};
  expect(input).toMatchObject({ listenerId: "lsn-0", plan: "p0", requestedBy: "olga", ticket: "OPS-1" });
  expect(input?.signature).toBeTypeOf("string");
  expect(statesOf(await step(first))).toEqual(["running", null, null]);
  ended(1, "verified");
  const second = await step(first);
  expect([statesOf(second), second.state]).toEqual([["done", "running", "running"], "waiting"]);
  ended(2, "verified");
  ended(3, "verified");
  const last = await step(second);
  expect([statesOf(last), last.state, last.stopped]).toEqual([["done", "done", "done"], "done", null]);
});

test("a run whose canary was rolled back ends, says why, and begins nothing more", async () => {
  own();
  const first = await step(runOf(3));
  ended(1, "rolledBack");
  const last = await step(first);
  expect([statesOf(last), last.state, last.stopped]).toEqual([["undone", null, null], "done", "canary"]);
  expect(last.rows[0]?.reason).toEqual(reason("text", { text: "It is rolledBack." }));
});

test("a run that nobody of albflow has signed, or that was changed since, begins nothing", async () => {
  own();
  const run = runOf(2);
  const changed = { ...run, asked: { ...run.asked, operation: "deleteListener" } };
  expect(await step(changed)).toMatchObject({ state: "done", stopped: "unsigned" });
  expect([...executions.keys()]).toEqual([`albflow-bulk/${NAME}`]);
});

test("a run that somebody has stopped while a step was on its way begins nothing more", async () => {
  executions.set(`albflow-bulk/${NAME}`, { input: {}, status: "Stopped" });
  expect(await step(runOf(2))).toMatchObject({
    state: "done",
    stopped: "person",
    rows: [{ state: null }, { state: null }],
  });
});

test("a long run is handed over to another execution, which ends at once when the one before was stopped", async () => {
  own();
  const waiting = { ...(await step(runOf(2))), steps: 49 };
  const before = await step(waiting);
  expect(before.state).toBe("handedOver");
  const { input } = executions.get(`albflow-bulk/${NAME}_1`) ?? {};
  expect(input).toMatchObject({ name: NAME, relay: 1, steps: 0, state: "waiting" });
  executions.set(`albflow-bulk/${NAME}`, { input: {}, status: "Stopped" });
  ended(1, "verified");
  const after = await step(input as unknown as BulkRun, `${NAME}_1`);
  expect([after.stopped, statesOf(after)]).toEqual(["person", ["done", null]]);
});

test("pauses grow while nothing happens, to two minutes", async () => {
  own();
  let run = await step(runOf(1));
  const pauses = [run.pauseSeconds];
  for (let looks = 0; looks < 8; looks += 1) {
    run = await step(run);
    pauses.push(run.pauseSeconds);
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 120, 120, 120]);
});
