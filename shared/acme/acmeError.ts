import { AlbflowError, type ErrorKind } from "../errors.ts";
import { redact } from "../redact.ts";

/**
 * Our error of whatever went wrong in a call to an ACME server. `problemText` has put the problem's type (RFC 8555
 * §6.7) before the library's message.
 */
export function acmeError(action: string, raw: unknown): AlbflowError {
  if (raw instanceof AlbflowError) return raw;
  const { message, code } = raw as { message?: unknown; code?: unknown };
  const text = String(message ?? raw);
  const type = PROBLEM.exec(text)?.[1];
  const unreachable = typeof code === "string";
  const kind = type === undefined ? (unreachable ? "Transient" : "Failed") : (KINDS[type] ?? "Refused");
  return new AlbflowError(kind, `ACME ${action}: ${redact(text)}`, { code: type ?? (unreachable ? code : undefined) });
}

/** A problem document as one line, its type first. */
export function problemText(status: number, problem: unknown): string {
  const { type, detail } = (problem ?? {}) as { type?: unknown; detail?: unknown };
  const named = typeof type === "string" ? (/^urn:ietf:params:acme:error:(\w+)$/.exec(type)?.[1] ?? type) : undefined;
  const kind = named ?? (status >= 500 ? "serverInternal" : status === 429 ? "rateLimited" : `status ${status}`);
  return `[${kind}] ${typeof detail === "string" ? detail : "no reason was given"}`;
}

const PROBLEM = /^\[(\w+)\]/;

/** What an ACME problem means to us; any other is a refusal, which no repetition mends. */
const KINDS: Record<string, ErrorKind> = {
  serverInternal: "Transient",
  badNonce: "Transient",
  rateLimited: "Throttled",
  malformed: "Failed",
  unauthorized: "Denied",
  accountDoesNotExist: "Denied",
};
