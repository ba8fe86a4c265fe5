import { isReason } from "../../platform/reasons/reason.ts";
import type { MessageMaker } from "./messagesIn.ts";

/**
 * The same data with `message`, and `next` where there is something to do, beside the code and the parameters of every
 * reason in it. Causes among the parameters are told by the message that they belong to, and stay as they are.
 */
export function withMessages(value: unknown, messages: MessageMaker): unknown {
  if (Array.isArray(value)) return value.map((item) => withMessages(item, messages));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([name, part]): [string, unknown] =>
    name === "params" && isReason(value) ? [name, part] : [name, withMessages(part, messages)],
  );
  const reported = isReason(value) ? messages.said(value) : undefined;
  if (reported === undefined) return Object.fromEntries(inner);
  const next = reported.next === "" ? {} : { next: reported.next };
  return { ...Object.fromEntries(inner), message: reported.message, ...next };
}
