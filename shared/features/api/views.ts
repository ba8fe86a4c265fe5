import { detailReason } from "../../core/describeCaught.ts";
import { type FailedTry, visitsOf } from "../../core/executions.ts";
import { impactsOf } from "../../core/impact.ts";
import { clientsSawIn } from "../../core/observed.ts";
import { type PlanRow, planRows } from "../../core/planRows.ts";
import { asked } from "../../core/signedRequest.ts";
import { type MadeWrite, type Plan, textIn, type Verdict, verdictWith } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { redact, redactAll } from "../../platform/redact.ts";

/** A plan as people read it. The stages that it leads through stay inside. */
function planView(plan: Plan) {
  const { hash, changes, certificates, steps, effect, expectedSeconds, atMostSeconds, needsApproval, watch } = plan;
  const impacts = impactsOf(plan);
  return { hash, changes, certificates, steps, effect, impacts, expectedSeconds, atMostSeconds, needsApproval, watch };
}

/** A verdict as people read it, without what makes it work: votes, locks, snapshots. */
export function verdictView(verdict: Verdict) {
  const { plan, place, touches = [], seen, observed, approvedBy, apiCalls } = verdict;
  const reported = {
    ...verdictSummary(verdict),
    ...(place === undefined ? {} : { place }),
    plan: plan === null ? null : planView(plan),
  };
  const clientsSaw = clientsSawIn(verdict);
  return { ...reported, touches, seen, ...(clientsSaw === null ? {} : { clientsSaw, observed }), approvedBy, apiCalls };
}

/** Where a verdict stands, and why: what went wrong, if anything did, and where things are now. */
export interface VerdictSummary {
  state: Verdict["state"];
  reason: Reason;
  cause: Reason | null;
}

export function verdictSummary({ state, reason, cause }: Verdict): VerdictSummary {
  return redactAll({ state, reason, cause });
}

/** An execution in a list. What its verdict says is known when it has ended. */
export function executionView(
  operation: string,
  { Name, Status, StartedTime, StoppedTime, Input, Output }: ExecutionRow,
) {
  const input = objectIn(Input);
  const verdict = objectIn(Output).verdict as Verdict | undefined;
  return {
    name: Name,
    operation,
    status: Status,
    startedAt: StartedTime,
    stoppedAt: StoppedTime === "" ? null : StoppedTime,
    listenerId: textIn(input, "listenerId") || textIn(verdict?.input ?? {}, "listenerId"),
    ...placeView(input, verdict),
    undoes: textIn(input, "undo") || textIn(input, "goBackFor"),
    requestedBy: textIn(input, "requestedBy"),
    why: redact(textIn(input, "reason")),
    ticket: redact(textIn(input, "ticket")),
    ...(verdict === undefined ? {} : { ...endedView(verdict), changes: changesIn(verdict) }),
  };
}

/** Where it is done, where that is not home. */
function placeView(
  input: Record<string, unknown>,
  verdict: Verdict | undefined,
): { region?: string; account?: string } {
  const region = verdict?.place?.region ?? textIn(input, "region");
  const account = verdict?.place?.accountId ?? textIn(input, "account");
  return { ...(region === "" ? {} : { region }), ...(account === "" ? {} : { account }) };
}

/** What a list tells of an execution that has ended, but for its changes. */
export function endedView(verdict: Verdict) {
  return { ...verdictSummary(verdict), ...endedBy(verdict), made: madeBy(verdict) };
}

/** What it has made and not taken back, under the ids that the cloud gave: a listener that was restored has a new one. */
export function madeBy({ writes = [], state }: Partial<Pick<Verdict, "writes">> & Pick<Verdict, "state">): Made[] {
  if (state === "rolledBack") return [];
  return writes.flatMap(({ made, outcome, back }) => (made === undefined || outcome !== "done" || back ? [] : [made]));
}

type Made = NonNullable<MadeWrite["made"]>;

