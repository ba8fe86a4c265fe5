import { afterEach, beforeEach, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { coded } from "../../test/support/coded.ts";
import { previewOf } from "./previewOf.ts";

const cause = reason("resource-not-settled", { resource: "lsn-plain", status: "Configuring" });
const busy = reason("waiting-to-settle", { step: null, cause });
const failedWith = (why: typeof busy) =>
  new AlbflowError("Failed", reason("function-failed", { functionName: "albflow-stopListener", cause: why }));

let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(0);
  Reflect.set(globalThis, CLOCK_GLOBAL, clock);
});
afterEach(() => void Reflect.deleteProperty(globalThis, CLOCK_GLOBAL));

/** Asks a function that fails so often, with time going by. */
async function asked(failures: number, error: Error = failedWith(busy)) {
  let calls = 0;
  const printed: string[] = [];
  const invoke = async () => {
    calls += 1;
    if (calls <= failures) throw error;
    return { state: "planned" };
  };
  let end: { verdict?: unknown; error?: unknown } | undefined;
  void previewOf({ invoke }, "stopListener", {}, (line) => printed.push(line)).then(
    (verdict) => (end = { verdict }),
    (thrown: unknown) => (end = { error: thrown }),
  );
  await clock.advanceUntil(() => end !== undefined, 600_000);
  return { ...end, calls, printed, tookMs: clock.now() };
}

test("a listener that is being changed is waited for, and that is said once", async () => {
  expect(await asked(3)).toMatchObject({ verdict: { state: "planned" }, calls: 4, printed: [expect.any(String)] });
});

test("one that stays so ends the wait, with what it is and what to do", async () => {
  const { error, tookMs, printed } = await asked(Number.POSITIVE_INFINITY);
  expect(error).toMatchObject({ kind: "Conflict", reason: coded("settle-timed-out", { cause }) });
  expect(tookMs).toBeLessThanOrEqual(120_000);
  expect(printed).toHaveLength(1);
});

test("anything else is an error at once", async () => {
  const error = new AlbflowError("Denied", reason("no-answer"));
  expect(await asked(1, error)).toMatchObject({ error, calls: 1, printed: [] });
});
