import { textIn, type Verdict } from "../../../core/verdict.ts";
import { approvalToken } from "../../approvals/approvalLink.ts";
import { approvalRequestOf } from "../../approvals/approvalRequestOf.ts";
import { currentRound, neededFor, proposalOf } from "../../approvals/proposalOf.ts";
import { addressOf, type Deployed } from "../apiCall.ts";
import { touchedIn } from "../touchesOf.ts";

/** A question that an execution waits to have answered, as people read it, with the link that leads to it. */
export function approvalView(deployed: Deployed, { verdict }: { verdict: Verdict }) {
  const { operation, execution, input, plan, votesUntil, approvedBy, reason } = verdict;
  const token = approvalToken(
    {
      operation,
      execution,
      round: currentRound(verdict),
      planHash: plan?.hash ?? "",
      expiresAt: votesUntil,
    },
    deployed.secret("approval links"),
  );
  return {
    operation,
    execution,
    ...approvalRequestOf(verdict, deployed),
    touches: touchedIn(verdict),
    requestedBy: textIn(input, "requestedBy"),
    reason,
    needed: neededFor(proposalOf(verdict, deployed.secret("requests")), deployed.approvalsNeeded),
    approvedBy,
    until: new Date(votesUntil).toISOString(),
    link: addressOf(deployed, `/approvals/${token}`),
  };
}
