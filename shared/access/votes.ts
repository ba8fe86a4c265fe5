import { z } from "zod";
import { openToken, signToken } from "./signedToken.ts";

/** What approvers are asked about: one plan of one execution. */
export interface Proposal {
  execution: string;
  /** Counts the waits of the execution; each takes one vote. The first wait for this plan. */
  firstRound: number;
  planHash: string;
  /** Who asked for the change; may not agree to it. */
  requester: string;
  /** Milliseconds since 1970 after which nobody can vote. */
  expiresAt: number;
}

const voteSchema = z.strictObject({
  execution: z.string().min(1),
  round: z.int().positive(),
  planHash: z.string().min(1),
  approver: z.string().min(1),
  decision: z.enum(["agree", "deny"]),
  /** Why; always there when it was denied. */
  reason: z.string().max(2_000),
  at: z.int().nonnegative(),
});

/** One approver's word, for one plan, in one round of one execution. */
export type Vote = z.output<typeof voteSchema>;

/** A vote as a text for the flow's state, signed: nobody else can have said it. `key` is `secretFor(…, "votes")`. */
export function signVote(key: Buffer, vote: Vote): string {
  return signToken(key, voteSchema.parse(vote));
}

/** A vote that was signed with the key; undefined for anything else. */
export function readVote(key: Buffer, token: string): Vote | undefined {
  const { success, data } = voteSchema.safeParse(openToken(key, token));
  return success ? data : undefined;
}
