import { EvaluationError } from "./expressionError.ts";

export function matchesPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    throw new EvaluationError(`the pattern ${JSON.stringify(pattern)} is not a regular expression`);
  }
}
