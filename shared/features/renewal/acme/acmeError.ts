import { AlbflowError, type ErrorKind } from "../../../platform/errors.ts";
import { redact } from "../../../platform/redact.ts";

/**
 * Our error of whatever went wrong in a call to an ACME server. `problemText` has put the problem's type (RFC 8555
 * §6.7) before the library's message.
 */
export function acmeError(action: string, raw: unknown): AlbflowError {
  if (raw instanceof AlbflowError) return raw;
  const { message, code } = raw as { message?: unknown; code?: unknown };
  const text = String(message ?? raw);
  const type = PROBLEM.exec(text)?.[1];
  if (type !== undefined) {
    return new AlbflowError(KINDS[type] ?? "Refused", `ACME ${action}: ${redact(text)}`, { code: type });
  }
  const cause = typeof code === "string" ? code : undefined;
  const [, kind, fix] = NETWORK.find(([pattern]) => pattern.test(cause ?? "")) ?? OTHERWISE;
  return new AlbflowError(kind, `ACME ${action}: ${redact(text)}${fix}`, { code: cause });
}

/** When the server wants to be asked again, milliseconds since 1970; 0 when an error does not say. */
export function notBeforeIn(error: AlbflowError): number {
  return Date.parse(/ Not before (\S+)\.$/.exec(error.message)?.[1] ?? "") || 0;
}

/** A problem document as one line, its type first; at its end, when the server wants to be asked again. */
export function problemText(status: number, problem: unknown, notBefore = 0): string {
  const { type, detail } = (problem ?? {}) as { type?: unknown; detail?: unknown };
  const named = typeof type === "string" ? (/^urn:ietf:params:acme:error:(\w+)$/.exec(type)?.[1] ?? type) : undefined;
  const kind = named ?? (status >= 500 ? "serverInternal" : status === 429 ? "rateLimited" : `status ${status}`);
  const again = notBefore === 0 ? "" : ` Not before ${new Date(notBefore).toISOString()}.`;
  return `[${kind}] ${typeof detail === "string" ? detail : "no reason was given"}${again}`;
}

const PROBLEM = /^\[(\w+)\]/;

/**
 * What a failed connection means. Only what may pass by itself is tried again: an address that is none, a host that does
 * not exist, and a server whose certificate is not trusted stay what they are.
 */
const NETWORK: [code: RegExp, kind: ErrorKind, fix: string][] = [
  [/^(ECONN|ETIMEDOUT$|EAI_AGAIN$|EPIPE$|EHOST|ENET|ERR_SOCKET|HPE_|UND_ERR)/, "Transient", ""],
  [/^ENOTFOUND$/, "Failed", ". There is no such host: look at ALBFLOW_ACME_DIRECTORY."],
  [/^ERR_INVALID_URL$/, "InvalidInput", ". That is no address: look at ALBFLOW_ACME_DIRECTORY."],
  [/^(EPROTO$|ERR_SSL)/, "Failed", ". It does not speak TLS: look at ALBFLOW_ACME_DIRECTORY."],
  [
    /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/,
    "Refused",
    ". The ACME server's own certificate is not trusted: ALBFLOW_ACME_CA holds its CA, where that is no public one.",
  ],
];

const OTHERWISE = [/./, "Failed", ""] as const;

/** What an ACME problem means to us; any other is a refusal, which no repetition mends. */
const KINDS: Record<string, ErrorKind> = {
  serverInternal: "Transient",
  badNonce: "Transient",
  rateLimited: "Throttled",
  malformed: "Failed",
  unauthorized: "Denied",
  accountDoesNotExist: "Denied",
};
