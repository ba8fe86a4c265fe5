import { BlockList, isIP } from "node:net";
import { fitsWildcard } from "./wildcard.ts";

/** What is known about a call besides action and resource: `acs:SourceIp`, `acs:CurrentTime`, tags … */
export type ConditionContext = Record<string, string>;

/**
 * Whether every condition of a statement holds: all operators, all keys of an operator, any value of a key.
 * An operator that is not known never holds for an Allow; see `evaluatePolicies` for Deny.
 */
export function conditionsHold(
  conditions: Record<string, Record<string, string | string[]>> | undefined,
  context: ConditionContext,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) =>
      conditionHolds(
        operator,
        Object.hasOwn(context, key) ? context[key] : undefined,
        Array.isArray(value) ? value : [value],
      ),
    ),
  );
}

/** Whether RAM, and so this emulation, knows a condition operator. */
export function isConditionOperator(operator: string): boolean {
  return POSITIVE.has(operator) || NEGATIVE.has(operator);
}

/** A key that the call does not carry fits no positive operator and every negative one. */
function conditionHolds(operator: string, actual: string | undefined, expected: string[]): boolean {
  const positive = POSITIVE.get(operator);
  if (positive !== undefined) return actual !== undefined && expected.some((value) => positive(actual, value));
  const negated = POSITIVE.get(NEGATIVE.get(operator) ?? "");
  if (negated === undefined) return false;
  return actual === undefined || !expected.some((value) => negated(actual, value));
}

type Test = (actual: string, expected: string) => boolean;

/** Maps, so that an operator named like a method of every object is an unknown one. */
const POSITIVE = new Map<string, Test>(
  Object.entries({
    StringEquals: (actual, expected) => actual === expected,
    StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
    StringLike: (actual, expected) => fitsWildcard(expected, actual),
    NumericEquals: (actual, expected) => Number(actual) === Number(expected),
    NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
    NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
    NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
    NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
    DateEquals: (actual, expected) => Date.parse(actual) === Date.parse(expected),
    DateLessThan: (actual, expected) => Date.parse(actual) < Date.parse(expected),
    DateLessThanEquals: (actual, expected) => Date.parse(actual) <= Date.parse(expected),
    DateGreaterThan: (actual, expected) => Date.parse(actual) > Date.parse(expected),
    DateGreaterThanEquals: (actual, expected) => Date.parse(actual) >= Date.parse(expected),
    Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
    IpAddress: isInNetwork,
  }),
);

const NEGATIVE = new Map<string, string>(
  Object.entries({
    StringNotEquals: "StringEquals",
    StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
    StringNotLike: "StringLike",
    NumericNotEquals: "NumericEquals",
    DateNotEquals: "DateEquals",
    NotIpAddress: "IpAddress",
  }),
);

/** `expected` is an address or a network like `10.0.0.0/8`. */
function isInNetwork(actual: string, expected: string): boolean {
  const [network = "", prefix] = expected.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(actual) !== version) return false;
  const longest = version === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > longest) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(actual, family);
}
