import { answerSeconds, isHalfOver } from "../shared/core/answerSeconds.ts";
import { type Caught, caughtIn } from "../shared/core/describeCaught.ts";
import { prefix } from "../shared/core/flowDefinition.ts";
import { keepTaskToken } from "../shared/core/pendingApproval.ts";
import { unknownPhase } from "../shared/core/unknownPhase.ts";
import { textIn, type Verdict, verdictOf } from "../shared/core/verdict.ts";
import { approvalLink } from "../shared/features/approvals/approvalLink.ts";
import { environmentFrom } from "../shared/features/approvals/approvalRequestOf.ts";
import { APPROVAL_SETTINGS, approvalsNeeded } from "../shared/features/approvals/approvalsNeeded.ts";
import { type Judgement, judgeVotes } from "../shared/features/approvals/judgeVotes.ts";
import { currentRound, proposalOf } from "../shared/features/approvals/proposalOf.ts";
import { NO_VOTE, readVote, signVote } from "../shared/features/approvals/votes.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { noticeOfQuestion } from "../shared/features/notify/noticeOf.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import { AlbflowError, isTransient, reasonOf } from "../shared/platform/errors.ts";
import {
  type FcContext,
  type Handler,
  jsonEvent,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { reasonText } from "../shared/platform/reasons/reasonText.ts";
import { secretFor } from "../shared/platform/secretFor.ts";
import type { Session } from "../shared/platform/session.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Between a plan that interrupts traffic and its first write: nobody gets past it without somebody else's word. */
export const approval: SingleFunction = {
  name: "approval",
  summary: "Ask for approval of a plan, and count the approvals.",
  permissions: ["fc:InvokeFunction", "fnf:StartExecution", "log:PostLogStoreLogs"],
  invokes: ["notify"],
  timeout: 20,
  environment: { ...APPROVAL_SETTINGS, ...NOTIFY_SETTINGS },
  takes:
    "`phase` and `verdict` from a flow: `ask` tells that somebody is needed, `count` takes the `answer` that came, a signed vote, or the `error` that came in its place",
  returns:
    "the verdict for `count`: `go` when enough have agreed, `ask` while more must or the answer did not count, else `refuse`",
  example: { phase: "count", verdict: {}, answer: { vote: "<signed vote>" } },
};

/** The topic of requests for approval in their logstore. */
const APPROVAL_TOPIC = "albflow_approval";

/**
 * `ask` tells that somebody is needed; `count` takes the answer that came, `{ vote: "<signed vote>" }`, or what was caught
 * in its place, and returns the verdict: `go`, `ask` while more must agree or the answer did not count, or `refuse`.
 */
export const handler: Handler<Verdict | { asked: string }> = withSecrets(
  shortErrors(async (event, context) => {
    const request = jsonEvent(event);
    const verdict = verdictOf(request);
    switch (request.phase) {
      case "ask":
        if (isOver(verdict, clock.now())) {
          throw new AlbflowError("Refused", reason("approval-time-over", { execution: verdict.execution }));
        }
        await announce(sessionOf(context), verdict, {
          tries: Number(request.tries ?? MOST_TRIES),
          taskToken: textIn(request, "taskToken"),
          context,
        });
        return { asked: verdict.execution };
      case "count":
        return unlessMisconfigured(verdict, () => {
          const { vote } = (request.answer ?? {}) as { vote?: unknown };
          const caught = caughtIn(request.error);
          return caught === undefined ? counted(verdict, vote, clock.now()) : unanswered(verdict, caught, clock.now());
        });
      default:
        throw unknownPhase("approval", request.phase, ["ask", "count"]);
    }
  }),
);

/** What an answer makes of a verdict. */
function counted(verdict: Verdict, answer: unknown, now: number): Verdict {
  const key = secretFor(process.env, "votes");
  const vote = typeof answer === "string" ? readVote(key, answer) : undefined;
  const votes = [...verdict.votes, typeof answer === "string" ? answer : NO_VOTE];
  const judgement = judgeVotes(proposalOf(verdict, secretFor(process.env, "requests")), votes, {
    needed: approvalsNeeded(process.env),
    now,
    key,
  });
  const isReceived = vote !== undefined && judgement.agreed.length > verdict.approvedBy.length;
  // A flow's state is small: of a vote that counts, what it says is kept and its reason is not; of others, that they came.
  const kept = isReceived ? signVote(key, { ...vote, reason: "" }) : NO_VOTE;
  const problem = isReceived ? undefined : judgement.refused.at(-1);
  return tally({ ...verdict, votes: [...verdict.votes, kept] }, judgement, { problem, now });
}

/** What it makes of a verdict that no answer came: in time nobody may have been asked at all, and silence is no vote. */
function unanswered(verdict: Verdict, caught: Caught, now: number): Verdict {
  const key = secretFor(process.env, "votes");
  const needed = approvalsNeeded(process.env);
  const judgement = judgeVotes(proposalOf(verdict, secretFor(process.env, "requests")), verdict.votes, {
    needed,
    now,
    key,
  });
  if (judgement.state !== "waiting" || caught.error === TIMEOUT || isOver(verdict, now)) {
    return tally(verdict, judgement, { problem: undefined, now });
  }
  return { ...verdict, state: "refused", reason: reason("approval-not-requested", { ...caught }) };
}

/** Whether nobody's word counts any more: silence that is asked about again is silence still. */
function isOver({ votesUntil }: Verdict, now: number): boolean {
  return votesUntil > 0 && now >= votesUntil;
}

/** The verdict that follows from what votes come to; `problem` says why the last one does not count. */
function tally(
  received: Verdict,
  { state, reason: why, agreed }: Judgement,
  { problem, now }: { problem: Reason | undefined; now: number },
): Verdict {
  const verdict = { ...received, approvedBy: agreed };
  switch (state) {
    case "agreed":
      // The time that people took is not the operation's.
      return {
        ...verdict,
        state: "planned",
        deadline: now + Number(verdict.input.deadlineSeconds) * 1000,
        reason: why,
      };
    case "waiting": {
      if (currentRound(verdict) > MOST_ROUNDS) {
        return {
          ...verdict,
          state: "refused",
          reason: reason("approval-exhausted", { rounds: MOST_ROUNDS, cause: why }),
        };
      }
      return {
        ...verdict,
        state: "awaitingApproval",
        answerSeconds: answerSeconds(verdict.votesUntil - now),
        reason: problem === undefined ? why : reason("vote-refused", { vote: problem, now: why }),
      };
    }
    default:
      return { ...verdict, state: "refused", reason: why };
  }
}

/** A setting that makes no sense stays so, however often it is tried. */
function unlessMisconfigured(verdict: Verdict, work: () => Verdict): Verdict {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
    return { ...verdict, state: "refused", reason: reason("approval-misconfigured", { cause: error.reason }) };
  }
}

