import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { describeStep } from "../describeStep.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { releaseLocks, takeLock } from "../lock.ts";
import type { AnyOperation } from "../operation.ts";
import { pausing, WHILE_QUEUED } from "../pauses.ts";
import { nameThere, read, type Scope, sameResources, withIds } from "../resourceSet.ts";
import type { Verdict } from "../verdict.ts";
import { describeDifference, type FieldDifference, failed, requestIdOf } from "./failed.ts";
import { lockedBy } from "./lockedBy.ts";
import { currentStep } from "./planContext.ts";
import { preflight } from "./preflight.ts";
import { recordWrite, type WriteAnswer } from "./recordWrite.ts";
import { write } from "./write.ts";

/**
 * Makes the plan's current step, once: a second delivery finds it made. Before the first one it takes the lock, and
 * plans again when the resources are no longer the plan's. Throws Conflict, Throttled or Transient: try again.
 */
export async function call(operation: AnyOperation, home: Clients, given: Verdict): Promise<Verdict> {
  const clients = clientsAt(home, given.place);
  const { step, keys } = currentStep(given);
  const verdict = given.step === 0 ? await locked(clients, given, keys) : given;
  if (verdict.state === "lockWait" || verdict.state === "refused") return verdict;
  const { resources, unsettled } = await read(clients, keys);
  const reported = describeStep(withIds(step, resources));
  if (unsettled !== undefined) {
    if (clock.now() > verdict.deadline) return tooLate(verdict, unsettled, reported);
    throw new AlbflowError("Conflict", reason("waiting-to-settle", { step: reported, cause: unsettled }));
  }
  const recorded = (answer: WriteAnswer) => recordWrite(verdict, step, resources, answer);
  if (sameResources(resources, step.after)) {
    // By an earlier delivery of this call, whose answer was lost.
    return {
      ...verdict,
      state: "submitted",
      writes: recorded({ outcome: "done" }),
      reason: reason("step-already-made", { step: reported }),
    };
  }
  if (!sameResources(resources, step.before)) {
    const changed = {
      resource: nameThere(verdict.place, keys),
      differences: describeDifference(step.before, resources),
    };
    return verdict.step === 0
      ? planAgain(operation, home, verdict, changed)
      : failed(verdict, reason("changed-meanwhile", changed));
  }
  const outdated = await outdatedSince(operation, home, verdict);
  if (outdated !== undefined) return outdated;
  try {
    const ids = await write(clients, step, resources, `${verdict.execution}/${verdict.step}`);
    const writes = recorded({ outcome: "done", ...ids });
    return {
      ...verdict,
      state: "submitted",
      jobId: ids.jobId,
      writes,
      reason: reason("step-accepted", { step: reported, requestId: ids.requestId, jobId: ids.jobId }),
    };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = recorded({ outcome: "refused", requestId: requestIdOf(error) });
    return failed({ ...verdict, writes }, reason("step-refused", { step: reported, cause: reasonOf(error) }));
  }
}

/** The verdict with the locks that it needs; `queued` while somebody else has one. */
async function locked(clients: Clients, verdict: Verdict, keys: Scope): Promise<Verdict> {
  if (verdict.locks.length > 0) return verdict;
  const holder = { flow: flowNameOf(prefix(), verdict.operation), execution: verdict.execution };
  const flow = flowNameOf(prefix(), "lock");
  const locks: string[] = [];
  for (const resource of lockedBy(keys, verdict.place)) {
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
        reason: reason("lock-timed-out", { resource, holder: taken.heldBy }),
      };
    }
    const waiting = reason("lock-waiting", { resource, holder: taken.heldBy });
    return { ...verdict, ...pausing(verdict, WHILE_QUEUED), state: "lockWait", reason: waiting };
  }
  return { ...verdict, state: "planned", locks };
}

/**
 * What became of a plan while people were asked, when it can no longer be carried out although the resources are still its own: in
 * a day a certificate expires, a server group loses its servers. Undefined where it can.
 */
async function outdatedSince(operation: AnyOperation, home: Clients, verdict: Verdict): Promise<Verdict | undefined> {
  if (verdict.step > 0 || verdict.approvedBy.length === 0) return undefined;
  const again = await preflight(operation, home, { input: verdict.input, execution: verdict.execution });
  return again.state === "refused" ? { ...verdict, state: "refused", reason: again.reason } : undefined;
}

/** Nothing was written yet, so a plan that no longer fits is made again; a plan that somebody agreed to is not. */
async function planAgain(
  operation: AnyOperation,
  clients: Clients,
  verdict: Verdict,
  changed: { resource: string; differences: FieldDifference[] },
): Promise<Verdict> {
  const no = (why: Reason): Verdict => ({ ...verdict, state: "refused", reason: why });
  if (verdict.input.plan !== undefined) return no(reason("plan-outdated", changed));
  if (clock.now() > verdict.deadline) return no(reason("plan-outdated-late", changed));
  if (verdict.replans >= MOST_REPLANS) {
    return no(reason("plan-outdated-too-often", { ...changed, times: verdict.replans + 1 }));
  }
  const again = await preflight(operation, clients, { input: verdict.input, execution: verdict.execution });
  const { startedAt, deadline, pauses } = verdict;
  const kept = { startedAt, deadline, pauses, replans: verdict.replans + 1 };
  const why = reason("replanned", { ...changed, now: again.reason });
  if (again.state !== "awaitingApproval") return { ...again, ...kept, locks: verdict.locks, reason: why };
  // Whoever is asked may take days: nobody else shall wait for that.
  await releaseLocks(clients.cloudFlow, flowNameOf(prefix(), "lock"), verdict.locks);
  const round = verdict.round + verdict.votes.length;
  return { ...again, ...kept, round, reason: why };
}

/** Who is planned around so often never holds still; each plan costs the flow some 14 events. */
const MOST_REPLANS = 5;

function tooLate(verdict: Verdict, cause: Reason, step: Reason): Verdict {
  return verdict.step === 0
    ? { ...verdict, state: "refused", reason: reason("settle-timed-out", { cause }) }
    : failed(verdict, reason("step-timed-out", { step, cause }));
}
