import { clock } from "../../platform/clock.ts";
import type { Doors } from "../../platform/doors.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { releaseLocks, takeLock } from "../lock.ts";
import type { AnyOperation } from "../operation.ts";
import { pausing, WHILE_QUEUED } from "../pauses.ts";
import { sayStep } from "../sayStep.ts";
import type { Verdict } from "../verdict.ts";
import { type Keys, look, nameOf, sameWorld, withIds } from "../world.ts";
import { currentStep } from "./course.ts";
import { describeDifference, failed, messageOf, requestIdOf } from "./failed.ts";
import { lockedBy } from "./lockedBy.ts";
import { type Answer, noting } from "./noting.ts";
import { preflight } from "./preflight.ts";
import { write } from "./write.ts";

/**
 * Makes the plan's current step, once: a second delivery finds it made. Before the first one it takes the lock, and
 * plans again when the world is no longer the plan's. Throws Conflict, Throttled or Transient: try again.
 */
export async function call(operation: AnyOperation, doors: Doors, given: Verdict): Promise<Verdict> {
  const { step, keys } = currentStep(given);
  const verdict = given.step === 0 ? await locked(doors, given, keys) : given;
  if (verdict.state === "queued" || verdict.state === "refuse") return verdict;
  const { world, unsettled } = await look(doors, keys);
  const sentence = sayStep(withIds(step, world));
  if (unsettled !== undefined) {
    if (clock.now() > verdict.deadline) return tooLate(verdict, `${unsettled}, and time was up before it settled`);
    throw new AlbflowError("Conflict", `${unsettled}; waiting for it before ${sentence}.`);
  }
  const noted = (answer: Answer) => noting(verdict, step, world, answer);
  if (sameWorld(world, step.after)) {
    // By an earlier delivery of this call, whose answer was lost.
    return { ...verdict, state: "called", writes: noted({ outcome: "done" }), because: `${sentence}: already made.` };
  }
  if (!sameWorld(world, step.before)) {
    const because = `The plan is stale: ${nameOf(keys)} was changed by somebody else (${describeDifference(step.before, world)}).`;
    return verdict.step === 0
      ? planAgain(operation, doors, verdict, because)
      : { ...verdict, state: "failed", because };
  }
  try {
    const ids = await write(doors, step, world, `${verdict.execution}/${verdict.step}`);
    const writes = noted({ outcome: "done", ...ids });
    return {
      ...verdict,
      state: "called",
      jobId: ids.jobId,
      writes,
      because: `${sentence}: the cloud has accepted it.`,
    };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = noted({ outcome: "refused", requestId: requestIdOf(error) });
    return failed({ ...verdict, writes }, `The cloud refused to ${sentence}: ${messageOf(error)}`);
  }
}

/** The verdict with the locks that it needs; `queued` while somebody else has one. */
async function locked(doors: Doors, verdict: Verdict, keys: Keys): Promise<Verdict> {
  if (verdict.locks.length > 0) return verdict;
  const holder = { flow: flowNameOf(prefix(), verdict.operation), execution: verdict.execution };
  const flow = flowNameOf(prefix(), "lock");
  const locks: string[] = [];
  for (const resource of lockedBy(keys)) {
    const taken = await takeLock(doors.cloudFlow, flow, resource, holder);
    if ("lock" in taken) {
      locks.push(taken.lock);
      continue;
    }
    await releaseLocks(doors.cloudFlow, flow, locks);
    if (clock.now() > verdict.deadline) {
      return {
        ...verdict,
        state: "refuse",
        because: `${resource} was not free in time: ${taken.heldBy} works on it. Nothing was changed.`,
      };
    }
    const because = `${taken.heldBy} works on ${resource}; waiting for its end.`;
    return { ...verdict, ...pausing(verdict, WHILE_QUEUED), state: "queued", because };
  }
  return { ...verdict, state: "go", locks };
}

/** Nothing was written yet, so a plan that no longer fits is made again; a plan that somebody agreed to is not. */
async function planAgain(operation: AnyOperation, doors: Doors, verdict: Verdict, because: string): Promise<Verdict> {
  const no = (why: string): Verdict => ({ ...verdict, state: "refuse", because: `${because} ${why}` });
  if (verdict.input.plan !== undefined) return no("Look at the new plan and agree to it.");
  if (clock.now() > verdict.deadline) return no("There was no time left to plan again; nothing was changed.");
  if (verdict.replans >= MOST_REPLANS) {
    return no(`That has happened ${verdict.replans + 1} times. Ask for it again when nobody else works on it.`);
  }
  const again = await preflight(operation, doors, { input: verdict.input, execution: verdict.execution });
  const { startedAt, deadline, pauses } = verdict;
  const kept = { startedAt, deadline, pauses, replans: verdict.replans + 1 };
  if (again.state !== "ask") return { ...again, ...kept, locks: verdict.locks, because: `${because} ${again.because}` };
  // Whoever is asked may take days: nobody else shall wait for that.
  await releaseLocks(doors.cloudFlow, flowNameOf(prefix(), "lock"), verdict.locks);
  const round = verdict.round + verdict.votes.length;
  return { ...again, ...kept, round, because: `${because} ${again.because}` };
}

/** Who is planned around so often never holds still; each plan costs the flow some 14 events. */
const MOST_REPLANS = 5;

function tooLate(verdict: Verdict, because: string): Verdict {
  return verdict.step === 0
    ? { ...verdict, state: "refuse", because: `${because}; nothing was changed.` }
    : failed(verdict, because);
}
