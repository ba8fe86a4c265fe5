import type { HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { visitsOf } from "../executions.ts";
import { flowNameOf, LOCK, prefix } from "../flowDefinition.ts";
import { type Holder, lockHeldBy, releaseLocks, takeLock } from "../lock.ts";
import type { Stop } from "../stop.ts";
import { describeLeft, stopper } from "../stopping.ts";
import type { Verdict } from "../verdict.ts";
import { lockedBy } from "./lockedBy.ts";
import { planContextOf } from "./planContext.ts";
import { withUnknown } from "./undo.ts";

/** An execution that people have stopped, and what is known of it. */
interface StoppedExecution {
  holder: Holder;
  /** What was to end it before, and has not come so far. */
  heirs: Holder[];
  events: HistoryEvent[];
  stop: Stop;
  /** Its last verdict, whole; undefined when it had none. */
  verdict: Verdict | undefined;
  /** Locks that are known to be its own. */
  locks: string[];
}

/**
 * The verdict with which this execution ends what a stopped one has left: `failed`, so that everything goes back, or `left`,
 * which is told. It has the stopped one's locks, or takes them anew, so that nobody writes meanwhile. Throws Conflict while
 * a write may be under way that CloudFlow no longer waits for, or while somebody else has the listener.
 */
export async function afterStop(
  { cloudFlow }: Pick<Clients, "cloudFlow">,
  initialVerdict: Verdict,
  { holder, heirs, events, stop, verdict, locks: known }: StoppedExecution,
): Promise<Verdict> {
  const { execution } = holder;
  const until = writesUntil(events);
  if (clock.now() < until) {
    throw new AlbflowError("Conflict", reason("write-under-way", { execution, until }));
  }
  const by = stopper(stop, execution);
  const stopped = { execution, ...stop };
  const nothing: Verdict = { ...initialVerdict, ...asPlanned(verdict), stopped, locks: known, state: "refused" };
  const unchanged = reason("stopped-before-changes", { ...by, hasBegun: true });
  if (verdict === undefined || verdict.plan === null) return { ...nothing, reason: unchanged };
  const { keys, path } = planContextOf(verdict);
  const lockFlow = flowNameOf(prefix(), LOCK.name);
  const locks = new Set(known);
  const free: string[] = [];
  for (const resource of lockedBy(keys, verdict.place)) {
    const lock = await lockHeldBy(cloudFlow, lockFlow, resource, [holder, ...heirs]);
    if (lock === undefined) free.push(resource);
    else locks.add(lock);
  }
  const open = visitsOf(events).findLast(({ exitedAt }) => exitedAt === undefined);
  const writes = open?.name === "Call" ? withUnknown(verdict, path) : verdict.writes;
  // Nothing is written without a lock.
  if (writes.length === 0 || locks.size === 0) return { ...nothing, locks: [...locks], reason: unchanged };
  const base: Verdict = {
    ...verdict,
    execution: initialVerdict.execution,
    stopped,
    startedAt: initialVerdict.startedAt,
    apiCalls: 0,
    cause: null,
    writes,
  };
  if (stop.mode === "leave") {
    return {
      ...base,
      locks: [...locks],
      state: "left",
      reason: describeLeft(stop, execution, { ...verdict, writes }),
    };
  }
  if (verdict.state === "rolledBack")
    return {
      ...base,
      locks: [...locks],
      state: "rolledBack",
      reason: reason("stopped-rolled-back", { ...by, result: verdict.reason }),
    };
  const taken: string[] = [];
  for (const resource of free) {
    const own = { flow: holder.flow, execution: initialVerdict.execution };
    const lock = await takeLock(cloudFlow, lockFlow, resource, own);
    if ("lock" in lock) {
      taken.push(lock.lock);
      continue;
    }
    await releaseLocks(cloudFlow, lockFlow, taken);
    throw new AlbflowError("Conflict", reason("lock-waiting", { resource, holder: lock.heldBy }));
  }
  const last = verdict.cause ?? verdict.reason;
  return {
    ...base,
    locks: [...locks, ...taken],
    state: "failed",
    reason: reason("stopped-last-word", { ...by, last }),
  };
}

/** What is told of an execution that has changed nothing. */
function asPlanned(verdict: Verdict | undefined): Partial<Verdict> {
  if (verdict === undefined) return {};
  const { input, plan, touches, place } = verdict;
  return { input, plan, ...(touches === undefined ? {} : { touches }), ...(place === undefined ? {} : { place }) };
}

/** Milliseconds since 1970 until which a phase that writes, and that nobody waits for any more, may go on; 0 when none does. */
function writesUntil(events: HistoryEvent[]): number {
  const open = visitsOf(events).findLast(({ exitedAt }) => exitedAt === undefined);
  if (open === undefined || !WRITING.has(open.name)) return 0;
  const last = events.findLast(({ StepName, Type }) => StepName === open.name && TASK_EVENT.test(Type));
  return last === undefined || ENDED.test(last.Type) ? 0 : Date.parse(last.Time) + PHASE_MS;
}

/** States of flows/operation.yaml that write. */
const WRITING = new Set(["Call", "Undo"]);
const TASK_EVENT = /^Task/;
const ENDED = /^Task(Failed|SubmitFailed|Succeeded|TimedOut)$/;

/** Longest run of an operation's function (functions/registry.ts), and a little for clocks that differ. */
const PHASE_MS = 65_000;
