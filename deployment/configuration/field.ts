import { z } from "zod";
import { must } from "../../shared/platform/reasons/must.ts";

/** What docs/configuration.md and editors tell of a field. */
interface Facts {
  /** A value that somebody could have. */
  example: unknown;
  /** What holds where it is left out, as its readers have it. A schema's own default needs no second telling. */
  byDefault?: unknown;
}

/** A field with what is told of it. */
export function field<Schema extends z.ZodType>(schema: Schema, description: string, facts: Facts): Schema {
  const { example, byDefault } = facts;
  return schema.meta({
    description,
    examples: [example],
    ...(byDefault === undefined ? {} : { default: byDefault }),
  }) as Schema;
}

/** Fields that belong together, with a sentence on what they are for. */
export function section<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  return z.strictObject(shape, { error: sectionError }).meta({ description });
}

/** A text of one form. What is no text at all is refused with the same reason. */
export function text(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, error);
}

/** Any text of one character and more. */
export const anyText = z.string({ error: must("must-be-text") }).min(1, must("must-not-be-empty"));

/**
 * Where a secret is kept: in a variable of whoever deploys, or in KMS. The error does not quote what was written instead, as
 * that may be the secret itself.
 */
export const secretReference = text(
  /^(?:env:[A-Za-z_][A-Za-z0-9_]{0,127}|kms:[A-Za-z0-9/_+=.@-]{1,64})$/,
  must("must-be-secret-reference"),
);

/** A field of which a file may say nothing at all (`acme:` with nothing behind it), where a section is expected. */
export function sectionError({ code, input }: { code?: string; input?: unknown }): string | undefined {
  if (code === "invalid_type") return must(input === null ? "must-have-fields-below" : "must-have-fields");
  return undefined;
}
