import type { MessageMaker } from "../../core/messages/messagesIn.ts";
import { withMessages } from "../../core/messages/withMessages.ts";
import { AlbflowError, type ErrorKind } from "../../platform/errors.ts";
import type { SchemaProblem } from "../../platform/jsonSchema.ts";
import { type Reason, reason as reasonOf } from "../../platform/reasons/reason.ts";
import { redact, redactAll } from "../../platform/redact.ts";

/** Something went wrong, as RFC 9457 wants it told. 401 and 403 are always the same, whatever was asked for. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What is wrong, in the language of the caller. */
  detail?: string;
  /** The same as data. */
  reason?: Reason;
  /** What kind of error of albflow's it is; decides the status. */
  kind?: ErrorKind;
  /** The cloud's own code and request id, where the cloud has refused. */
  code?: string;
  requestId?: string;
  /** What to do about it. */
  remedy?: string;
  /** What is wrong with the request, field by field. */
  errors?: { pointer: string; detail: string; reason: Reason }[];
}

/** A request that cannot be served as it is: a status of HTTP's own. */
export class RequestError extends AlbflowError {
  readonly status: number;
  readonly errors: SchemaProblem[];
  /** What to do, where that is something else than for its kind. */
  readonly remedy: string | undefined;

  constructor(status: number, reported: Reason, errors: SchemaProblem[] = [], remedy?: string) {
    super(KINDS[status] ?? "InvalidInput", reported);
    this.status = status;
    this.errors = errors;
    this.remedy = remedy;
  }
}

const KINDS: Record<number, ErrorKind> = { 404: "NotFound", 409: "Conflict", 429: "Throttled" };

/** Who may not is told nothing else. */
export function forbidden(why: Reason): AlbflowError {
  return new AlbflowError("Denied", why, { code: "Forbidden" });
}

/** Whatever was thrown, as a problem. What is no error of ours is a fault of ours, and is told without its words. */
export function problemOf(error: unknown, messages: MessageMaker): Problem {
  if (!(error instanceof AlbflowError))
    return { ...titled(500), remedy: "Tell those who run albflow; its log has more." };
  const { kind, code, requestId, reason } = error;
  if (kind === "Denied" && code === "Unauthenticated") return closed(401, reasonOf("credentials-needed"), messages);
  if (kind === "Denied" && code === "Forbidden") return closed(403, reasonOf("grant-needed"), messages);
  const { message, next } = messages.said(reason);
  const { status, remedy } = error instanceof RequestError ? error : { ...ANSWERS[kind], remedy: undefined };
  return {
    ...titled(status),
    type: `urn:albflow:problem:${kind}`,
    detail: redact(message),
    reason: withMessages(redactAll(reason), messages) as Reason,
    kind,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    remedy: remedy ?? (next === "" ? ANSWERS[kind].remedy : `${next}.`),
    ...(error instanceof RequestError && error.errors.length > 0
      ? { errors: error.errors.map((one) => shownProblem(one, messages)) }
      : {}),
  };
}

/** What is wrong with one value, in the language of the caller and as data. */
function shownProblem({ pointer, problem }: SchemaProblem, messages: MessageMaker) {
  return { pointer, detail: messages.message(problem), reason: withMessages(problem, messages) as Reason };
}

/** What outsiders are told: how to come in, and nothing of what is there. */
function closed(status: number, reason: Reason, messages: MessageMaker): Problem {
  const { message, next } = messages.said(reason);
  return { ...titled(status), detail: message, reason: withMessages(reason, messages) as Reason, remedy: `${next}.` };
}

/** Without a type of its own a problem is its status, by the status's own name (RFC 9457 §4.2.1). */
function titled(status: number): Problem {
  return { type: "about:blank", title: TITLES[status] ?? "Error", status };
}

const ANSWERS: Record<ErrorKind, { status: number; remedy: string }> = {
  InvalidInput: { status: 400, remedy: "Correct the request; /openapi.json says what it may hold." },
  NotFound: { status: 404, remedy: "Look for the right name: /listeners, /operations and /executions list them." },
  Refused: { status: 422, remedy: "Remove what is in the way, or ask for something else." },
  Conflict: { status: 409, remedy: "Wait until the other change has ended, look again, and repeat the request." },
  // Callers who may not are told 403: this is the deployment's own role.
  Denied: { status: 502, remedy: "The deployment's roles lack a permission: `albflow doctor` says which." },
  Throttled: { status: 503, remedy: "Repeat the request after the time in Retry-After." },
  Transient: { status: 503, remedy: "Repeat the request; with the same Idempotency-Key nothing is done twice." },
  Failed: { status: 502, remedy: "Look at what the cloud says; repeating the request alone will not help." },
};

const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};
