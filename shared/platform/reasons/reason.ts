import type { ParamsOf, ReasonCode } from "./registry.ts";

/**
 * Why something is as it is, as data: a stable code and what the message is made of. Plain JSON, so that it travels
 * through flows, logs, audit records and the API; whoever shows it makes the message (shared/core/messages). A parameter may
 * be a `Reason` itself, which is how one names its cause.
 */
export interface Reason<Code extends string = string> {
  /** Kebab-case; every one is listed in shared/platform/reasons/registry.ts and told in docs/reasons.md. */
  code: Code;
  params: Code extends ReasonCode ? ParamsOf<Code> : Readonly<Record<string, unknown>>;
}

/** Makes a reason. A code that is not in the registry, or parameters that are not its own, do not compile. */
export function reason<Code extends ReasonCode>(
  code: Code,
  ...[params]: keyof ParamsOf<Code> extends never ? [] : [params: ParamsOf<Code>]
): Reason<Code> {
  return { code, params: (params ?? {}) as Reason<Code>["params"] };
}

/** Whether a value is a reason; anything else that was told as a cause is not. */
export function isReason(value: unknown): value is Reason {
  if (typeof value !== "object" || value === null) return false;
  const { code, params } = value as { code?: unknown; params?: unknown };
  return typeof code === "string" && /^[a-z][a-z0-9-]*$/.test(code) && typeof params === "object" && params !== null;
}

/** The same reasons with each told once. */
export function distinct<Kind extends Reason>(reasons: Kind[]): Kind[] {
  const reported = new Map(reasons.map((one) => [JSON.stringify([one.code, one.params]), one]));
  return [...reported.values()];
}
