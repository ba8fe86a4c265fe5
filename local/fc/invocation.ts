import type { InvocationOutcome } from "./runtime/instance.ts";

/** What is to be invoked, and how. */
export interface Invocation {
  functionName: string;
  /** `LATEST`, a version or an alias. */
  qualifier?: string;
  body: Buffer;
  requestId: string;
  /** How often it was tried before. */
  retryCount?: number;
}

/** How it ended, as the caller sees it. */
export interface InvocationResult {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** What the function and the platform wrote meanwhile; empty for one that was only accepted. */
  log: string;
}

/** An outcome of an instance, or what the platform itself made of it. */
export type Ended =
  | InvocationOutcome
  | { kind: "timeout"; seconds: number }
  | { kind: "init"; outcome: InvocationOutcome };

/** How the API answers: a function's failure is a 200 with `x-fc-error-type` (functionCompute.md §5 and A7). */
export function resultOf(ended: Ended, requestId: string): Omit<InvocationResult, "log"> {
  const failure = failureOf(ended);
  const headers = { "x-fc-request-id": requestId, "content-type": "application/octet-stream" };
  if (ended.kind === "answer") return { status: 200, headers, body: ended.body };
  return {
    status: 200,
    headers: { ...headers, "content-type": "application/json", "x-fc-error-type": failure.type },
    body: Buffer.from(JSON.stringify(failure.body)),
  };
}

function failureOf(ended: Ended): { type: string; body: object } {
  switch (ended.kind) {
    case "answer":
      return { type: "", body: {} };
    case "error": {
      const { errorMessage, errorType, stackTrace } = ended;
      return { type: "HandledInvocationError", body: { errorMessage, errorType, stackTrace } };
    }
    case "died":
      return {
        type: "UnhandledInvocationError",
        body: { errorMessage: `Process exited unexpectedly before completing request (${ended.reason})` },
      };
    case "timeout":
      // functionCompute.md A7: no errorType.
      return { type: "FunctionTimeout", body: { errorMessage: `Function timed out after ${ended.seconds} seconds` } };
    case "init": {
      const { type, body } = failureOf(ended.outcome);
      return { type: type.replace("Invocation", "Initialization"), body };
    }
  }
}
