import { newUuid } from "../rpc/ids.ts";
import type { Edit, Store } from "../rpc/store.ts";
import type { AlbCall } from "./call.ts";
import type { AlbRows, AlbState, Job, PendingChange } from "./rows.ts";

/** A change that takes time: what the rows are meanwhile, and what they are when it is done. */
export interface ScheduledChange {
  resource: { type: Job["ResourceType"]; id: string };
  operate: Job["OperateType"];
  /** Null: gone by then. */
  edits: { [Name in keyof AlbRows]: EditOverTime<Name> }[keyof AlbRows][];
  /** The action whose duration applies; default: the one that is running. */
  lasts?: string;
  /** The certificates that leave the listener. */
  leaving?: string[];
}

interface EditOverTime<Name extends keyof AlbRows> {
  table: Name;
  id: string;
  during: AlbRows[Name];
  after: AlbRows[Name] | null;
}

/** So that days of load do not fill the memory. */
const MOST_JOBS = 100_000;

const JOB_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * Begins a change: shows `during` at once, and writes down, as data, what becomes true later and how the job ends.
 * Answers the JobId. Faults: `stuck` never ends, `failJob` ends in the former rows (alb.md U20), `lag` leaves the data
 * plane behind.
 */
export function schedule(state: AlbState, call: AlbCall, change: ScheduledChange): { JobId: string } {
  const id = newUuid(call.random).toLowerCase();
  const at = call.now + call.durationOf(change.lasts ?? call.action);
  const before = change.edits.map((edit) => rowOf(state, edit.table, edit.id));
  const done = change.edits.map(({ table, id: row, after }) => ({ table, id: row, row: after }) as Edit<AlbRows>);
  const job: Job = {
    Id: id,
    ApiName: call.action,
    OperateType: change.operate,
    ResourceId: change.resource.id,
    ResourceType: change.resource.type,
    Status: "Processing",
    CreateTime: call.now,
    ModifyTime: call.now,
    // Empty while Processing, absent afterwards (alb.md §3).
    ErrorCode: "",
    ErrorMessage: "",
    ...(change.leaving === undefined ? {} : { Leaving: change.leaving }),
  };
  const fault = call.fault;
  state.changes.put({
    ChangeId: id,
    ...(fault?.kind === "stuck" ? {} : { at }),
    ...(fault?.kind === "lag" ? { effectiveAt: at + fault.ms } : {}),
    // The data plane serves what was before a change until it is over.
    before: call.isFound("served-while-configuring", "the new at once") ? [] : before,
    after: [
      ...(fault?.kind === "failJob" && !call.isFound("failed-job", "leaves it changed") ? before : done),
      { table: "jobs", id, row: endedJob(job, at, fault) },
    ],
  });
  forgetOldJobs(state, call.now);
  state.jobs.put(job);
  for (const edit of change.edits) putRow(state, edit.table, edit.during);
  return { JobId: id };
}

/** Makes every change come true whose time has come, in order. `dated` is told the time before each. */
export function settle(store: Store<AlbRows>, now: number, dated: (at: number) => void) {
  const due = [...store.tables.changes.all()]
    .filter((change) => nextStep(change) <= now)
    .sort((one, other) => nextStep(one) - nextStep(other));
  for (const change of due) {
    const at = nextStep(change);
    dated(at);
    for (const edit of change.after) store.apply(edit);
    const { at: _done, ...rest } = change;
    const lagging = change.effectiveAt !== undefined && change.effectiveAt > now;
    if (lagging) store.tables.changes.put({ ...rest, after: [] });
    else store.tables.changes.delete(change.ChangeId);
  }
}

/** When something about this change happens next, in ms since 1970; infinite when it is stuck. */
export function nextStep(change: PendingChange): number {
  return change.at ?? (change.after.length === 0 ? change.effectiveAt : undefined) ?? Number.POSITIVE_INFINITY;
}

/** The state that the data plane serves: as it was before every change that is not effective yet (alb.md U13). */
export function effectiveState(store: Store<AlbRows>): AlbState {
  const pending = [...store.tables.changes.all()].reverse();
  return store.withEdits(pending.flatMap((change) => change.before));
}

function endedJob(job: Job, at: number, fault: AlbCall["fault"]): Job {
  const { ErrorCode: _code, ErrorMessage: _message, ...rest } = job;
  if (fault?.kind !== "failJob") return { ...rest, Status: "Succeeded", ModifyTime: at };
  return { ...rest, Status: "Failed", ModifyTime: at, ErrorCode: fault.code, ErrorMessage: fault.message };
}

function forgetOldJobs(state: AlbState, now: number) {
  for (const job of state.jobs.all()) {
    if (now - job.CreateTime <= JOB_KEPT_MS && state.jobs.size < MOST_JOBS) return;
    state.jobs.delete(job.Id);
  }
}

function rowOf<Name extends keyof AlbRows>(state: AlbState, table: Name, id: string): Edit<AlbRows> {
  return { table, id, row: state[table].get(id) ?? null } as Edit<AlbRows>;
}

function putRow<Name extends keyof AlbRows>(state: AlbState, table: Name, row: AlbRows[Name]) {
  state[table].put(row);
}
