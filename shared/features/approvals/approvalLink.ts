import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { openToken, signToken } from "../../platform/signedToken.ts";
import type { Proposal } from "./votes.ts";

/** What a link points at. */
interface ApprovalPointer {
  operation: string;
  execution: string;
  round: number;
  planHash: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * The address of the page on which one plan is agreed to, for chat messages. It is signed, for one plan in one round, and
 * expires. It does not say who follows it: a chat has many readers, so whoever votes there is asked for a token.
 * `base` is the address of the API or console; `key` is `secretFor(…, "approval links")`.
 */
export function approvalLink(base: string, pointer: ApprovalPointer, key: Buffer): string {
  return `${base.replace(/\/+$/, "")}/approvals/${approvalToken(pointer, key)}`;
}

/** The last part of a link. */
export function approvalToken(pointer: ApprovalPointer, key: Buffer): string {
  return signToken(key, { kind: LINK, ...pointer });
}

/** Where a link leads, or why it leads nowhere. */
type OpenedLink = { state: "open"; pointer: ApprovalPointer } | { state: "closed"; reason: Reason };

/** What an execution waits for now. */
type Waiting = Pick<Proposal, "execution" | "planHash"> & { round: number };

/**
 * Opens the last part of a link. With `current`, what its execution waits for now (undefined: nothing), it is also told
 * whether it still leads there: a link works until somebody has voted in its round, and no longer when the plan has changed.
 */
export function openApprovalLink(
  token: string,
  options: { now: number; key: Buffer; current?: Waiting | undefined },
): OpenedLink {
  const closed = (why: Reason): OpenedLink => ({ state: "closed", reason: why });
  const { kind, ...signed } = openToken(options.key, token) ?? {};
  if (kind !== LINK) return closed(reason("approval-link-invalid"));
  const pointer = signed as unknown as ApprovalPointer;
  if (options.now >= pointer.expiresAt) return closed(reason("approval-link-expired"));
  if (!("current" in options)) return { state: "open", pointer };
  const { current } = options;
  if (current === undefined || current.execution !== pointer.execution) {
    return closed(reason("approval-not-waiting"));
  }
  if (current.planHash !== pointer.planHash) return closed(reason("approval-link-outdated"));
  if (current.round !== pointer.round) return closed(reason("approval-link-used"));
  return { state: "open", pointer };
}

/** Says what a signed text is, so that no other one passes for a link. */
const LINK = "approval link";
