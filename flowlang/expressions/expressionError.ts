/** An expression that cannot be compiled: what was found where, and what would be right. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** 1-based, counted in UTF-16 units from the start of the expression. */
  readonly column: number;
  readonly found: string;
  readonly expected: string;

  constructor(column: number, found: string, expected: string) {
    super(`column ${column}: found ${found}; expected ${expected}`);
    this.column = column;
    this.found = found;
    this.expected = expected;
  }
}

/** An expression that compiled but has no value for this data (cloudflow.md A6, A7). */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}
