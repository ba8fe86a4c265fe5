import { type Reason, reason } from "./reason.ts";

/**
 * A reason on one line, for logs and for what carries texts only, like the message of an error that a flow catches:
 * `listener-not-found {"listenerId":"lsn-1"}`. A text of somebody else is told as it is.
 */
export function reasonText(reported: Reason | string): string {
  if (typeof reported === "string") return reported;
  const { code, params } = reported;
  return code === "text" ? String(params.text) : `${code} ${JSON.stringify(params)}`;
}

/** The reason that such a line holds; any other text is told as it is. */
export function reasonIn(text: string): Reason {
  const [, code, params] = /^([a-z][a-z0-9-]*) (\{[\s\S]*\})\.?$/.exec(text) ?? [];
  if (code === undefined || params === undefined) return reason("text", { text });
  try {
    return { code, params: JSON.parse(params) as Record<string, unknown> };
  } catch {
    return reason("text", { text });
  }
}
