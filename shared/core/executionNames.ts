import { createHash } from "node:crypto";
import { nameAt, type Place } from "../platform/place.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";

/**
 * The name of an execution that a caller of the API starts under a key: one for each operation, place, caller and key. No other
 * caller's key leads to it, and none to a name of albflow's own. A name that CloudFlow takes (cloudflow.md §8.1).
 */
export function apiExecutionName(
  operation: string,
  { kind, name }: { kind: string; name: string },
  key: string,
  place?: Place,
): string {
  const whole = `api-${operation}-${digest(nameAt(place, `${kind} ${name}`), 12)}-${key}`;
  return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST - 25)}-${digest(key, 24)}`;
}

/**
 * What is wrong with the name that a person gives an execution (`--name`), in a sentence; undefined when nothing is. Names
 * that begin as albflow's own are refused: lists of executions would take one for the other.
 */
export function problemOfExecutionName(name: string): Reason | undefined {
  if (!NAME.test(name) || name.length > LONGEST) {
    return reason("execution-name-unfit", { name, most: LONGEST });
  }
  const own = OWN_PREFIXES.find((prefix) => name.toLowerCase().startsWith(prefix));
  return own === undefined ? undefined : reason("execution-name-reserved", { name, prefix: own });
}

/** How albflow names what it starts by itself: for callers of its API, renewal, orders, rounds, remedies, questions, and rollbacks. */
const OWN_PREFIXES = ["api-", "renew-", "order-", "round-", "remedy-", "escalate-", "back-"] as const;

const NAME = /^[A-Za-z_][\w-]*$/;
/** CloudFlow takes 128 (cloudflow.md §8.1); `back-` goes before it, and before that again. */
const LONGEST = 118;

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
