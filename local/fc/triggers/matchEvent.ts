/** A CloudEvents 1.0 event as EventBridge carries it (alb.md §11.1). */
export interface CloudEvent {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  [attribute: string]: unknown;
}

/**
 * Whether an event fits a filter pattern: each key of the pattern must be there and fit. A list fits when one of its
 * members does: a value that is equal, or `{prefix}`, `{suffix}`, `{"anything-but"}`, `{exists}`.
 */
export function matchEvent(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern)) return pattern === event;
  return Object.entries(pattern).every(([key, expected]) => {
    const actual = isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined;
    return Array.isArray(expected) ? expected.some((one) => fits(one, actual)) : matchEvent(expected, actual);
  });
}

function fits(expected: unknown, actual: unknown): boolean {
  if (!isObject(expected)) return Array.isArray(actual) ? actual.includes(expected) : actual === expected;
  return Object.entries(expected).every(([operator, operand]) => OPERATORS.get(operator)?.(actual, operand) === true);
}

const OPERATORS = new Map<string, (actual: unknown, operand: unknown) => boolean>([
  ["prefix", (actual, operand) => typeof actual === "string" && actual.startsWith(String(operand))],
  ["suffix", (actual, operand) => typeof actual === "string" && actual.endsWith(String(operand))],
  ["anything-but", (actual, operand) => !(Array.isArray(operand) ? operand : [operand]).includes(actual)],
  ["exists", (actual, operand) => (actual !== undefined) === operand],
]);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
