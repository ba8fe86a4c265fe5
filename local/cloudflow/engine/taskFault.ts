/** A task that failed, as the flow's Retry and Catch see it (cloudflow.md A2 to A5). */
export class TaskFault extends Error {
  override readonly name = "TaskFault";
  /** `FC.ResourceThrottled`, `ALB.IncorrectStatus.Listener`, or a thrown error's own name. */
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}
