import { timingSafeEqual } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";

/** One of the ways in which Alibaba Cloud's clients sign their requests (wire.md §1). */
export interface SignatureFamily {
  /** Whether a request is signed in this way, well or badly. */
  signs(request: WireRequest): boolean;
  /** What the request says of itself; undefined when a part of the signature is missing. */
  read(request: WireRequest): SignedClaim | undefined;
  /** How the services that use this family refuse. */
  refusals: Record<Refusal, RefusalText>;
}

/** What a signed request claims, before anything of it is believed. */
interface SignedClaim {
  accessKeyId: string;
  securityToken?: string;
  /** Milliseconds since 1970; NaN when the date cannot be read. */
  signedAt: number;
  /** Absent in the families that have none. */
  nonce?: string;
  signature: string;
  /** False when the body is not the one whose digest was signed. */
  bodyIsSigned: boolean;
  /** The signature that the holder of this secret would have sent. */
  expected: (secret: string) => string;
  /** The one that another client of the same family would have sent, where they differ in what they sign. */
  otherwise?: (secret: string) => string;
}

/** Everything that can be wrong with a signature. */
export type Refusal =
  | "incomplete"
  | "unknownKey"
  | "wrongSignature"
  | "badDate"
  | "skewed"
  | "replayed"
  | "tokenMissing"
  | "tokenMismatch"
  | "tokenExpired";

/** HTTP status, code and message. */
export type RefusalText = readonly [status: number, code: string, message: string];

/** Compares in a time that does not tell how many characters fit. */
export function sameSignature(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  return left.length === right.length && timingSafeEqual(left, right);
}
