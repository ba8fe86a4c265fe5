import * as z from "zod";
import { AlbflowError } from "../../../platform/errors.ts";
import { problemsOfIssues } from "../../../platform/reasons/inputProblems.ts";
import { must } from "../../../platform/reasons/must.ts";
import { reason } from "../../../platform/reasons/reason.ts";

/** A value in the shape of `what`. Throws `AlbflowError` InvalidInput with what is wrong and where. */
export function inShape<Schema extends z.ZodType>(what: string, schema: Schema, value: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const { field = "", problem = reason("value-unfit") } = problemsOfIssues(error.issues, value)[0] ?? {};
  throw new AlbflowError(
    "InvalidInput",
    reason("shape-invalid", { what, field: field === "" ? null : field, problem }),
  );
}

/** A moment as milliseconds since 1970, written as RFC 3339. */
export const moment = z.string().transform((text, context) => {
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at)) return at;
  context.addIssue({ code: "custom", message: must("must-be-moment") });
  return z.NEVER;
});
