import type { CloudFlowClient, HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { clock } from "../platform/clock.ts";
import { AlbflowError } from "../platform/errors.ts";
import { redact } from "../platform/redact.ts";
import { poll } from "../platform/retry.ts";
import { shortened } from "../platform/shortened.ts";
import { lastVerdictIn, visitsOf } from "./executions.ts";
import type { Stop } from "./stop.ts";
import { explain, type MadeWrite, textIn, type Verdict } from "./verdict.ts";

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
 * Conflict with a sentence when there is nothing to stop, InvalidInput for a reason that is none.
 */
export async function stopExecution(
  cloudFlow: CloudFlowClient,
  { flow, execution }: { flow: string; execution: string },
  order: Pick<Stop, "by" | "why" | "mode">,
  inputOf: (input: { goBackFor: string; requestedBy: string }, name: string) => object = (input) => input,
): Promise<{ stop: Stop; rollbackTarget: string; message: string }> {
  // What a terminal or a chat would take for a command is no part of a reason.
  const why = order.why.replaceAll(/\p{Cc}+/gu, " ").trim();
  if (why === "" || why.length > LONGEST_REASON) {
    throw new AlbflowError("InvalidInput", `A stop needs a reason of 1 to ${LONGEST_REASON} characters.`);
  }
  const rollbackTarget = rollbackName(execution);
  const { Status } = await cloudFlow.describe(flow, execution);
  const isRunning = Status === "Running" || Status === "Starting";
  const before = await cloudFlow.history(flow, execution);
  if (isRunning) {
    const refused = order.mode === "takeBack" && isGoingBack(before);
    if (refused)
      throw new AlbflowError("Conflict", `${execution} goes back already: what it has changed is being taken back`);
    await cloudFlow.stop(flow, execution, JSON.stringify({ by: order.by, why, mode: order.mode }));
  }
  const stop = isRunning ? await stopSeen(cloudFlow, flow, execution) : stopIn(before);
  if (stop === undefined) {
    const said = lastVerdictIn(isRunning ? await cloudFlow.history(flow, execution) : before);
    const story = said === undefined ? "" : `: ${explain(said)}`;
    throw new AlbflowError("Conflict", `${execution} has ended already, there is nothing to stop${story}`);
  }
  const message = describeStop(stop, execution, lastVerdictIn(before));
  if (stop.mode !== order.mode) throw new AlbflowError("Conflict", message);
  const input = inputOf({ goBackFor: execution, requestedBy: stop.by }, rollbackTarget);
  await cloudFlow.start(flow, rollbackTarget, input);
  const { Input } = await cloudFlow.describe(flow, rollbackTarget);
  if (objectIn(Input).goBackFor !== execution) {
    throw new AlbflowError(
      "Conflict",
      `${execution} is stopped, but ${rollbackTarget} is something else: it cannot take it back`,
    );
  }
  return { stop, rollbackTarget, message };
}

/** How a stopped execution stands, in sentences: who, why, what is left, and what to do next. */
export function describeStop(stop: Stop, execution: string, verdict: Verdict | undefined): string {
  const said = describeWho(stop, execution);
  if (verdict === undefined) return `${said} It had not begun to change anything.`;
  if ((verdict.plan === null && verdict.writes.length === 0) || verdict.state === "awaitingApproval") {
    return `${said} Nothing was changed.`;
  }
  if (stop.mode === "takeBack") return `${said} ${rollbackName(execution)} takes back what it has changed.`;
  return `${said} ${describeLeft(execution, verdict)}`;
}

/** `olga has stopped cli-1: the wrong group.` */
export function describeWho({ by, why }: Pick<Stop, "by" | "why">, execution: string): string {
  const who = by === "" ? "Somebody outside albflow" : by;
  const said = `${who} has stopped ${execution}${why === "" ? "" : `: ${why}`}`.trimEnd();
  return /[.!?。！？]$/.test(said) ? said : `${said}.`;
}

/** What is left by an execution that does not go on: what was changed, what was planned, that nobody watches, what to do. */
export function describeLeft(
  execution: string,
  { writes, plan, input }: Pick<Verdict, "writes" | "plan" | "input">,
): string {
  const made = writes.filter(({ outcome }) => outcome !== "refused").map(describeWrite);
  const more = made.length <= MOST_REPORTED ? [] : [`and ${made.length - MOST_REPORTED} more`];
  const changed = made.length === 0 ? "nothing that is known" : [...made.slice(0, MOST_REPORTED), ...more].join("; ");
  const steps = plan?.steps ?? [];
  const planned = [
    ...steps.slice(0, MOST_REPORTED),
    ...(steps.length <= MOST_REPORTED ? [] : [`${steps.length - MOST_REPORTED} more`]),
  ];
  const listenerId = textIn(input, "listenerId");
  return [
    "It is left as it is: not verified, and nobody watches it.",
    `Changed so far: ${changed}.`,
    `Planned: ${planned.join(", then ") || "nothing"}.`,
    ...(listenerId === "" ? [] : [`\`albflow verify ${listenerId}\` shows what clients are served;`]),
    `\`albflow undo ${execution}\` takes it back.`,
  ].join(" ");
}

/** Writes and steps that are told one by one. */
const MOST_REPORTED = 8;

function describeWrite({ action, resource, changes, outcome, back }: MadeWrite): string {
  const fields = changes.map(({ field, before, after }) => `${field} ${short(before)} → ${short(after)}`).join(", ");
  const notes = [...(outcome === "unknown" ? ["may have been made"] : []), ...(back ? ["on the way back"] : [])];
  return `${action} on ${resource}${fields === "" ? "" : ` (${fields})`}${notes.length === 0 ? "" : `, ${notes.join(", ")}`}`;
}

function short(value: unknown): string {
  return shortened(typeof value === "string" ? value : JSON.stringify(value ?? null), 80);
}

/** Whether an execution is on its way back, or about to be. */
function isGoingBack(events: HistoryEvent[]): boolean {
  const here = visitsOf(events).at(-1);
  return here !== undefined && BACK.has(here.name);
}

/** States of flows/operation.yaml that are entered on the way back only. */
const BACK = new Set(["Undo", "IsUndone", "PauseUndo", "VerifyUndone", "IsBack"]);

/** The stop that has come first; CloudFlow shows it a moment later (cloudflow.md §8.1). Undefined when it ended by itself. */
async function stopSeen(cloudFlow: CloudFlowClient, flow: string, execution: string): Promise<Stop | undefined> {
  const probe = async () => {
    const { Status } = await cloudFlow.describe(flow, execution);
    const stop = stopIn(await cloudFlow.history(flow, execution));
    return { stop, isOver: stop !== undefined || (Status !== "Running" && Status !== "Starting") };
  };
  const pacing = { name: `stop ${flow}/${execution}`, firstMs: 400, until: clock.now() + POLL_TIMEOUT_MS };
  const { stop, isOver } = await poll(probe, (seen) => seen.isOver, pacing);
  if (isOver) return stop;
  throw new AlbflowError("Transient", `CloudFlow still shows ${execution} as running; ask again`);
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
