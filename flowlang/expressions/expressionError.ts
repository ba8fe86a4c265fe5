import type { ExpressionCode, ExpressionProblem, ExpressionProblems } from "../definition/findingCodes.ts";

/** An expression that cannot be compiled: where, and what is wrong there. */
export class ExpressionError<Code extends ExpressionCode = ExpressionCode> extends Error {
  override readonly name = "ExpressionError";
  /** 1-based, counted in UTF-16 units from the start of the expression. */
  readonly column: number;
  readonly problem: ExpressionProblem;

  constructor(column: number, code: Code, params: ExpressionProblems[Code]) {
    super(`column ${column}: ${code} ${JSON.stringify(params)}`);
    this.column = column;
    this.problem = { code, params } as ExpressionProblem;
  }
}

/** An expression that compiled but has no value for this data (cloudflow.md A6, A7). */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}
