import { userInfo } from "node:os";
import { LOCAL_SECRET, secretFor } from "../../shared/access/secretFor.ts";
import { signVote } from "../../shared/access/votes.ts";
import { openCloudFlow } from "../../shared/clients/cloudFlow.ts";
import { clock } from "../../shared/clock.ts";
import { AlbflowError } from "../../shared/errors.ts";
import { pendingApproval } from "../../shared/executions.ts";
import { textIn } from "../../shared/verdict.ts";
import { type Connection, type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { embeddedSecret } from "../embedded/startEngine.ts";
import { findExecution } from "./findExecution.ts";
import { sayPlan } from "./sayPlan.ts";

/** How an answer is given. */
export interface AnswerOptions extends ConnectionOptions {
  deny?: boolean;
  because?: string;
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

async function answerIn({ session, engine }: Connection, execution: string, options: AnswerOptions): Promise<number> {
  const cloudFlow = openCloudFlow(session);
  const { flow } = await findExecution(cloudFlow, execution);
  const pending = pendingApproval(await cloudFlow.history(flow, execution));
  if (pending === undefined) throw new AlbflowError("Refused", `${execution} does not wait for anybody's answer.`);
  const { verdict, taskToken } = pending;
  const approver = options.as ?? userInfo().username;
  if (options.deny !== true && approver === textIn(verdict.input, "requestedBy")) {
    throw new AlbflowError("Refused", `${approver} has asked for it, and nobody agrees to their own plan.`);
  }
  for (const line of sayPlan(verdict)) console.log(line);
  const known = engine !== undefined ? embeddedSecret(session.credentials) : LOCAL_SECRET;
  const secrets =
    engine !== undefined || options.local === true ? { ALBFLOW_SECRET: known, ...process.env } : process.env;
  const vote = signVote(secretFor(secrets, "votes"), {
    execution,
    round: verdict.round + verdict.votes.length,
    planHash: verdict.plan?.hash ?? "",
    approver,
    decision: options.deny === true ? "deny" : "agree",
    reason: options.because ?? "",
    at: clock.now(),
  });
  await cloudFlow.call("ReportTaskSucceeded", { TaskToken: taskToken, Output: JSON.stringify({ vote }) });
  const said = options.deny === true ? "Denied" : "Agreed";
  console.log(`\n${said}. \`albflow execution ${execution}${flagsOf(options)}\` tells how it goes.`);
  return 0;
}
