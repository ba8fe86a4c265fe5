import type * as z from "zod";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { take } from "../../../platform/takeInput.ts";

/** A value in the shape of `what`. Throws `AlbflowError` InvalidInput with what is wrong and where. */
export function inShape<Schema extends z.ZodType>(what: string, schema: Schema, value: unknown): z.output<Schema> {
  const { input, problems } = take(schema, value);
  if (problems === undefined) return input;
  const { field = "", problem = reason("value-unfit") } = problems[0] ?? {};
  throw misshapen(what, field, problem);
}

/** What is wrong with a field of `what`, where its schema cannot say it. */
export function misshapen(what: string, field: string, problem: Reason): AlbflowError {
  return new AlbflowError(
    "InvalidInput",
    reason("shape-invalid", { what, field: field === "" ? null : field, problem }),
  );
}

/** A field of `what` that tells a moment by RFC 3339, as milliseconds since 1970. Throws `AlbflowError` InvalidInput. */
export function momentIn(what: string, field: string, text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw misshapen(what, field, reason("must-be-moment"));
}
