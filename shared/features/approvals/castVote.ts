import { problemOfName } from "../../core/personName.ts";
import type { Verdict } from "../../core/verdict.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason as reported } from "../../platform/reasons/reason.ts";
import { type Judgement, judgeVotes } from "./judgeVotes.ts";
import { currentRound, proposalOf } from "./proposalOf.ts";
import { signVote, type Vote } from "./votes.ts";

/** What somebody says to a plan that waits. */
type Word = Pick<Vote, "approver" | "decision" | "reason">;

/**
 * Signs somebody's word about the plan that an execution waits with, after it was judged just as the flow will judge it: what
 * cannot count takes nobody's place, and whoever gives it is told. Gives the signed vote and what all votes then come to.
 * Throws `AlbflowError`: InvalidInput for a denial without a reason or a name that is none, Refused for what would not count.
 */
export function castVote(
  verdict: Verdict,
  { approver, decision, reason }: Word,
  { needed, now, secret }: { needed: number; now: number; secret: (purpose: string) => Buffer },
): { vote: string; judgement: Judgement } {
  // What a terminal or a chat would take for a command is no part of a reason.
  const why = reason.replaceAll(/\p{Cc}+/gu, " ").trim();
  if (decision === "deny" && why === "") throw new AlbflowError("InvalidInput", reported("denial-without-comment"));
  const unfit = problemOfName(approver);
  if (unfit !== undefined)
    throw new AlbflowError("InvalidInput", reported("person-name-unfit", { name: approver, problem: unfit }));
  const proposal = proposalOf(verdict, secret("requests"));
  const key = secret("votes");
  const { execution } = verdict;
  const round = currentRound(verdict);
  const vote = signVote(key, {
    execution,
    round,
    planHash: proposal.planHash,
    approver,
    decision,
    reason: why,
    at: now,
  });
  const judge = (votes: string[]) => judgeVotes(proposal, votes, { needed, now, key });
  const judgement = judge([...verdict.votes, vote]);
  const [problem] = judgement.refused.slice(judge(verdict.votes).refused.length);
  if (problem !== undefined) throw new AlbflowError("Refused", problem);
  return { vote, judgement };
}