/** What was changed, as values; nothing where everything is as it was. */
function changesIn({ state, plan }: Verdict): PlanRow[] {
  const rows = plan === null || state !== "verified" ? [] : planRows(plan);
  return rows.slice(0, MOST_CHANGES).map((row) => ({
    ...row,
    before: row.before.slice(0, MOST_CHANGES).map(short),
    after: row.after.slice(0, MOST_CHANGES).map(short),
  }));
}

/** As much as fits into a line of a list. */
const MOST_CHANGES = 3;
const short = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

/** The execution that people have stopped and that this one ends, if it does. */
export function endedBy({ stopped }: Verdict): { stoppedExecution?: NonNullable<Verdict["stopped"]> } {
  return stopped === undefined ? {} : { stoppedExecution: stopped };
}

/** A state that an execution went through. Times are RFC 3339 in UTC. */
export interface VisitView {
  state: string;
  enteredAt: string;
  /** Null while it goes on. */
  exitedAt: string | null;
  /** Type of the last event in it. */
  last: string;
  /** With which it was left. */
  verdict?: VerdictSummary;
  /** Tries of its task that failed, if any did. */
  failedTries?: { at: string; error: string; cause: Reason }[];
}

/** The states that an execution went through. Events are not passed on: some hold the right to answer for people. */
export function historyView(events: HistoryEvent[]): VisitView[] {
  return visitsOf(events).map(({ name, enteredAt, exitedAt, verdict, last, failedTries }) => ({
    state: name,
    enteredAt: new Date(enteredAt).toISOString(),
    exitedAt: exitedAt === undefined ? null : new Date(exitedAt).toISOString(),
    last,
    ...(verdict === undefined ? {} : { verdict: verdictSummary(verdict) }),
    ...(failedTries.length === 0 ? {} : { failedTries: failedTries.map(tryView) }),
  }));
}

/**
 * What a state was given and what it gave, by its place in the history, from 1; undefined where there is none. Of the
 * payloads that flows carry only what people may read: nothing with which somebody could answer for others.
 */
export function visitView(events: HistoryEvent[], place: number, row: Pick<ExecutionRow, "Input">) {
  const visit = visitsOf(events)[place - 1];
  if (visit === undefined) return undefined;
  const { name: state, given, gave } = visit;
  return {
    state,
    input: place === 1 ? inputView(row) : payloadView(objectIn(given).input),
    output: gave === "" ? null : payloadView(objectIn(gave).output),
  };
}

function payloadView(payload: unknown): object {
  const { verdict, error, reported } = (payload ?? {}) as {
    verdict?: Verdict;
    error?: { error?: string; cause?: string };
    reported?: boolean;
  };
  const whole = verdict?.execution === undefined ? undefined : verdictWith(verdict);
  return {
    ...(whole === undefined ? {} : { verdict: { ...verdictView(whole), writes: writesView(whole) } }),
    ...(error?.error === undefined ? {} : { error: error.error, cause: redactAll(detailReason(error.cause ?? "")) }),
    ...(reported === undefined ? {} : { reported }),
  };
}

function tryView({ at, error, cause }: FailedTry) {
  return { at: new Date(at).toISOString(), error, cause: redactAll(detailReason(cause)) };
}

/** What an execution was given, and what it gave, without what makes it work and what nobody may read. */
export function inputView({ Input }: Pick<ExecutionRow, "Input">): object {
  return asked(objectIn(redact(Input)));
}

/** Every write that an execution has made, or may have made; executions of before there was a trail have noted none. */
export function writesView({ writes = [] }: Partial<Pick<Verdict, "writes">>) {
  return writes.map(({ at, action, resource, requestId, outcome, back, evidence }) => ({
    at: new Date(at).toISOString(),
    action,
    resource,
    requestId,
    outcome,
    back,
    evidence: redactAll(evidence),
  }));
}

/** JSON text as an object; an empty one for anything else. */
export function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
