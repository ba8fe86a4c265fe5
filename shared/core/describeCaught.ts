/**
 * What a flow has caught, in words: `Conflict: lsn-1 is Configuring`. A function's error arrives as the JSON text of its
 * answer, stack and all (cloudflow.md A2); only its message is for people. Empty when nothing was caught.
 */
export function describeCaught(error: unknown): string {
  const { Code = "", Detail = "" } = (error ?? {}) as { Code?: string; Detail?: string };
  return Code === "" ? "" : `${Code}: ${describeDetail(Detail)}`.replace(/[:.]?\s*$/, "");
}

/** What the detail of an error says to people. */
export function describeDetail(detail: string): string {
  return messageIn(detail).slice(0, LONGEST);
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
