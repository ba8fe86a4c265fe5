import { openToken, signToken } from "../../platform/signedToken.ts";

/** What approvers are asked about: one plan of one execution. */
export interface Proposal {
  execution: string;
  /** Counts the waits of the execution; each takes one vote. The first wait for this plan. */
  firstRound: number;
  planHash: string;
  /** Who asked for the change; may not agree to it. */
  requester: string;
  /** Whether that is known, because albflow has signed it; else somebody more has to agree. */
  isRequesterKnown: boolean;
  /** Milliseconds since 1970 after which nobody can vote. */
  expiresAt: number;
}

/** One approver's word, for one plan, in one round of one execution. */
export interface Vote {
  execution: string;
  round: number;
  planHash: string;
  approver: string;
  decision: "agree" | "deny";
  /** Why; always there when it was denied. */
  reason: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** A vote as a text for the flow's state, signed: nobody else can have said it. `key` is `secretFor(…, "votes")`. */
export function signVote(key: Buffer, vote: Vote): string {
  return signToken(key, { kind: VOTE, ...vote });
}

/** A vote that was signed with the key; undefined for anything else. Who has the key has made it whole. */
export function readVote(key: Buffer, token: string): Vote | undefined {
  const { kind, ...vote } = openToken(key, token) ?? {};
  return kind === VOTE ? (vote as unknown as Vote) : undefined;
}

/** Stands in a flow's state for an answer that was no vote, or none that counts. */
export const NO_VOTE = "none";

/** Says what a signed text is, so that no other one passes for a vote. */
const VOTE = "vote";
