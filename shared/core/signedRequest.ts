import { createHash } from "node:crypto";
import { canonicalJson } from "../platform/canonicalJson.ts";
import { openToken, readSigned, signToken } from "../platform/signedToken.ts";

/** What is known of a request that albflow itself has started an execution for. */
interface SignedRequest {
  operation: string;
  execution: string;
  /** Who asks; empty when albflow itself does, by a timer. */
  requestedBy: string;
  /** What it was seen to touch when it was started; empty when nobody had to look. */
  touches: string[];
}

/**
 * An execution's input with albflow's signature: that this person asks, for this operation with this input under this name.
 * Whoever else starts executions can write any name into `requestedBy`, but cannot sign it
 * (docs/decisions/a-requester-is-signed.md). `key` is `secretFor(…, "requests")`.
 */
export function signRequest<Input extends object>(
  key: Buffer,
  request: Omit<SignedRequest, "requestedBy" | "touches"> & { input: Input; touches?: string[] },
): Input & { signature: string } {
  const { operation, execution, input, touches = [] } = request;
  const { requestedBy = "" } = input as { requestedBy?: string };
  const signed = { kind: REQUEST, operation, execution, requestedBy, touches, input: digestOf(input) };
  return { ...input, signature: signToken(key, signed) };
}

/** An input as an execution was given it, with its signature only if that was made for just this input. It needs no key. */
export function withOwnSignature(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("signature" in input)) return input;
  const { signature, ...rest } = input;
  return readSigned(String(signature))?.input === digestOf(input) ? input : rest;
}

/** What albflow has signed about an execution; undefined when it was not started by albflow. */
export function readSignedRequest(
  key: Buffer,
  { operation, execution, input }: { operation: string; execution: string; input: Record<string, unknown> },
): SignedRequest | undefined {
  const { kind, ...signed } = openToken(key, typeof input.signature === "string" ? input.signature : "") ?? {};
  const request = signed as unknown as SignedRequest;
  const { requestedBy = "" } = input;
  const isIts = request.operation === operation && request.execution === execution;
  return kind === REQUEST && isIts && request.requestedBy === requestedBy ? request : undefined;
}

/** An input without what albflow adds to it. */
export function asked(input: Record<string, unknown>): Record<string, unknown> {
  const { signature: _, ...rest } = input;
  return rest;
}

/**
 * Whether an execution was started for just this input: what albflow adds by itself, its signature and the plan that it has
 * looked at, makes no other request.
 */
export function isSameRequest(started: Record<string, unknown>, input: object): boolean {
  const { plan: _, ...unplanned } = started;
  return digestOf("plan" in input ? started : unplanned) === digestOf(input);
}

/** What comes out of JSON on the other side is what counts: a field without a value is none. */
function digestOf(input: object): string {
  const plain = JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
  return createHash("sha256")
    .update(canonicalJson(asked(plain)))
    .digest("base64url");
}

/** Says what a signed text is, so that no other one passes for a request. */
const REQUEST = "request";
