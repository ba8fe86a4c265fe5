/** An error as a flow sees it: in `$Context.Current.Error`, in Retry and Catch rules, in the history. */
export interface FlowFault {
  Code: string;
  Detail: string;
}

/**
 * Ends an execution at once, past every Retry and Catch (cloudflow.md A9): an expression that cannot be evaluated, data
 * that is too large or no object, one event too many.
 */
export class FlowError extends Error {
  override readonly name = "FlowError";
  readonly code: string;

  constructor(code: "FnF.RuntimeError" | "FnF.EntityTooLarge" | "FnF.ExecutionEventLimitExceeded", detail: string) {
    super(detail);
    this.code = code;
  }
}
