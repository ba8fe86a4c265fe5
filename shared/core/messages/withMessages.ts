import { isReason } from "../../platform/reasons/reason.ts";
import type { Sayer } from "./say.ts";

/**
 * The same data with `message`, and `next` where there is something to do, beside the code and the parameters of every
 * reason in it. Causes among the parameters are told by the message that they belong to, and stay as they are.
 */
export function withMessages(value: unknown, sayer: Sayer): unknown {
  if (Array.isArray(value)) return value.map((item) => withMessages(item, sayer));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([name, part]): [string, unknown] =>
    name === "params" && isReason(value) ? [name, part] : [name, withMessages(part, sayer)],
  );
  const told = isReason(value) ? sayer.said(value) : undefined;
  if (told === undefined) return Object.fromEntries(inner);
  const next = told.next === "" ? {} : { next: told.next };
  return { ...Object.fromEntries(inner), message: told.message, ...next };
}
