import type { approvalReasons } from "../../../platform/reasons/topics/approvals.ts";
import type { Messages } from "../message.ts";

const AGAIN = "Plan it again and request another approval";
const VOTE = "Open the pending plan and vote on it";

export const approvals: Messages<typeof approvalReasons> = {
  "approval-time-over": {
    message: ({ execution }) => `The time in which ${execution} could be answered is over`,
    next: "Ask for the change again",
  },
  "approval-not-found": {
    message: ({ execution }) =>
      `Neither the history of ${execution} nor what is kept tells where its question is answered`,
    next: ({ execution }) => `Stop it with \`albflow stop ${execution}\`, and ask for the change again`,
  },
  approved: ({ approvers }, f) => `Approved by ${f.list(approvers)}`,
  "approvals-missing": ({ missing, needed, isRequesterKnown }, f) =>
    `${missing} of ${f.count(needed, "approval is", "approvals are")} missing${isRequesterKnown ? "" : ", one more than usual because the requester is not known"}`,
  "approval-denied": {
    message: ({ approver, comment }, f) =>
      `${f.sentence(`${approver} rejected the plan: ${comment === "" ? "no reason given" : comment}`)} Nothing was changed`,
    next: "Settle the objection, then plan it again",
  },
  "approval-expired": {
    message: ({ agreed, needed, until }, f) =>
      `The approval expired at ${f.time(until)} (${agreed} of ${needed}). Nothing was changed`,
    next: AGAIN,
  },
  "approval-exhausted": {
    message: ({ rounds, cause }, f) =>
      `The request was answered ${rounds} times without a result: ${f.messageOf(cause)}. Nothing was changed`,
    next: AGAIN,
  },
  "approval-not-requested": {
    message: ({ error, cause }, { messageOf }) =>
      `No approval could be requested, because the function that asks did not run (${error}: ${messageOf(cause)}). Nothing was changed`,
    next: "Fix the function approval, then plan it again",
  },
  "approval-misconfigured": {
    message: ({ cause }, { messageOf }) => `Votes cannot be counted: ${messageOf(cause)}. Nothing was changed`,
    next: "Correct the setting, then plan it again",
  },
  "vote-refused": ({ vote, now }, { messageOf }) => `${messageOf(vote)}. ${messageOf(now)}`,
  "vote-not-signed": { message: ({ round }) => `The vote of round ${round} was not signed by albflow`, next: VOTE },
  "vote-name-unfit": {
    message: ({ round, problem }, { messageOf }) =>
      `The vote of round ${round} was given under a name that ${messageOf(problem)}`,
    next: VOTE,
  },
  "vote-other-execution": {
    message: ({ approver, round, execution }) =>
      `The vote of ${approver} in round ${round} was given for another execution, ${execution}`,
    next: VOTE,
  },
  "vote-other-plan": {
    message: ({ approver, round }) => `The vote of ${approver} in round ${round} was given for another plan`,
    next: VOTE,
  },
  "vote-repeated": {
    message: ({ approver, round, given }) =>
      `The vote of ${approver} in round ${round} was given in round ${given} and cannot be given again`,
    next: VOTE,
  },
  "vote-too-late": {
    message: ({ approver, round }) => `The vote of ${approver} in round ${round} came after the request had expired`,
    next: AGAIN,
  },
  "vote-of-requester": {
    message: ({ approver, round }) => `${approver} requested this change and cannot approve it (round ${round})`,
    next: "Ask somebody else to approve it",
  },
  "vote-of-same-person": {
    message: ({ approver, round }) => `${approver} has approved already (round ${round})`,
    next: "Ask somebody else to approve it",
  },
  "denial-without-comment": { message: "A rejection needs a reason", next: "Add the reason" },
  "person-name-unfit": {
    message: ({ name, problem }, { messageOf }) =>
      name === null ? `The name ${messageOf(problem)}` : `The name ${JSON.stringify(name)} ${messageOf(problem)}`,
    next: "Use another name; on the command line with --as",
  },
  "name-not-text": "is no text",
  "name-blank": "is blank",
  "name-too-long": ({ most }) => `has more than ${most} characters`,
  "name-invisible": "holds invisible characters",
  "name-mixed-scripts": "mixes letters of scripts that look alike",
};
