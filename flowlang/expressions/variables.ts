import type { Json, JsonObject } from "../json.ts";

/** What an expression can see while it is evaluated. */
export interface ExpressionEnvironment {
  /** `$Input`, `$Context.Current.Input` */
  input: Json;
  /** `$Output`: the raw result of the state's work, once there is one. */
  output: Json | undefined;
  /** `$Global` */
  global: JsonObject;
  /** `$Context` (cloudflow.md §3) */
  context: () => JsonObject;
  /** Repeatable numbers in [0, 1) for uuid() and randomInt(). */
  random: () => number;
}

/** The four variables and how each is read. */
export const variables = {
  $Context: (environment: ExpressionEnvironment): Json | undefined => environment.context(),
  $Input: (environment: ExpressionEnvironment): Json | undefined => environment.input,
  $Output: (environment: ExpressionEnvironment): Json | undefined => environment.output,
  $Global: (environment: ExpressionEnvironment): Json | undefined => environment.global,
};

export type VariableName = keyof typeof variables;
