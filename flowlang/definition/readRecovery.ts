import { limits } from "../limits.ts";
import { type FieldTable, readFields } from "./fields.ts";
import type { CatchRule, Recovery, RetryRule } from "./flow.ts";
import type { Located } from "./located.ts";
import type { StateReader } from "./stateReader.ts";

/** The fields with which Task, Parallel and Map recover. */
export const recoveryFields = { Retry: "optional", Catch: "optional" } as const satisfies FieldTable;

/** The name that every error matches (cloudflow.md §6). */
const ANY_ERROR = "FnF.ALL";

const RETRY_FIELDS: FieldTable = {
  Errors: "required",
  Description: "optional",
  MaxAttempts: "required",
  IntervalSeconds: "required",
  BackoffRate: "optional",
  MaxBackoffSeconds: "optional",
};

const CATCH_FIELDS: FieldTable = {
  Errors: "required",
  Description: "optional",
  OutputConstructor: "optional",
  Next: "required",
};

/** Reads the Retry and Catch rules of a state. */
export function readRecovery(reader: StateReader): Recovery {
  return {
    retry: (reader.fields.list("Retry") ?? [])
      .map((rule, index) => readRetry(rule, `Retry[${index}]`, reader))
      .filter((rule) => rule !== undefined),
    catch: (reader.fields.list("Catch") ?? [])
      .map((rule, index) => readCatch(rule, `Catch[${index}]`, reader))
      .filter((rule) => rule !== undefined),
  };
}

/** The first rule that names the error: only that one counts. */
export function firstMatching<T extends { errors: string[] }>(list: T[], code: string): number {
  return list.findIndex(({ errors }) => errors.includes(code) || errors.includes(ANY_ERROR));
}

function readRetry(source: Located, path: string, { sink }: StateReader): RetryRule | undefined {
  const fields = readFields(source, path, RETRY_FIELDS, sink);
  const seconds = { least: 0, most: limits.retrySeconds };
  return (
    fields && {
      errors: fields.texts("Errors") ?? [], // an empty list is refused: A13
      maxAttempts: fields.integer("MaxAttempts", { least: 0, most: Number.POSITIVE_INFINITY }) ?? 0,
      intervalSeconds: fields.integer("IntervalSeconds", seconds) ?? 0,
      backoffRate: fields.number("BackoffRate", { least: 1, most: Number.POSITIVE_INFINITY }) ?? 1,
      maxBackoffSeconds: fields.integer("MaxBackoffSeconds", seconds) ?? limits.retrySeconds, // A12
    }
  );
}

function readCatch(source: Located, path: string, reader: StateReader): CatchRule | undefined {
  const fields = readFields(source, path, CATCH_FIELDS, reader.sink);
  if (fields === undefined) return undefined;
  const built = fields.entry("OutputConstructor");
  const template =
    built === undefined ? undefined : reader.templateOf(built.value, `${path}.OutputConstructor`, { output: false });
  return {
    errors: fields.texts("Errors") ?? [],
    ...(template === undefined ? {} : { outputConstructor: template }),
    next: reader.targetOf(fields, "Next"),
  };
}
