import { createHash } from "node:crypto";
import type { CloudFlowClient, HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";
import { verdictIn, visitsOf } from "./executions.ts";
import { flowNameOf, KEEP } from "./flowDefinition.ts";
import type { Verdict } from "./verdict.ts";

/** A question that an execution waits to have answered. */
export interface PendingApproval {
  verdict: Verdict;
  /** Whoever has it can answer, so that it is shown to nobody; empty where the history does not tell (`taskTokenOf`). */
  taskToken: string;
  /** How often it could not be asked before. */
  tries: number;
}

/** The question that an execution of this history waits with, if it does. */
export function pendingApproval(events: HistoryEvent[]): PendingApproval | undefined {
  const last = events.findLast(({ StepName, Type }) => StepName === APPROVE && TASK_EVENTS.has(Type));
  if (last?.Type !== "TaskSubmitted") return undefined;
  const entered = events.findLast(({ StepName, Type }) => StepName === APPROVE && Type === "StepEntered");
  const scheduled = events.findLast(({ StepName, Type }) => StepName === APPROVE && Type === "TaskScheduled");
  const { parameters } = JSON.parse(scheduled?.EventDetail ?? "{}") as { parameters?: { body?: Scheduled } };
  const verdict = parameters?.body?.verdict ?? (entered === undefined ? undefined : verdictIn(entered));
  if (verdict === undefined) return undefined;
  const visit = visitsOf(events).findLast(({ name }) => name === APPROVE);
  return { verdict, taskToken: parameters?.body?.taskToken ?? "", tries: visit?.failedTries.length ?? 0 };
}

interface Scheduled {
  verdict?: Verdict;
  taskToken?: string;
}

/** The state of flows/operation.yaml that waits for people. */
const APPROVE = "Approve";
const TASK_EVENTS = new Set([
  "TaskScheduled",
  "TaskStarted",
  "TaskSubmitted",
  "TaskSubmitFailed",
  "TaskSucceeded",
  "TaskFailed",
  "TaskTimedOut",
]);

/** Keeps under which token a question is answered, where it can be found again: no page says that a history tells it. */
export async function keepTaskToken(
  cloudFlow: Pick<CloudFlowClient, "start">,
  prefix: string,
  { verdict, tries, taskToken }: PendingApproval,
): Promise<void> {
  await cloudFlow.start(flowNameOf(prefix, KEEP.name), questionName(prefix, verdict, tries), { taskToken });
}

/** The token under which a question is answered: from the history, else as it was kept. Throws `AlbflowError`, Failed for none. */
export async function taskTokenOf(
  cloudFlow: Pick<CloudFlowClient, "describe">,
  prefix: string,
  { verdict, tries, taskToken }: PendingApproval,
): Promise<string> {
  if (taskToken !== "") return taskToken;
  for (let tried = tries; tried >= 0; tried -= 1) {
    const name = questionName(prefix, verdict, tried);
    const kept = await cloudFlow.describe(flowNameOf(prefix, KEEP.name), name).catch((error: unknown) => {
      if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
      throw error;
    });
    const { taskToken: found = "" } = JSON.parse(kept?.Input ?? "{}") as { taskToken?: string };
    if (found !== "") return found;
  }
  throw new AlbflowError("Failed", reason("approval-not-found", { execution: verdict.execution }));
}

/** A name that CloudFlow takes, whatever the execution is called (cloudflow.md §8.1). */
function questionName(prefix: string, { operation, execution, round, votes }: Verdict, tries: number): string {
  const whose = createHash("sha256")
    .update(`${flowNameOf(prefix, operation)} ${execution}`)
    .digest("hex")
    .slice(0, 24);
  return `asked-${whose}-${round + votes.length}-${tries}`;
}
