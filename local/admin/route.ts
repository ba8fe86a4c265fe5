/** One thing that can be asked of the local cloud itself. */
export interface AdminRoute {
  method: "GET" | "POST" | "DELETE";
  /** `/local/functions/{name}/timers/{trigger}` */
  path: string;
  /** What goes back as JSON, or a stream. Throws `CloudError` for what cannot be done. */
  answer(call: AdminCall): unknown;
}

interface AdminCall {
  /** The parts in braces, decoded. */
  parameters: Record<string, string>;
  query: Record<string, string>;
  /** The JSON body; undefined when there is none. */
  body: unknown;
}

/** An answer that goes on: values are sent as they come, until the returned function is called. */
export interface EventStream {
  stream: (send: (value: unknown) => void) => () => void;
}

/** Whether an answer goes on. */
export function isEventStream(answer: unknown): answer is EventStream {
  return typeof answer === "object" && answer !== null && "stream" in answer && typeof answer.stream === "function";
}
