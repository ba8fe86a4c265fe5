import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Stop } from "../../core/stop.ts";
import { canonicalJson } from "../../platform/canonicalJson.ts";
import type { Place } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { redactAll } from "../../platform/redact.ts";

/** One mutating call, as it is remembered. */
export interface AuditedCall {
  /** Milliseconds since 1970. */
  at: number;
  /** Product and action: `alb:UpdateListenerAttribute`. */
  action: string;
  /** The resource that was changed: `lsn-1`. */
  resource: string;
  /** Where it is; absent at home, where albflow is deployed. */
  place?: Place;
  /** Who asked for it: a person, a machine, or the name of a timer or rule. */
  who: string;
  why: Reason;
  /** What whoever asked has said of it, where they have: a reason, a ticket. */
  said?: { reason: string; ticket: string };
  /** Of the plan that it belongs to; empty for calls that need none. */
  planHash: string;
  approvers: string[];
  before: unknown;
  after: unknown;
  /** The cloud's ids of the request and the job; empty when no answer came. */
  requestId: string;
  jobId: string;
  /** `unknown`: the line broke, so that it may have taken effect or not. */
  outcome: "done" | "refused" | "unknown";
  /** What was seen that proves it. */
  evidence: Reason[];
}

/** What a chain holds: calls, and at its end how many they were. */
type AuditContent =
  | ({ kind: "call" } & AuditedCall)
  | ({ kind: "closed"; at: number; calls: number } & ChainEnd)
  /** What a ledger says about a window of time: see `ledger.ts`. */
  | { kind: "ledger"; at: number; from: number; to: number; chains: ChainHead[]; absent: string[] };

/** How the execution of a chain has ended, as far as that is known. */
interface ChainEnd {
  /** The state of its last verdict. */
  state?: string;
  reason?: Reason;
  cause?: Reason | null;
  /** What was seen last. */
  seen?: Reason[];
  /** What clients saw meanwhile, where something was taken back. */
  clientsSaw?: Reason;
  /** Who has stopped which execution, and why, where this one was stopped or ends one that was. */
  stopped?: Stop & { execution: string };
}

/** One record of a chain. Plain data. */
export interface AuditRecord {
  /** The chain: what `chainNameOf` says, or `ledger`. */
  chain: string;
  /** From 1. */
  position: number;
  /** Hash of the record before; of the chain's name for the first. */
  previous: string;
  content: AuditContent;
  /** SHA-256 of everything above, hexadecimal: a record cannot be changed, or moved, without it. */
  hash: string;
  /** HMAC-SHA256 of the hash: who has no key cannot make a new one. */
  seal: string;
}

/** Where a chain stands: what the next record is bound to. Small and without secrets, so that it can be in a flow's state. */
export interface ChainHead {
  chain: string;
  /** Records so far. */
  position: number;
  hash: string;
}

/** The chain of an execution. Executions of two flows may have one name. */
export function chainNameOf(flow: string, execution: string): string {
  return `${flow}/${execution}`;
}

/** Whether albflow has made a record, and nobody has changed it since: its hash is its own, and its seal is ours. */
export function isSealed(record: AuditRecord, key: Buffer): boolean {
  return record.hash === hashOf(record) && sameText(record.seal, sealOf(record.hash, key));
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The head of a chain without records. */
export function newChain(chain: string): ChainHead {
  return { chain, position: 0, hash: digest(`albflow audit chain ${chain}`) };
}

/** The record that follows a head, and the new head. Pure: a repeated step makes the same record. */
export function append(head: ChainHead, content: AuditContent, key: Buffer): { record: AuditRecord; head: ChainHead } {
  const body = { chain: head.chain, position: head.position + 1, previous: head.hash, content: clean(content) };
  const hash = hashOf(body);
  return {
    record: { ...body, hash, seal: sealOf(hash, key) },
    head: { chain: body.chain, position: body.position, hash },
  };
}

/** The record that ends a chain: after it, one that is gone at the end is missed too. */
export function close(
  head: ChainHead,
  at: number,
  key: Buffer,
  end: ChainEnd = {},
): { record: AuditRecord; head: ChainHead } {
  return append(head, { kind: "closed", at, calls: head.position, ...end }, key);
}

/** Whether something that was read has the shape of a record. */
export function isAuditRecord(value: unknown): value is AuditRecord {
  const { chain, position, previous, content, hash, seal } = (value ?? {}) as Partial<AuditRecord>;
  return (
    [chain, previous, hash, seal].every((text) => typeof text === "string") &&
    Number.isSafeInteger(position) &&
    (position ?? 0) > 0 &&
    isContent(content)
  );
}

function isContent(content: Partial<AuditContent> | undefined): boolean {
  switch (content?.kind) {
    case "call":
      return [content.action, content.resource].every((text) => typeof text === "string");
    case "closed":
      return Number.isSafeInteger(content.calls);
    case "ledger": {
      const { chains, absent, from, to } = content;
      const heads = Array.isArray(chains) && chains.every((head) => typeof head?.chain === "string");
      return heads && Array.isArray(absent) && [from, to].every(Number.isSafeInteger);
    }
    default:
      return false;
  }
}

/** The hash that a record must have. */
export function hashOf({ chain, position, previous, content }: Omit<AuditRecord, "hash" | "seal">): string {
  return digest(canonicalJson({ chain, position, previous, content }));
}

/** The seal that a hash must have. */
export function sealOf(hash: string, key: Buffer): string {
  return createHmac("sha256", key).update(hash).digest("hex");
}

/** As it will be read again, and without secrets that an error's text may have brought in. */
function clean(content: AuditContent): AuditContent {
  return JSON.parse(canonicalJson(redactAll(content)));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
