import { AlbflowError, type ErrorKind } from "../errors.ts";
import type { JsonAnswer } from "./postJson.ts";

/**
 * Chat robots answer 200 for everything and say in the body what became of the message. Throws `AlbflowError` with the
 * robot's own code and words for any code but 0.
 */
export function refuseRobotError(
  channel: string,
  { body }: JsonAnswer,
  { code: codeField, text: textField, kinds }: { code: string; text: string; kinds: Record<string, ErrorKind> },
): void {
  const code = body[codeField];
  if (code === 0) return;
  const words = body[textField];
  // A robot may quote what it was sent: nothing that is long enough to be a token or a signature is passed on.
  const because = typeof words === "string" ? words.slice(0, 200).replace(/[\w+/=-]{20,}/g, "…") : "it gives no reason";
  const told = typeof code === "number" || typeof code === "string" ? String(code).slice(0, 20) : "none";
  throw new AlbflowError(kinds[told] ?? "Failed", `${channel} refuses the message: ${because}`, { code: told });
}
