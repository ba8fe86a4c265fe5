import type { Reason } from "../platform/reasons/reason.ts";
import { reasonIn } from "../platform/reasons/reasonText.ts";

/** What a flow has caught: the error's name, and why. */
export interface Caught {
  error: string;
  cause: Reason;
}

/**
 * What a flow has caught: `Conflict`, and that lsn-1 is Configuring. A function's error arrives as the JSON text of its
 * answer, stack and all (cloudflow.md A2); only its reason is for people. Undefined when nothing was caught.
 */
export function caughtIn(error: unknown): Caught | undefined {
  const { Code = "", Detail = "" } = (error ?? {}) as { Code?: string; Detail?: string };
  return Code === "" ? undefined : { error: Code, cause: detailReason(Detail) };
}

/** What the detail of an error says to people. */
export function detailReason(detail: string): Reason {
  const text = messageIn(detail);
  const { code, params } = reasonIn(text);
  return code === "text" ? reasonIn(text.slice(0, LONGEST)) : { code, params };
}

/** An error's message may quote a whole answer. */
const LONGEST = 500;

function messageIn(detail: string): string {
  try {
    const { errorMessage } = JSON.parse(detail) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : detail;
  } catch {
    return detail;
  }
}
