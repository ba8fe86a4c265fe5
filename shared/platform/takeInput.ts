import type * as z from "zod";
import { AlbflowError } from "./errors.ts";
import { completed, problemsIn, type SchemaProblem } from "./jsonSchema.ts";
import { jsonSchemaOf } from "./jsonSchemaOf.ts";
import { type Reason, reason } from "./reasons/reason.ts";

/** Something that a schema has against a value: where, and what. The field is empty for the whole. */
interface InputProblem {
  field: string;
  problem: Reason;
}

/** What was given, as a schema takes it: with its defaults, and without what it does not know. Or everything that is wrong with it. */
type Taken<Input> = { input: Input; problems?: never } | { input?: never; problems: InputProblem[] };

/** Takes what was given for what a schema describes. Pure. */
export function take<Schema extends z.ZodType>(schema: Schema, given: unknown): Taken<z.output<Schema>> {
  const described = jsonSchemaOf(schema);
  const problems = problemsIn(given, described);
  if (problems.length > 0) return { problems: problems.map(fieldProblem) };
  return { input: completed(given, described) as z.output<Schema> };
}

/** The input of a function. Throws `AlbflowError` InvalidInput with everything that is wrong with it, field by field. */
export function takeInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const { input, problems } = take(schema, given);
  if (problems !== undefined) throw new AlbflowError("InvalidInput", inputInvalid(problems));
  return input;
}

/** Everything that is wrong with an input, as one reason. */
export function inputInvalid(problems: InputProblem[]): Reason {
  return reason("input-invalid", { problems });
}

/** `/rule/event` is `rule.event` where people write it. */
function fieldProblem({ pointer, problem }: SchemaProblem): InputProblem {
  const steps = pointer.split("/").slice(1);
  return { field: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")).join("."), problem };
}
