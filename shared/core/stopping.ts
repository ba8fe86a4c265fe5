import type { CloudFlowClient, HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { clock } from "../platform/clock.ts";
import { AlbflowError } from "../platform/errors.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";
import { redact } from "../platform/redact.ts";
import { poll } from "../platform/retry.ts";
import { shortened } from "../platform/shortened.ts";
import { lastVerdictIn, visitsOf } from "./executions.ts";
import type { Stop } from "./stop.ts";
import { type MadeWrite, textIn, type Verdict } from "./verdict.ts";

/** The longest reason: with the name beside it CloudFlow takes it as a Cause of at most 4,096 characters. */
export const LONGEST_REASON = 500;

/** The name of the execution that ends what another has left: that takes it back, or tells that it stays. */
export function rollbackName(execution: string): string {
  return `back-${execution}`;
}

/** What the history of an execution says about who has stopped it; undefined when nobody has. */
export function stopIn(events: HistoryEvent[]): Stop | undefined {
  const last = events.findLast(({ Type }) => Type === "ExecutionStopped");
  if (last === undefined) return undefined;
  const { cause = "" } = JSON.parse(last.EventDetail) as { cause?: string };
  const { by, why, mode } = objectIn(cause);
  const isOwn = typeof by === "string" && typeof why === "string" && (mode === "takeBack" || mode === "leave");
  const reported: Pick<Stop, "by" | "why" | "mode"> = isOwn ? { by, why, mode } : { by: "", why: cause, mode: "leave" };
  return { ...reported, why: redact(reported.why), at: last.Time };
}

/**
 * Stops an execution and starts the one that ends what it has left, under `rollbackName`. Whoever is killed between the two
 * has said in the first what shall be done, and the flow of the lock starts the second (flows/lock.yaml). Asked again in
 * the same way it does what is missing. `inputOf` completes the input of the second, for who signs it. Throws `AlbflowError`:
 * Conflict when there is nothing to stop, InvalidInput for a reason that is none.
 */
export async function stopExecution(
  cloudFlow: CloudFlowClient,
  { flow, execution }: { flow: string; execution: string },
  order: Pick<Stop, "by" | "why" | "mode">,
  inputOf: (input: { goBackFor: string; requestedBy: string }, name: string) => object = (input) => input,
): Promise<{ stop: Stop; rollbackTarget: string; reason: Reason }> {
  // What a terminal or a chat would take for a command is no part of a reason.
  const why = order.why.replaceAll(/\p{Cc}+/gu, " ").trim();
  if (why === "" || why.length > LONGEST_REASON) {
    throw new AlbflowError("InvalidInput", reason("stop-reason-missing", { most: LONGEST_REASON }));
  }
  const rollbackTarget = rollbackName(execution);
  const { Status } = await cloudFlow.describe(flow, execution);
  const isRunning = Status === "Running" || Status === "Starting";
  const before = await cloudFlow.history(flow, execution);
  if (isRunning) {
    if (order.mode === "takeBack" && isGoingBack(before)) {
      throw new AlbflowError("Conflict", reason("stop-while-rolling-back", { execution }));
    }
    await cloudFlow.stop(flow, execution, JSON.stringify({ by: order.by, why, mode: order.mode }));
  }
  const stop = isRunning ? await stopSeen(cloudFlow, flow, execution) : stopIn(before);
  if (stop === undefined) {
    const said = lastVerdictIn(isRunning ? await cloudFlow.history(flow, execution) : before);
    throw new AlbflowError("Conflict", reason("stop-too-late", { execution, last: said?.reason ?? null }));
  }
  const reported = describeStop(stop, execution, lastVerdictIn(before));
  if (stop.mode !== order.mode) throw new AlbflowError("Conflict", reported);
  const input = inputOf({ goBackFor: execution, requestedBy: stop.by }, rollbackTarget);
  await cloudFlow.start(flow, rollbackTarget, input);
  const { Input } = await cloudFlow.describe(flow, rollbackTarget);
  if (objectIn(Input).goBackFor !== execution) {
    throw new AlbflowError("Conflict", reason("stop-name-taken", { execution, rollbackTarget }));
  }
  return { stop, rollbackTarget, reason: reported };
}

/** How a stopped execution stands: who, why, and what is left. */
export function describeStop(stop: Stop, execution: string, verdict: Verdict | undefined): Reason {
  const by = stopper(stop, execution);
  if (verdict === undefined) return reason("stopped-before-changes", { ...by, hasBegun: false });
  if ((verdict.plan === null && verdict.writes.length === 0) || verdict.state === "awaitingApproval") {
    return reason("stopped-before-changes", { ...by, hasBegun: true });
  }
  if (stop.mode === "takeBack") return reason("stopped-undoing", { ...by, rollbackTarget: rollbackName(execution) });
  return describeLeft(stop, execution, verdict);
}

/** Who has stopped which execution, and why, as reasons tell it. */
export function stopper(
  { by, why }: Pick<Stop, "by" | "why">,
  execution: string,
): { by: string | null; why: string; execution: string } {
  return { by: by === "" ? null : by, why, execution };
}

/** What is left by an execution that does not go on: what was changed, what was planned, that nobody watches, what to do. */
export function describeLeft(
  stop: Pick<Stop, "by" | "why">,
  execution: string,
  { writes, plan, input }: Pick<Verdict, "writes" | "plan" | "input">,
): Reason {
  const made = writes.filter(({ outcome }) => outcome !== "refused");
  const steps = plan?.steps ?? [];
  return reason("stopped-left", {
    ...stopper(stop, execution),
    writes: made.slice(0, MOST_REPORTED).map(reportedWrite),
    moreWrites: Math.max(0, made.length - MOST_REPORTED),
    steps: steps.slice(0, MOST_REPORTED),
    moreSteps: Math.max(0, steps.length - MOST_REPORTED),
    listenerId: textIn(input, "listenerId"),
  });
}

/** Writes and steps that are told one by one. */
const MOST_REPORTED = 8;

function reportedWrite({ action, resource, changes, outcome, back }: MadeWrite) {
  const reported = changes.map(({ field, before, after }) => ({ field, before: short(before), after: short(after) }));
  return { action, resource, changes: reported, outcome, back };
}

function short(value: unknown): string {
  return shortened(typeof value === "string" ? value : JSON.stringify(value ?? null), 80);
}

/** Whether an execution is rolling back, or about to be. */
function isGoingBack(events: HistoryEvent[]): boolean {
  const here = visitsOf(events).at(-1);
  return here !== undefined && BACK.has(here.name);
}

/** States of flows/operation.yaml that are entered in the rollback only. */
const BACK = new Set(["Undo", "IsUndone", "PauseUndo", "VerifyUndone", "IsBack"]);

/** The stop that has come first; CloudFlow shows it a moment later (cloudflow.md §8.1). Undefined when it ended by itself. */
async function stopSeen(cloudFlow: CloudFlowClient, flow: string, execution: string): Promise<Stop | undefined> {
  const readStop = async () => {
    const { Status } = await cloudFlow.describe(flow, execution);
    const stop = stopIn(await cloudFlow.history(flow, execution));
    return { stop, isOver: stop !== undefined || (Status !== "Running" && Status !== "Starting") };
  };
  const pacing = { name: `stop ${flow}/${execution}`, firstMs: 400, until: clock.now() + POLL_TIMEOUT_MS };
  const { stop, isOver } = await poll(readStop, (seen) => seen.isOver, pacing);
  if (isOver) return stop;
  throw new AlbflowError("Transient", reason("stop-not-visible", { execution }));
}

const POLL_TIMEOUT_MS = 5_000;

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
