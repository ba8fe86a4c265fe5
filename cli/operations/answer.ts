import { userInfo } from "node:os";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { pendingApproval, taskTokenOf } from "../../shared/core/pendingApproval.ts";
import { approvalsNeeded } from "../../shared/features/approvals/approvalsNeeded.ts";
import { castVote } from "../../shared/features/approvals/castVote.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { secretFor } from "../../shared/platform/secretFor.ts";
import { type Connection, type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { whenLeaving } from "../leaving.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { printable } from "../printable.ts";
import { describePlan } from "./describePlan.ts";
import { executionNamed } from "./executionNamed.ts";
import { type openProgress, progressFor } from "./progress.ts";
import { secretOf } from "./secretOf.ts";

/** How an answer is given. */
export interface AnswerOptions extends ConnectionOptions, OutputOptions {
  deny?: boolean;
  /** Why. */
  reason?: string;
  /** Whose word it is; else the user of this machine. */
  as?: string;
}

/**
 * Answers the question that an execution waits with. Whoever has the deployment's secret (`ALBFLOW_SECRET`) can: they
 * answer for themselves. Gives the exit code.
 */
export async function answer(execution: string, options: AnswerOptions): Promise<number> {
  return withConnection(options, (connection) => answerIn(connection, execution, options));
}

async function answerIn(connection: Connection, execution: string, options: AnswerOptions): Promise<number> {
  const reported = { execution, isGiven: false, flags: flagsOf(options) };
  const progress = progressFor(isForMachines(options));
  const stay = whenLeaving(() => {
    progress.clear();
    return reason("approve-interrupted", reported);
  });
  return given(connection, execution, options, { reported, progress }).finally(() => {
    stay();
    progress.clear();
  });
}

async function given(
  connection: Connection,
  execution: string,
  options: AnswerOptions,
  { reported, progress }: { reported: { isGiven: boolean; flags: string }; progress: ReturnType<typeof openProgress> },
): Promise<number> {
  const cloudFlow = openCloudFlow(connection.session);
  const isQuiet = isForMachines(options);
  if (!isQuiet) progress.show(cliMessage("progress-reading-plan"));
  const { flow } = await executionNamed(cloudFlow, execution);
  const pending = pendingApproval(await cloudFlow.history(flow, execution));
  if (pending === undefined) throw new AlbflowError("Refused", reason("execution-not-waiting", { execution }));
  const { verdict } = pending;
  progress.clear();
  if (!isQuiet) for (const line of describePlan(verdict)) console.log(printable(line));
  if (!isQuiet) progress.show(cliMessage("progress-answering"));
  const decision = options.deny === true ? "deny" : "agree";
  const word = { approver: options.as ?? userInfo().username, decision, reason: options.reason ?? "" } as const;
  const secret = secretOf(connection, options) ?? ((purpose: string) => secretFor(process.env, purpose));
  // Judged as the API judges it and the flow will, before anybody reads that it was taken.
  const { vote } = castVote(verdict, word, { needed: approvalsNeeded(process.env), now: clock.now(), secret });
  const prefix = flow.slice(0, -verdict.operation.length - 1);
  const TaskToken = await taskTokenOf(cloudFlow, prefix, pending);
  await cloudFlow.call("ReportTaskSucceeded", { TaskToken, Output: JSON.stringify({ vote }) });
  reported.isGiven = true;
  progress.clear();
  await printAnswer({ execution, operation: verdict.operation, decision }, { ...options, connection }, () => [
    "",
    cliSentences("answer-given", { isDenied: decision === "deny", execution, flags: reported.flags }),
  ]);
  return 0;
}
