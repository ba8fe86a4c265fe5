import { flowNameOf } from "../../../core/flowDefinition.ts";
import { type PendingApproval, pendingApproval, taskTokenOf } from "../../../core/pendingApproval.ts";
import { textIn, type Verdict } from "../../../core/verdict.ts";
import { clock } from "../../../platform/clock.ts";
import { eachLimited } from "../../../platform/eachLimited.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason as codedReason, type Reason } from "../../../platform/reasons/reason.ts";
import { openApprovalLink } from "../../approvals/approvalLink.ts";
import { castVote } from "../../approvals/castVote.ts";
import { currentRound } from "../../approvals/proposalOf.ts";
import type { Vote } from "../../approvals/votes.ts";
import { type ApiCall, type ApiHandler, addressOf, type Deployed, demand } from "../apiCall.ts";
import { allows } from "../authentication/identity.ts";
import { listPage } from "../listPage.ts";
import { forbidden, RequestError } from "../problem.ts";
import { hasInstance, touchedIn } from "../touchesOf.ts";
import { objectIn, verdictView } from "../views.ts";
import { approvalView } from "./approvalView.ts";
import { rowsOf } from "./executions.ts";

/**
 * `GET /approvals`: what waits for somebody's word, as far as the caller may see it, what waits the shortest first. What runs is asked for alone:
 * a question may be older than a hundred executions that have ended since.
 */
export const listApprovals: ApiHandler = async (call) => {
  demand(call, "view");
  const { deployed, identity } = call;
  const { rows, readAt } = await rowsOf(call, 99, { status: "Running" });
  const running = rows.filter(({ operation, row }) => {
    const listenerId = textIn(objectIn(row.Input), "listenerId");
    const touches = listenerId === "" || hasInstance(identity) ? undefined : [listenerId];
    const target = touches === undefined ? { operation } : { operation, touches };
    return allows(identity, "view", target);
  });
  const found = await eachLimited(running, ({ operation, row }) => pendingOf(deployed, operation, row.Name), 4);
  const visible = found.flatMap((pending) =>
    pending !== undefined && allows(identity, "view", targetOf(pending.verdict)) ? [pending] : [],
  );
  const views = visible.map((pending) => approvalView(deployed, pending));
  const { rows: approvals, nextCursor } = listPage(call, views, ({ until, execution }) => `${until} ${execution}`);
  return { status: 200, body: { approvals, nextCursor, readAt } };
};

/** `GET /approvals/{token}`: the plan that a link leads to. */
export const describeApproval: ApiHandler = async (call) => {
  const pending = await opened(call);
  return { status: 200, body: { ...approvalView(call.deployed, pending), verdict: verdictView(pending.verdict) } };
};

/**
 * `POST /approvals/{token}`: the caller's word about that plan. It is judged here as the flow will judge it, so that a vote
 * that cannot count takes nobody's place.
 */
export const answerApproval: ApiHandler = async (call) => {
  const { identity, deployed, body } = call;
  const pending = await opened(call);
  const { verdict } = pending;
  const decision = textIn(body, "decision") as Vote["decision"];
  // Whoever has asked for something may always withdraw it.
  const withdraws = decision === "deny" && identity.name === textIn(verdict.input, "requestedBy");
  if (!withdraws) demand(call, "approve", targetOf(verdict));
  if (identity.kind !== "person" && !withdraws)
    throw forbidden(codedReason("machine-cannot-approve", { name: identity.name }));
  const reason = textIn(body, "reason");
  if (decision === "deny" && reason.trim() === "") {
    throw new RequestError(400, codedReason("denial-without-comment"), [
      { pointer: "/reason", problem: codedReason("value-missing") },
    ]);
  }
  const word = { approver: identity.name, decision, reason };
  const { approvalsNeeded: needed, secret } = deployed;
  const { vote, judgement } = castVote(verdict, word, { needed, now: clock.now(), secret });
  const { state } = judgement;
  await report(deployed, await taskTokenOf(deployed.cloudFlow, deployed.prefix, pending), vote);
  return {
    status: 202,
    headers: { location: addressOf(deployed, `/v1/executions/${verdict.execution}?operation=${verdict.operation}`) },
    body: { execution: verdict.execution, operation: verdict.operation, state, reason: judgement.reason },
  };
};

/** What an execution asks; undefined when it asks nothing. */
async function pendingOf(
  { cloudFlow, prefix }: Deployed,
  operation: string,
  execution: string,
): Promise<PendingApproval | undefined> {
  const flow = flowNameOf(prefix, operation);
  try {
    const { Status } = await cloudFlow.describe(flow, execution);
    return Status === "Running" ? pendingApproval(await cloudFlow.history(flow, execution)) : undefined;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
    throw error;
  }
}

/** The question that the link in the path leads to. Throws 404 for one that leads nowhere, and says why if it is ours. */
async function opened(call: ApiCall): Promise<PendingApproval> {
  const { deployed, path } = call;
  const key = deployed.secret("approval links");
  const closed = (why: Reason) => new RequestError(404, why);
  const unavailable = openApprovalLink(path.token ?? "", { key, now: clock.now() });
  if (unavailable.state === "closed") throw closed(unavailable.reason);
  const { operation, execution } = unavailable.pointer;
  const pending = await pendingOf(deployed, operation, execution);
  if (pending === undefined) throw closed(codedReason("approval-not-waiting"));
  const current = { execution, planHash: pending.verdict.plan?.hash ?? "", round: currentRound(pending.verdict) };
  const read = openApprovalLink(path.token ?? "", { key, now: clock.now(), current });
  if (read.state === "closed") throw closed(read.reason);
  demand(call, "view", targetOf(pending.verdict));
  return pending;
}

async function report({ cloudFlow }: Deployed, TaskToken: string, vote: string): Promise<void> {
  try {
    await cloudFlow.call("ReportTaskSucceeded", { TaskToken, Output: JSON.stringify({ vote }) });
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "InvalidInput")) throw error;
    throw new AlbflowError("Conflict", codedReason("answered-at-once"));
  }
}

function targetOf(verdict: Verdict) {
  return { operation: verdict.operation, touches: touchedIn(verdict) };
}