/** What CloudFlow calls it when nobody has answered in time (cloudflow.md A4). */
const TIMEOUT = "FnF.TaskTimeout";

/** Enough for ten who must agree and as many answers that do not count; each costs the flow some 13 events. */
const MOST_ROUNDS = 20;

/** So often the flow asks again at once when nobody could be told; then it waits all the same. */
const MOST_TRIES = 3;

/**
 * Tells whoever may answer it, and keeps the question. When neither works, the plan can still be looked at and answered in
 * the console and by the command line, so that the flow waits; before that it tries again a few times: throws what stood
 * in the way of telling.
 */
async function announce(
  session: Session,
  verdict: Verdict,
  { tries, taskToken, context }: { tries: number; taskToken: string; context: FcContext },
): Promise<void> {
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const now = clock.now();
  const place = { account: session.accountId, region: session.region, environment: environmentFrom(process.env) };
  const isReminder = isHalfOver(verdict, now);
  const unless = async (what: string, work: () => Promise<void>): Promise<unknown> => {
    try {
      await work();
      return undefined;
    } catch (error) {
      loggerOf(context).error(`${verdict.execution}: ${what}: ${reasonText(reasonOf(error))}`);
      return error;
    }
  };
  await unless("where it is answered could not be kept", () =>
    keepTaskToken(openCloudFlow(session), prefix(), { verdict, tries, taskToken }),
  );
  const unreported = await unless("nobody could be told that somebody has to agree", async () =>
    enqueueNotices(session, noticeOfQuestion(verdict, now, { link: linkTo(verdict), place, isReminder }), process.env),
  );
  if (unreported !== undefined && tries < MOST_TRIES) throw unreported;
  await unless("the question could not be kept", () =>
    openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, APPROVAL_TOPIC, [
      {
        execution: verdict.execution,
        operation: verdict.operation,
        plan: verdict.plan?.hash ?? "",
        effect: JSON.stringify(verdict.plan?.effect ?? []),
        steps: JSON.stringify(verdict.plan?.steps ?? []),
        requestedBy: textIn(verdict.input, "requestedBy"),
        why: textIn(verdict.input, "reason"),
        ticket: textIn(verdict.input, "ticket"),
      },
    ]),
  );
}

/** Where the plan can be looked at and answered; empty when nobody has said where the API is. */
function linkTo(verdict: Verdict): string {
  const url = apiUrlFrom(process.env);
  if (url === "") return "";
  const { operation, execution, plan, votesUntil } = verdict;
  const pointer = {
    operation,
    execution,
    round: currentRound(verdict),
    planHash: plan?.hash ?? "",
    expiresAt: votesUntil,
  };
  return approvalLink(url, pointer, secretFor(process.env, "approval links"));
}
