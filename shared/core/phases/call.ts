import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { describeStep } from "../describeStep.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { releaseLocks, takeLock } from "../lock.ts";
import type { AnyOperation } from "../operation.ts";
import { pausing, WHILE_QUEUED } from "../pauses.ts";
import { nameOf, read, type Scope, sameResources, withIds } from "../resourceSet.ts";
import type { Verdict } from "../verdict.ts";
import { describeDifference, failed, messageOf, requestIdOf } from "./failed.ts";
import { lockedBy } from "./lockedBy.ts";
import { currentStep } from "./planContext.ts";
import { preflight } from "./preflight.ts";
import { type Answer, recordWrite } from "./recordWrite.ts";
import { write } from "./write.ts";

/**
 * Makes the plan's current step, once: a second delivery finds it made. Before the first one it takes the lock, and
 * plans again when the world is no longer the plan's. Throws Conflict, Throttled or Transient: try again.
 */
export async function call(operation: AnyOperation, clients: Clients, given: Verdict): Promise<Verdict> {
  const { step, keys } = currentStep(given);
  const verdict = given.step === 0 ? await locked(clients, given, keys) : given;
  if (verdict.state === "lockWait" || verdict.state === "refused") return verdict;
  const { resources, unsettled } = await read(clients, keys);
  const sentence = describeStep(withIds(step, resources));
  if (unsettled !== undefined) {
    if (clock.now() > verdict.deadline) return tooLate(verdict, `${unsettled}, and time was up before it settled`);
    throw new AlbflowError("Conflict", `${unsettled}; waiting for it before ${sentence}.`);
  }
  const recorded = (answer: Answer) => recordWrite(verdict, step, resources, answer);
  if (sameResources(resources, step.after)) {
    // By an earlier delivery of this call, whose answer was lost.
    return {
      ...verdict,
      state: "submitted",
      writes: recorded({ outcome: "done" }),
      message: `${sentence}: already made.`,
    };
  }
  if (!sameResources(resources, step.before)) {
    const message = `The plan is stale: ${nameOf(keys)} was changed by somebody else (${describeDifference(step.before, resources)}).`;
    return verdict.step === 0
      ? planAgain(operation, clients, verdict, message)
      : { ...verdict, state: "failed", message };
  }
  try {
    const ids = await write(clients, step, resources, `${verdict.execution}/${verdict.step}`);
    const writes = recorded({ outcome: "done", ...ids });
    return {
      ...verdict,
      state: "submitted",
      jobId: ids.jobId,
      writes,
      message: `${sentence}: the cloud has accepted it.`,
    };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = recorded({ outcome: "refused", requestId: requestIdOf(error) });
    return failed({ ...verdict, writes }, `The cloud refused to ${sentence}: ${messageOf(error)}`);
  }
}

/** The verdict with the locks that it needs; `queued` while somebody else has one. */
async function locked(clients: Clients, verdict: Verdict, keys: Scope): Promise<Verdict> {
  if (verdict.locks.length > 0) return verdict;
  const holder = { flow: flowNameOf(prefix(), verdict.operation), execution: verdict.execution };
  const flow = flowNameOf(prefix(), "lock");
  const locks: string[] = [];
  for (const resource of lockedBy(keys)) {
    const taken = await takeLock(clients.cloudFlow, flow, resource, holder);
    if ("lock" in taken) {
      locks.push(taken.lock);
      continue;
    }
    await releaseLocks(clients.cloudFlow, flow, locks);
    if (clock.now() > verdict.deadline) {
      return {
        ...verdict,
        state: "refused",
        message: `${resource} was not free in time: ${taken.heldBy} works on it. Nothing was changed.`,
      };
    }
    const message = `${taken.heldBy} works on ${resource}; waiting for its end.`;
    return { ...verdict, ...pausing(verdict, WHILE_QUEUED), state: "lockWait", message };
  }
  return { ...verdict, state: "planned", locks };
}

/** Nothing was written yet, so a plan that no longer fits is made again; a plan that somebody agreed to is not. */
async function planAgain(
  operation: AnyOperation,
  clients: Clients,
  verdict: Verdict,
  message: string,
): Promise<Verdict> {
  const no = (why: string): Verdict => ({ ...verdict, state: "refused", message: `${message} ${why}` });
  if (verdict.input.plan !== undefined) return no("Look at the new plan and agree to it.");
  if (clock.now() > verdict.deadline) return no("There was no time left to plan again; nothing was changed.");
  if (verdict.replans >= MOST_REPLANS) {
    return no(`That has happened ${verdict.replans + 1} times. Ask for it again when nobody else works on it.`);
  }
  const again = await preflight(operation, clients, { input: verdict.input, execution: verdict.execution });
  const { startedAt, deadline, pauses } = verdict;
  const kept = { startedAt, deadline, pauses, replans: verdict.replans + 1 };
  if (again.state !== "awaitingApproval")
    return { ...again, ...kept, locks: verdict.locks, message: `${message} ${again.message}` };
  // Whoever is asked may take days: nobody else shall wait for that.
  await releaseLocks(clients.cloudFlow, flowNameOf(prefix(), "lock"), verdict.locks);
  const round = verdict.round + verdict.votes.length;
  return { ...again, ...kept, round, message: `${message} ${again.message}` };
}

/** Who is planned around so often never holds still; each plan costs the flow some 14 events. */
const MOST_REPLANS = 5;

function tooLate(verdict: Verdict, message: string): Verdict {
  return verdict.step === 0
    ? { ...verdict, state: "refused", message: `${message}; nothing was changed.` }
    : failed(verdict, message);
}
