import { approvalLink } from "../shared/access/approvalLink.ts";
import { APPROVAL_SETTINGS, approvalsNeeded } from "../shared/access/approvalsNeeded.ts";
import { judgeVotes } from "../shared/access/judgeVotes.ts";
import { currentRound, proposalOf } from "../shared/access/proposalOf.ts";
import { secretFor } from "../shared/access/secretFor.ts";
import { openLogs } from "../shared/clients/logs.ts";
import { clock } from "../shared/clock.ts";
import { AlbflowError } from "../shared/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";
import { noticeOfQuestion } from "../shared/notify/noticeOf.ts";
import { TELLING_SETTINGS, tell } from "../shared/notify/tell.ts";
import type { Session } from "../shared/session.ts";
import { textIn, type Verdict, verdictOf } from "../shared/verdict.ts";

/** Between a plan that interrupts traffic and its first write: nobody gets past it without somebody else's word. */
export const approval: SingleFunction = {
  name: "approval",
  summary: "Ask for approval of a plan, and count who has agreed.",
  permissions: ["fc:InvokeFunction", "log:PostLogStoreLogs"],
  invokes: ["notify"],
  timeout: 20,
  environment: { ...APPROVAL_SETTINGS, ...TELLING_SETTINGS },
  takes:
    "`phase` and `verdict` from a flow: `ask` tells that somebody is needed, `count` takes the `answer` that came, a signed vote, or none in time",
  returns:
    "the verdict for `count`: `go` when enough have agreed, `ask` while more must or the answer did not count, else `refuse`",
  example: { phase: "count", verdict: {}, answer: { vote: "<signed vote>" } },
};

/** The topic of requests for approval in their logstore. */
export const APPROVAL_TOPIC = "albflow_approval";

/**
 * `ask` tells that somebody is needed; `count` takes the answer that came, `{ vote: "<signed vote>" }` or nothing in
 * time, and returns the verdict: `go`, `ask` while more must agree or the answer did not count, or `refuse`.
 */
export const handler: Handler<Verdict | { asked: string }> = async (event, context) => {
  const request = jsonEvent(event);
  const verdict = verdictOf(request);
  switch (request.phase) {
    case "ask":
      await announce(sessionOf(context), verdict);
      return { asked: verdict.execution };
    case "count":
      return counted(verdict, (request.answer as { vote?: unknown } | undefined)?.vote, clock.now());
    default:
      throw new AlbflowError(
        "InvalidInput",
        `approval was asked for the phase ${JSON.stringify(request.phase ?? null)}; it knows ask and count.`,
      );
  }
};

/** What an answer makes of a verdict. */
function counted(verdict: Verdict, answer: unknown, now: number): Verdict {
  const votes = [...verdict.votes, typeof answer === "string" ? answer : "no answer"];
  const needed = approvalsNeeded(process.env);
  const key = secretFor(process.env, "votes");
  const { state, because, agreed, refused } = judgeVotes(proposalOf(verdict), votes, { needed, now, key });
  const heard = { ...verdict, votes, approvedBy: agreed };
  switch (state) {
    case "agreed":
      // The time that people took is not the operation's.
      return { ...heard, state: "go", deadline: now + Number(verdict.input.deadlineSeconds) * 1000, because };
    case "waiting":
      return {
        ...heard,
        state: "ask",
        because: [refused.at(-1), because].filter((part) => part !== undefined).join(" "),
      };
    default:
      return { ...heard, state: "refuse", because: `${because} Nothing was changed.` };
  }
}

/** Keeps the question, and tells whoever may answer it. */
async function announce(session: Session, verdict: Verdict): Promise<void> {
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  await openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, APPROVAL_TOPIC, [
    {
      execution: verdict.execution,
      operation: verdict.operation,
      plan: verdict.plan?.hash ?? "",
      effect: verdict.plan?.effect ?? "",
      steps: JSON.stringify(verdict.plan?.steps ?? []),
      requestedBy: textIn(verdict.input, "requestedBy"),
    },
  ]);
  await tell(session, noticeOfQuestion(verdict, clock.now(), linkTo(verdict)), process.env);
}

/** Where the plan can be looked at and answered; empty when nobody has said where the API is. */
function linkTo(verdict: Verdict): string {
  const { ALBFLOW_API_URL = "" } = process.env;
  if (ALBFLOW_API_URL === "") return "";
  const { operation, execution, plan, votesUntil } = verdict;
  const pointer = {
    operation,
    execution,
    round: currentRound(verdict),
    planHash: plan?.hash ?? "",
    expiresAt: votesUntil,
  };
  return approvalLink(ALBFLOW_API_URL, pointer, secretFor(process.env, "approval links"));
}
