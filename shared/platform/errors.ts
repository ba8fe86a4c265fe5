import { type Reason, reason } from "./reasons/reason.ts";
import { reasonText } from "./reasons/reasonText.ts";

/** Why something did not work, as far as the caller must know to act. */
export type ErrorKind =
  | "InvalidInput"
  | "NotFound"
  | "Refused"
  | "Conflict"
  | "Denied"
  | "Throttled"
  | "Transient"
  | "Failed";

/**
 * The one error of the product. Its `name` is its kind, which is what a flow sees as the error's code
 * (cloudflow.md A2), so bundles keep it.
 */
export class AlbflowError extends Error {
  readonly kind: ErrorKind;
  /** The cloud's own code, for example `IncorrectStatus.Listener`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** What is wrong, as data; the message is made of it where it is shown (shared/core/messages). */
  readonly reason: Reason;

  constructor(
    kind: ErrorKind,
    reported: Reason,
    details: { code?: string | undefined; requestId?: string | undefined; cause?: unknown } = {},
  ) {
    super(reasonText(reported), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = kind;
    this.kind = kind;
    this.reason = reported;
    this.code = details.code;
    this.requestId = details.requestId;
  }
}

/** What was thrown, as a reason; what is no error of ours is a fault of albflow. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof AlbflowError) return error.reason;
  return reason("internal-error", { message: error instanceof Error ? error.message : String(error) });
}

/** Whether trying the same thing again, later, can succeed. */
export function isTransient(error: unknown): boolean {
  return error instanceof AlbflowError && RETRIED.has(error.kind);
}

/**
 * What a cloud's error code means to us. The longest matching prefix decides; a code that nobody has listed is
 * `Failed`, which is never retried.
 */
export function kindOfCode(code: string): ErrorKind {
  let best: [string, ErrorKind] = ["", "Failed"];
  for (const entry of KINDS_BY_PREFIX) {
    if (code.startsWith(entry[0]) && entry[0].length > best[0].length) best = entry;
  }
  return best[1];
}

/** Whether ALB was called and came to no answer at all: its endpoint in the region was not reached, or said nothing in time. */
export function isSilenceOfAlb(error: unknown): boolean {
  if (!(error instanceof AlbflowError) || error.kind !== "Transient" || error.requestId !== undefined) return false;
  return error.reason.code === "cloud-error" && (error.reason.params as { product?: unknown }).product === "alb";
}

const RETRIED = new Set<ErrorKind>(["Conflict", "Throttled", "Transient"]);

/** Prefixes of codes (alb.md §6.1, wire.md, cloudflow.md §8.3, functionCompute.md). `Conflict`: wait for its state, then retry. */
const KINDS_BY_PREFIX: [string, ErrorKind][] = [
  ["IncorrectStatus.", "Conflict"],
  ["ResourceInConfiguring", "Conflict"],
  ["IncorrectBusinessStatus.", "Conflict"],
  ["ResourceAlreadyAssociated.", "Refused"],
  ["ResourceAlreadyExist", "Refused"],
  ["ResourceNotAssociated.", "Refused"],
  ["ResourceInUse.", "Refused"],
  ["ResourceNotEnough.", "Refused"],
  ["ResourceQuotaExceeded.", "Refused"],
  ["QuotaExceeded.", "Refused"],
  ["OperationDenied.", "Refused"],
  // The misspelling is ALB's.
  ["OperationDenyed.", "Refused"],
  ["OperationFailed.", "Refused"],
  ["UnsupportedFeature.", "Refused"],
  ["UnsupportedOperation", "Refused"],
  ["Mismatch.", "Refused"],
  ["Conflict.Lock", "Transient"],
  ["Conflict.", "Refused"],
  ["LockFailed", "Transient"],
  ["SystemBusy", "Transient"],
  ["IdempotenceProcessing", "Transient"],
  ["VipStatusNotSupport", "Transient"],
  ["ServiceUnavailable", "Transient"],
  ["InternalError", "Transient"],
  ["InternalServerError", "Transient"],
  ["-21013", "Transient"],
  ["-21020", "Transient"],
  ["-22001", "Transient"],
  ["-22031", "Transient"],
  ["Throttling", "Throttled"],
  ["Rejected.Throttling", "Throttled"],
  ["ResourceThrottled", "Throttled"],
  ["ResourceExhausted", "Throttled"],
  ["IdempotentParameterMismatch", "Failed"],
  ["IdempotenceSignatureMismatch", "Failed"],
  ["DomainNameNotFound", "NotFound"],
  ["ResourceNotFound.", "NotFound"],
  ["NotFound", "NotFound"],
  ["NotExist.", "NotFound"],
  ["FlowNotExists", "NotFound"],
  ["ExecutionNotExists", "NotFound"],
  ["ScheduleNotExists", "NotFound"],
  ["FunctionNotFound", "NotFound"],
  ["ProjectNotExist", "NotFound"],
  ["LogStoreNotExist", "NotFound"],
  ["IndexConfigNotExist", "NotFound"],
  ["FlowAlreadyExists", "Conflict"],
  ["EntityNotExist", "NotFound"],
  ["EntityAlreadyExists", "Conflict"],
  ["DeleteConflict", "Conflict"],
  ["MalformedPolicy", "InvalidInput"],
  ["ExecutionAlreadyExists", "Refused"],
  ["ScheduleAlreadyExists", "Refused"],
  ["InvalidParameter", "InvalidInput"],
  ["IllegalParam", "InvalidInput"],
  ["InvalidArgument", "InvalidInput"],
  ["DuplicatedParam.", "InvalidInput"],
  ["DomainRecordDuplicate", "Refused"],
  ["DomainRecordNotBelongToUser", "NotFound"],
  ["InvalidDomainName.NoExist", "NotFound"],
  ["InvalidDomainName.", "InvalidInput"],
  ["Missing", "InvalidInput"],
  ["EntityTooLarge", "InvalidInput"],
  ["Forbidden", "Denied"],
  ["NoPermission", "Denied"],
  ["AccessDenied", "Denied"],
  ["Unauthorized", "Denied"],
  ["InvalidAccessKeyId", "Denied"],
  ["SignatureDoesNotMatch", "Denied"],
  ["SignatureNotMatch", "Denied"],
  ["InvalidSecurityToken", "Denied"],
  ["ECONNREFUSED", "Transient"],
  ["ECONNRESET", "Transient"],
  ["ENOTFOUND", "Transient"],
  ["EAI_AGAIN", "Transient"],
  ["EPIPE", "Transient"],
  ["ETIMEDOUT", "Transient"],
  ["RequestTimeout", "Transient"],
];
