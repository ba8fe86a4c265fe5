import { textIn, type Verdict } from "../verdict.ts";
import type { Proposal } from "./votes.ts";

/** What is voted on when an execution asks. */
export function proposalOf({ execution, plan, input, round, votesUntil }: Verdict): Proposal {
  return {
    execution,
    firstRound: round,
    planHash: plan?.hash ?? "",
    requester: textIn(input, "requestedBy"),
    expiresAt: votesUntil,
  };
}

/** The round that an execution waits in now: each takes one vote. */
export function currentRound({ round, votes }: Verdict): number {
  return round + votes.length;
}
