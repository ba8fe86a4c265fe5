import { z } from "zod";
import { openToken, signToken } from "./signedToken.ts";
import type { Proposal } from "./votes.ts";

const linkSchema = z.strictObject({
  execution: z.string(),
  round: z.int().positive(),
  planHash: z.string(),
  expiresAt: z.int(),
});

/** What a link points at. */
export type ApprovalPointer = z.output<typeof linkSchema>;

/**
 * The address of the page on which one plan is agreed to, for chat messages. It is signed, for one plan in one round, and
 * expires. It does not say who follows it: a chat has many readers, so whoever votes there is asked for a token.
 * `base` is the address of the API or console; `key` is `secretFor(…, "approval links")`.
 */
export function approvalLink(base: string, pointer: ApprovalPointer, key: Buffer): string {
  return `${base.replace(/\/+$/, "")}/approvals/${signToken(key, linkSchema.parse(pointer))}`;
}

/** Where a link leads, or a sentence that says why it leads nowhere. */
export type OpenedLink = { state: "open"; pointer: ApprovalPointer } | { state: "closed"; because: string };

/**
 * Opens the last part of a link. `current` is what the execution waits for now, undefined when it waits for nothing: a
 * link works until somebody has voted in its round, and no longer when the plan has changed.
 */
export function openApprovalLink(
  token: string,
  {
    now,
    key,
    current,
  }: { now: number; key: Buffer; current: (Omit<Proposal, "firstRound"> & { round: number }) | undefined },
): OpenedLink {
  const closed = (because: string): OpenedLink => ({ state: "closed", because });
  const { success, data: pointer } = linkSchema.safeParse(openToken(key, token));
  if (!success) return closed("This link was not made by albflow, or was changed.");
  if (now >= pointer.expiresAt) return closed("This link has expired. Ask for the change again.");
  if (current === undefined || current.execution !== pointer.execution) {
    return closed("Nothing waits for approval here any more.");
  }
  if (current.planHash !== pointer.planHash)
    return closed("The plan has changed since. A new link was sent for the new plan.");
  if (current.round !== pointer.round) return closed("This link was used already.");
  return { state: "open", pointer };
}
