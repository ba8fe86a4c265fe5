/** Something that is wrong with an expression, and what its message is made of. */
export interface ExpressionProblems {
  "expression-empty": NoParams;
  /** `found` is null at the end of the expression. */
  "expression-operator-expected": { found: string | null };
  "expression-value-expected": { found: string | null };
  "expression-symbol-expected": { found: string | null; symbols: string[] };
  "expression-key-expected": { found: string | null };
  "expression-index-expected": { found: string | null };
  "expression-too-deep": { most: number };
  "expression-word-bare": { word: string };
  "expression-function-unknown": { name: string; known: string[] };
  "expression-functions-too-deep": { depth: number; most: number };
  "expression-arguments-miscounted": { name: string; count: number; usage: string };
  "expression-variable-unknown": { name: string; known: string[] };
  "expression-text-open": { quote: string };
  "expression-operator-unknown": { operator: string; known: string[] };
  "expression-character-unexpected": { character: string };
  "expression-escape-unknown": { sequence: string; known: string[] };
  "expression-output-unreadable": { path: string };
}

export type ExpressionCode = keyof ExpressionProblems;

/** A code and its parameters, for each code. */
export type ExpressionProblem = {
  [Code in ExpressionCode]: { code: Code; params: ExpressionProblems[Code] };
}[ExpressionCode];

/**
 * What can be wrong or doubtful with a definition, and what its message is made of: fields by their names in the definition,
 * what was found as JSON. Whoever shows a finding makes the message of it, in the reader's language.
 */
export interface FindingParams {
  "flow-empty": NoParams;
  /** The YAML parser's own words. */
  "flow-yaml-invalid": { problem: string };
  "flow-key-repeated": { key: string };
  "flow-values-too-many": { most: number };
  "flow-anchor-missing": { anchor: string };
  "flow-key-no-text": NoParams;
  "flow-value-no-json": { value: string };
  "flow-old-grammar": { field: string };
  /** `field` is empty for the definition itself; `fields` where only these are allowed. */
  "flow-object-expected": { field: string; found: string; fields: string[] };
  "flow-field-unknown": { field: string; near: string | null; known: string[] };
  "flow-field-obsolete": { field: string; instead: string[] };
  "flow-field-missing": { field: string };
  "flow-text-expected": { field: string; found: string };
  "flow-value-not-offered": { field: string; found: string; offered: string[] };
  "flow-flag-expected": { field: string; found: string };
  /** `most` is null where there is no upper limit. */
  "flow-number-expected": { field: string; found: string; least: number; most: number | null };
  "flow-integer-expected": { field: string; found: string; least: number; most: number | null };
  "flow-list-expected": { field: string; found: string; least: number; most: number | null };
  "flow-texts-expected": { field: string; found: string };
  "flow-expression-expected": { field: string; found: string };
  "flow-expression-wrong": { field: string; column: number; why: ExpressionProblem };
  "flow-seconds-twice": { field: string };
  "flow-type-missing": { offered: string[] };
  "flow-way-missing": NoParams;
  "flow-way-twice": NoParams;
  "flow-target-unknown": { field: string; target: string; states: string[] };
  "flow-target-elsewhere": { field: string; target: string; states: string[] };
  "flow-state-repeated": { name: string };
  "flow-action-malformed": { action: string };
  /** `action` is null where the flow is Express. */
  "flow-mode-not-offered": { mode: string; action: string | null; offered: string[] };
  "flow-wait-without-seconds": NoParams;
  "flow-state-unreachable": NoParams;
  "flow-loop-busy": { states: string[] };
  "flow-task-without-timeout": NoParams;
  "flow-fail-inside": NoParams;
  "flow-catch-without-output": NoParams;
  "flow-retry-without-attempts": NoParams;
  "flow-error-foreign": { error: string };
  "flow-retry-outlasts-flow": { seconds: number; timeout: number };
  "flow-constant-like-expression": { field: string; text: string };
}

type NoParams = Record<never, never>;

export type FindingCode = keyof FindingParams;
