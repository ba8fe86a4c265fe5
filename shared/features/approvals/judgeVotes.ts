import { problemOfName, samePerson } from "../../core/personName.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { neededFor } from "./proposalOf.ts";
import { type Proposal, readVote, type Vote } from "./votes.ts";

/** What a proposal's votes come to. */
export interface Judgement {
  state: "agreed" | "waiting" | "denied" | "expired";
  /** Why. */
  reason: Reason;
  /** Who has agreed, in the order of their votes. */
  agreed: string[];
  /** Votes that do not count, and why. */
  refused: Reason[];
}

/**
 * Judges a proposal by its votes, one a round in the order of rounds, as they stand in the flow's state. A vote that is
 * not ours, for another plan, execution or round, too late, of the requester or of somebody who has voted is refused and
 * changes nothing. One denial ends it, the requester's included. `needed` is how many the deployment wants. Pure.
 */
export function judgeVotes(
  proposal: Proposal,
  votes: string[],
  { needed: wanted, now, key }: { needed: number; now: number; key: Buffer },
): Judgement {
  const needed = neededFor(proposal, wanted);
  const agreed: string[] = [];
  const refused: Reason[] = [];
  for (const [index, token] of votes.entries()) {
    const vote = readVote(key, token);
    const problem = problemOf(proposal, vote, proposal.firstRound + index, agreed);
    if (vote === undefined || problem !== undefined) refused.push(problem ?? reason("vote-not-signed", { round: 0 }));
    else if (vote.decision === "deny") {
      return {
        state: "denied",
        reason: reason("approval-denied", {
          approver: vote.approver,
          comment: vote.reason.trim(),
        }),
        agreed,
        refused,
      };
    } else agreed.push(vote.approver);
  }
  const missing = needed - agreed.length;
  if (missing <= 0) {
    return { state: "agreed", reason: reason("approved", { approvers: agreed }), agreed, refused };
  }
  if (now >= proposal.expiresAt) {
    const why = reason("approval-expired", { agreed: agreed.length, needed, until: proposal.expiresAt });
    return { state: "expired", reason: why, agreed, refused };
  }
  const { isRequesterKnown } = proposal;
  const why = reason("approvals-missing", { missing, needed, isRequesterKnown });
  return { state: "waiting", reason: why, agreed, refused };
}

/** Why a vote does not count; undefined when it does. */
function problemOf(proposal: Proposal, vote: Vote | undefined, round: number, agreed: string[]): Reason | undefined {
  if (vote === undefined) return reason("vote-not-signed", { round });
  const { approver, execution } = vote;
  const problem = problemOfName(approver);
  if (problem !== undefined) return reason("vote-name-unfit", { round, problem });
  if (execution !== proposal.execution) return reason("vote-other-execution", { approver, round, execution });
  if (vote.planHash !== proposal.planHash) return reason("vote-other-plan", { approver, round });
  if (vote.round !== round) return reason("vote-repeated", { approver, round, given: vote.round });
  if (vote.at >= proposal.expiresAt) return reason("vote-too-late", { approver, round });
  if (vote.decision === "deny") return undefined;
  if (samePerson(approver, proposal.requester)) return reason("vote-of-requester", { approver, round });
  return agreed.some((name) => samePerson(name, approver))
    ? reason("vote-of-same-person", { approver, round })
    : undefined;
}
