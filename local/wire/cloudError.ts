/**
 * A refusal of the emulated cloud, in the cloud's own words. Each service writes it in the shape that its clients
 * expect (wire.md: ALB and CAS `{Code, Message}`, FC `{ErrorCode, ErrorMessage}`, SLS `{errorCode, errorMessage}`).
 */
export class CloudError extends Error {
  override readonly name = "CloudError";
  readonly status: number;
  readonly code: string;
  /** Further members of the error body, for example `AccessDeniedDetail`. */
  readonly detail: Record<string, unknown>;

  constructor(status: number, code: string, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
