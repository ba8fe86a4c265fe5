import { readSignedRequest } from "../../core/signedRequest.ts";
import { textIn, type Verdict } from "../../core/verdict.ts";
import type { Proposal } from "./votes.ts";

/** What is voted on when an execution asks; `requestKey` is `secretFor(…, "requests")`. */
export function proposalOf(verdict: Verdict, requestKey: Buffer): Proposal {
  const { execution, plan, input, round, votesUntil } = verdict;
  return {
    execution,
    firstRound: round,
    planHash: plan?.hash ?? "",
    requester: textIn(input, "requestedBy"),
    isRequesterKnown: readSignedRequest(requestKey, verdict) !== undefined,
    expiresAt: votesUntil,
  };
}

/** The round that an execution waits in now: each takes one vote. */
export function currentRound({ round, votes }: Verdict): number {
  return round + votes.length;
}

/**
 * How many have to agree to a proposal: as many as the deployment wants, and one more where nobody knows who asked, so that
 * as many others are left if one of them did.
 */
export function neededFor({ isRequesterKnown }: Pick<Proposal, "isRequesterKnown">, approvalsNeeded: number): number {
  return isRequesterKnown ? approvalsNeeded : approvalsNeeded + 1;
}
