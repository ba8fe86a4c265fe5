import { openToken, signToken } from "../platform/signedToken.ts";

/** Which part of albflow has started an execution of its own accord, and what it knew then. */
export interface Origin {
  part: "renewal" | "remediation";
  /** The operation, or other flow, that was started. */
  operation: string;
  /** The execution's name. It is the same text for nobody else: CloudFlow has one execution of a name in a flow. */
  execution: string;
  /** What the part wants to find again later; a few dozen characters. */
  situation: string;
}

/**
 * The origin as a text for the execution's input, which only who has the key can have made: what anybody may choose, like
 * an execution's name, proves nothing. `key` is `secretFor(…, "origins")`.
 */
export function signOrigin(key: Buffer, origin: Origin): string {
  return signToken(key, { kind: ORIGIN, ...origin });
}

/**
 * The origin of an execution, by its input or the text of it; undefined where a part of albflow has not started it. A sign
 * that was taken from another execution says so itself and counts for nothing.
 */
export function originOf(
  key: Buffer,
  { operation, execution, input }: { operation: string; execution: string; input: unknown },
): Origin | undefined {
  const given = typeof input === "string" ? dataIn(input) : input;
  const token = (given as { origin?: unknown } | null | undefined)?.origin;
  if (typeof token !== "string") return undefined;
  const { kind, ...origin } = opened(key, token) ?? {};
  const is = origin as unknown as Origin;
  return kind === ORIGIN && is.operation === operation && is.execution === execution ? is : undefined;
}

/** What keys of origins are made for: `secretFor(environment, ORIGINS)`. */
export const ORIGINS = "origins";

/** Says what a signed text is, so that no other one passes for an origin. */
const ORIGIN = "origin";

/** CloudFlow takes any text that is JSON; what is none says nothing of an origin. */
function dataIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nobody but us makes one that cannot be read, so that it is none. */
function opened(key: Buffer, token: string): Record<string, unknown> | undefined {
  try {
    return openToken(key, token);
  } catch {
    return undefined;
  }
}
