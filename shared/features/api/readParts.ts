import { type JsonSchema, problemsIn } from "../../platform/jsonSchema.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { RequestError } from "./problem.ts";

/** Bytes that a body may have: CloudFlow takes little more as an execution's input (cloudflow.md §8.4). */
const MOST_BYTES = 32 * 1024;

/** The query as its schema has it: numbers, lists and switches come as text. Throws 400 with what is wrong. */
export function readQuery(given: URLSearchParams, schema: JsonSchema): Record<string, unknown> {
  const entries = [...given].map(([name, text]) => [name, typed(text, propertyOf(schema, name))]);
  return checked("query", Object.fromEntries(entries), schema);
}

/** The body as its schema has it. Throws 400, 413 or 415 with what is wrong. */
export function readBody(
  bytes: Buffer,
  contentType: string,
  { schema, required }: { schema: JsonSchema | undefined; required: boolean },
): Record<string, unknown> {
  if (bytes.length > MOST_BYTES) throw new RequestError(413, reason("body-too-large", { most: MOST_BYTES }));
  if (bytes.length === 0 && required) throw new RequestError(400, reason("body-missing"));
  if (bytes.length === 0) return {};
  if (schema === undefined) throw new RequestError(400, reason("body-unexpected"));
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) {
    throw new RequestError(415, reason("body-not-json", { isType: true }));
  }
  return checked("body", parsed(bytes), schema);
}

function checked(part: "query" | "body", value: unknown, schema: JsonSchema): Record<string, unknown> {
  const problems = problemsIn(value, schema);
  if (problems.length === 0) return value as Record<string, unknown>;
  throw new RequestError(
    400,
    reason("request-invalid", { part, problems: problems.slice(0, 5) }),
    problems.slice(0, 50),
  );
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new RequestError(400, reason("body-not-json", { isType: false }));
  }
}

function propertyOf({ properties = {} }: JsonSchema, name: string): JsonSchema {
  return (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {};
}

function typed(text: string, { type }: JsonSchema): unknown {
  switch (type) {
    case "integer":
      return /^\d{1,9}$/.test(text) ? Number(text) : text;
    case "array":
      return text === "" ? [] : text.split(",");
    case "boolean":
      // `?plan` alone says yes.
      return text === "" || text === "true" ? true : text === "false" ? false : text;
    default:
      return text;
  }
}
