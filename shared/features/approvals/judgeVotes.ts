import { problemOfName, samePerson } from "../../core/personName.ts";
import { neededFor } from "./proposalOf.ts";
import { type Proposal, readVote, type Vote } from "./votes.ts";

/** What a proposal's votes come to. */
export interface Judgement {
  state: "agreed" | "waiting" | "denied" | "expired";
  /** A sentence that says why. */
  message: string;
  /** Who has agreed, in the order of their votes. */
  agreed: string[];
  /** Votes that do not count, and why. */
  refused: string[];
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
  const refused: string[] = [];
  for (const [index, token] of votes.entries()) {
    const vote = readVote(key, token);
    const problem = problemOf(proposal, vote, proposal.firstRound + index, agreed);
    if (vote === undefined || problem !== undefined) refused.push(problem ?? "");
    else if (vote.decision === "deny") {
      return {
        state: "denied",
        message: `${vote.approver} denied it: ${vote.reason.trimEnd().replace(/\.$/, "") || "no reason was given"}.`,
        agreed,
        refused,
      };
    } else agreed.push(vote.approver);
  }
  const missing = needed - agreed.length;
  if (missing <= 0) return { state: "agreed", message: `${agreed.join(", ")} agreed.`, agreed, refused };
  if (now >= proposal.expiresAt) {
    const message = `Only ${agreed.length} of ${needed} approvers agreed until ${new Date(proposal.expiresAt).toISOString()}.`;
    return { state: "expired", message, agreed, refused };
  }
  const extra = proposal.isRequesterKnown ? "" : ", one more than usual because nobody knows who asked for it";
  const message = `${missing} of ${needed} approvers ${missing === 1 ? "has" : "have"} yet to agree${extra}.`;
  return { state: "waiting", message, agreed, refused };
}

/** Why a vote does not count; undefined when it does. */
function problemOf(proposal: Proposal, vote: Vote | undefined, round: number, agreed: string[]): string | undefined {
  if (vote === undefined) return `The vote of round ${round} was not signed by albflow.`;
  const says = `The vote of ${vote.approver} in round ${round}`;
  const unfit = problemOfName(vote.approver);
  if (unfit !== undefined) return `The vote of round ${round} was given under a name that ${unfit}.`;
  if (vote.execution !== proposal.execution) return `${says} was given for another execution, ${vote.execution}.`;
  if (vote.planHash !== proposal.planHash) return `${says} was given for another plan.`;
  if (vote.round !== round) return `${says} was given in round ${vote.round} and cannot be given again.`;
  if (vote.at >= proposal.expiresAt) return `${says} came after the proposal had expired.`;
  if (samePerson(vote.approver, proposal.requester) && vote.decision === "agree")
    return `${says} is the requester's own.`;
  if (agreed.some((name) => samePerson(name, vote.approver)) && vote.decision === "agree") {
    return `${says} is a second one of the same person.`;
  }
  return undefined;
}
