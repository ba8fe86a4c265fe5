import { AlbflowError, type ErrorKind } from "../../../platform/errors.ts";
import { isReason, type Reason, reason } from "../../../platform/reasons/reason.ts";
import { redact } from "../../../platform/redact.ts";

/**
 * Our error of whatever went wrong in a call to an ACME server. `problemText` has put the problem's type (RFC 8555
 * §6.7) before the library's message.
 */
export function acmeError(action: string, raw: unknown): AlbflowError {
  if (raw instanceof AlbflowError) return raw;
  const { message: given, code } = raw as { message?: unknown; code?: unknown };
  const text = redact(String(given ?? raw));
  const [, type, detail = "", again = ""] = PROBLEM.exec(text) ?? [];
  if (type !== undefined) {
    const notBefore = Date.parse(again) || null;
    const problem = reason("acme-problem", { action, type, detail, notBefore });
    return new AlbflowError(KINDS[type] ?? "Refused", problem, { code: type });
  }
  const cause = typeof code === "string" ? code : undefined;
  const [, kind, fault] = NETWORK.find(([pattern]) => pattern.test(cause ?? "")) ?? OTHERWISE;
  return new AlbflowError(kind, reason(fault, { action, message: text }), { code: cause });
}

/** When the server wants to be asked again, milliseconds since 1970; 0 when an error does not say. */
export function notBeforeIn({ params }: Reason): number {
  const { notBefore, cause } = params;
  return typeof notBefore === "number" ? notBefore : isReason(cause) ? notBeforeIn(cause) : 0;
}

/** A problem document as one line, its type first; at its end, when the server wants to be asked again. */
export function acmeProblemText(status: number, problem: unknown, notBefore = 0): string {
  const { type, detail } = (problem ?? {}) as { type?: unknown; detail?: unknown };
  const named = typeof type === "string" ? (/^urn:ietf:params:acme:error:(\w+)$/.exec(type)?.[1] ?? type) : undefined;
  const kind = named ?? (status >= 500 ? "serverInternal" : status === 429 ? "rateLimited" : `status ${status}`);
  const again = notBefore === 0 ? "" : ` Not before ${new Date(notBefore).toISOString()}.`;
  return `[${kind}] ${typeof detail === "string" ? detail : "no reason was given"}${again}`;
}

/** What `problemText` writes. */
const PROBLEM = /^\[(\w+)\] ([\s\S]*?)(?: Not before (\S+)\.)?$/;

/**
 * What a failed connection means. Only what may pass by itself is tried again: an address that is none, a host that does
 * not exist, and a server whose certificate is not trusted stay what they are.
 */
const NETWORK: [
  code: RegExp,
  kind: ErrorKind,
  fault: "acme-call-failed" | "acme-host-unknown" | "acme-address-invalid" | "acme-not-tls" | "acme-not-trusted",
][] = [
  [/^(ECONN|ETIMEDOUT$|EAI_AGAIN$|EPIPE$|EHOST|ENET|ERR_SOCKET|HPE_|UND_ERR)/, "Transient", "acme-call-failed"],
  [/^ENOTFOUND$/, "Failed", "acme-host-unknown"],
  [/^ERR_INVALID_URL$/, "InvalidInput", "acme-address-invalid"],
  [/^(EPROTO$|ERR_SSL)/, "Failed", "acme-not-tls"],
  [/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/, "Refused", "acme-not-trusted"],
];

const OTHERWISE = [/./, "Failed", "acme-call-failed"] as const;

/** What an ACME problem means to us; any other is a refusal, which no repetition mends. */
const KINDS: Record<string, ErrorKind> = {
  serverInternal: "Transient",
  badNonce: "Transient",
  rateLimited: "Throttled",
  malformed: "Failed",
  unauthorized: "Denied",
  accountDoesNotExist: "Denied",
};
