import { type Reason, reason } from "./reason.ts";

/**
 * A reason that is still told in words of its own: it is the same in every language, and nobody can act on its code. No new
 * one may be added (test/shared/reasons/codes.test.ts counts them).
 */
export function inWords(reported: string | Reason): Reason {
  return typeof reported === "string" ? reason("text", { text: reported }) : reported;
}
