import { outcomeOf } from "../../core/executions.ts";
import { flowNameOf } from "../../core/flowDefinition.ts";
import { originOf, signOrigin } from "../../core/origin.ts";
import { pendingApproval, taskTokenOf } from "../../core/pendingApproval.ts";
import { samePerson } from "../../core/personName.ts";
import { signRequest } from "../../core/signedRequest.ts";
import { storyOf } from "../../core/verdict.ts";
import type { CloudFlowClient, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
import { currentRound } from "../approvals/proposalOf.ts";
import { signVote } from "../approvals/votes.ts";
import { escalationName } from "./guards/remedyName.ts";
import type { Remediation } from "./guards/switches.ts";
import { REMEDIATE, type Remedy, type RemedyState, signedRemedy } from "./remedy.ts";

/** What carrying out a remedy takes. */
interface RemedyContext {
  cloudFlow: Pick<CloudFlowClient, "start" | "describe" | "history" | "call">;
  prefix: string;
  remediation: Remediation;
  /** Signs the word of those who have agreed beforehand. */
  voteKey: () => Buffer;
  /** Signs that it is remediation that asks. */
  requestKey: () => Buffer;
  /** Signs what is started: `secretFor(…, ORIGINS)`. */
  key: () => Buffer;
  now: number;
}

/**
 * One read of a remedy: starts its operation, under the remedy's own name, and tells where it stands. It may be repeated.
 * One that fails has a person asked, once in a day. Throws `AlbflowError`.
 */
export async function runRemedy(
  remedy: Remedy | RemedyState,
  own: string,
  remedyContext: RemedyContext,
): Promise<RemedyState> {
  const { cloudFlow, prefix, remediation } = remedyContext;
  const execution = "execution" in remedy ? remedy.execution : own;
  const polls = "polls" in remedy ? remedy.polls : 0;
  const pauseSeconds = Math.min(LONGEST_PAUSE_SECONDS, Math.ceil(2 * 1.4 ** polls));
  const status = (state: RemedyState["state"], outcome: Reason): RemedyState => ({
    ...remedy,
    execution,
    state,
    outcome: shortReason(outcome, 2_000),
    polls: polls + 1,
    pauseSeconds,
  });
  const flow = flowNameOf(prefix, remedy.operation);
  if (polls === 0) {
    if (remediation !== "on") return status("failed", reason("remediation-switched-off"));
    const { operation } = remedy;
    const origin = signOrigin(remedyContext.key(), { part: "remediation", operation, execution, situation: "" });
    const input = { ...remedy.input, origin };
    await cloudFlow.start(flow, execution, signRequest(remedyContext.requestKey(), { operation, execution, input }));
  }
  const { Status, Input } = await cloudFlow.describe(flow, execution);
  const started = { operation: remedy.operation, execution, input: Input };
  if (originOf(remedyContext.key(), started)?.part !== "remediation") {
    // A name is free for anybody to take, and what was started under it is not what was decided here.
    const taken = reason("remedy-name-taken", { execution, operation: remedy.operation });
    return failed(status, remedy, taken, remedyContext);
  }
  if (Status === "Running" || Status === "Starting" || Status === "") {
    if (polls >= MOST_READS) return failed(status, remedy, reason("remedy-not-ended", { execution }), remedyContext);
    const agreed = await agreeBeforehand(remedy, execution, flow, remedyContext);
    const waiting = status("waiting", agreed ?? reason("remedy-running", { execution, operation: remedy.operation }));
    return waiting.polls % POLLS_OF_AN_EXECUTION === 0 ? continueInNewExecution(waiting, remedyContext) : waiting;
  }
  const { verdict } = outcomeOf(await cloudFlow.history(flow, execution), Status);
  const outcome =
    verdict === undefined
      ? reason("remedy-ended", { execution, status: Status })
      : reason("several", { parts: storyOf(verdict) });
  if (verdict?.state === "verified" || verdict?.state === "unchanged") return status("done", outcome);
  return failed(status, remedy, outcome, remedyContext);
}

/** Another execution of the flow goes on looking before this one's history is full. */
async function continueInNewExecution(
  waiting: RemedyState,
  { cloudFlow, prefix }: RemedyContext,
): Promise<RemedyState> {
  const relay = waiting.polls / POLLS_OF_AN_EXECUTION;
  await cloudFlow.start(flowNameOf(prefix, REMEDIATE), `${waiting.execution}_${relay}`, waiting);
  return { ...waiting, state: "handedOver" };
}

/** A read is 9 events of the flow's history, of which none needs more than 600. */
const POLLS_OF_AN_EXECUTION = 45;

/** An approval may take a day and come round again. */
const MOST_READS = 380;
const LONGEST_PAUSE_SECONDS = 300;

async function failed(
  status: (state: RemedyState["state"], outcome: Reason) => RemedyState,
  { rule, resource, eventId, reason: answer, operation }: Remedy,
  outcome: Reason,
  { cloudFlow, prefix, now, key }: RemedyContext,
): Promise<RemedyState> {
  const escalation: Remedy = {
    act: "escalate",
    rule,
    resource,
    eventId,
    reason: shortReason(reason("remedy-did-not-help", { answer, operation, outcome }), 3_000),
    operation: "",
    input: {},
    agreedBy: [],
  };
  const name = escalationName({ rule, resource }, now);
  await cloudFlow.start(flowNameOf(prefix, REMEDIATE), name, signedRemedy(key(), name, escalation));
  return status("failed", outcome);
}

/** Answers an approval that waits, in the name of somebody who has agreed to this rule and has not been counted yet. */
async function agreeBeforehand(
  remedy: Remedy,
  execution: string,
  flow: string,
  { cloudFlow, prefix, voteKey, key, now }: RemedyContext,
): Promise<Reason | undefined> {
  const { agreedBy, rule } = remedy;
  if (agreedBy.length === 0) return undefined;
  // Whoever starts the flow by hand can write any names there.
  if (originOf(key(), { operation: REMEDIATE, execution, input: remedy })?.part !== "remediation") return undefined;
  const events: HistoryEvent[] = await cloudFlow.history(flow, execution);
  const asked = pendingApproval(events);
  if (asked === undefined) return undefined;
  const { verdict } = asked;
  const approver = agreedBy.find((name) => !verdict.approvedBy.some((counted) => samePerson(name, counted)));
  // A word that does not count, like the requester's own, is not given for ever: each fills the history.
  if (approver === undefined || verdict.votes.length >= 2 * agreedBy.length) return undefined;
  const vote = signVote(voteKey(), {
    execution,
    round: currentRound(verdict),
    planHash: verdict.plan?.hash ?? "",
    approver,
    decision: "agree",
    reason: `agreed beforehand, in the rule ${rule}`,
    at: now,
  });
  const TaskToken = await taskTokenOf(cloudFlow, prefix, asked);
  try {
    await cloudFlow.call("ReportTaskSucceeded", { TaskToken, Output: JSON.stringify({ vote }) });
  } catch (error) {
    // Somebody has answered at the same moment.
    if (!(error instanceof AlbflowError && error.kind === "InvalidInput")) throw error;
    return undefined;
  }
  return reason("agreed-beforehand", { approver, rule });
}
