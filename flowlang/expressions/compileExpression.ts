import { isObject, type Json } from "../json.ts";
import { EvaluationError, ExpressionError } from "./expressionError.ts";
import { argumentsOf, expressionFunctions } from "./functions.ts";
import { infixOperators, prefixOperators } from "./operators.ts";
import { parseExpression, type Syntax } from "./parseExpression.ts";
import { type ExpressionEnvironment, variables } from "./variables.ts";

/**
 * An expression ready to be evaluated. Throws `EvaluationError` when it has no value for the data (cloudflow.md A6, A7).
 */
type Expression = (environment: ExpressionEnvironment) => Json;

/** What an expression may read where it stands. */
export interface Visibility {
  /** Whether there is an `$Output`: in OutputConstructor and GlobalConstructor only. */
  output: boolean;
}

/** Compiles an expression once, to be evaluated many times. Throws `ExpressionError`. */
export function compileExpression(text: string, visibility: Visibility): Expression {
  return compile(parseExpression(text), visibility);
}

function compile(syntax: Syntax, visibility: Visibility): Expression {
  switch (syntax.kind) {
    case "literal": {
      const { value } = syntax;
      return () => value;
    }
    case "list": {
      const items = syntax.items.map((item) => compile(item, visibility));
      return (environment) => items.map((item) => item(environment));
    }
    case "path":
      return compilePath(syntax, visibility);
    case "call":
      return compileCall(syntax, visibility);
    case "prefix": {
      const operand = compile(syntax.operand, visibility);
      const apply = known(prefixOperators, syntax.operator);
      return (environment) => apply(operand(environment));
    }
    case "infix": {
      const left = compile(syntax.left, visibility);
      const right = compile(syntax.right, visibility);
      const { apply } = known(infixOperators, syntax.operator);
      return (environment) => apply(left(environment), () => right(environment));
    }
  }
}

function compileCall(syntax: Syntax & { kind: "call" }, visibility: Visibility): Expression {
  const args = syntax.args.map((arg) => compile(arg, visibility));
  const { call } = known(expressionFunctions, syntax.name);
  return (environment) => {
    const values = args.map((arg) => arg(environment));
    try {
      return call(argumentsOf(values), environment);
    } catch (error) {
      throw error instanceof EvaluationError ? new EvaluationError(`${syntax.name}: ${error.message}`) : error;
    }
  };
}

function compilePath(syntax: Syntax & { kind: "path" }, visibility: Visibility): Expression {
  const { variable, steps, column } = syntax;
  const readsOutput =
    variable === "$Output" || (variable === "$Context" && steps[0] === "Current" && steps[1] === "Output");
  if (readsOutput && !visibility.output) {
    throw new ExpressionError(column, "expression-output-unreadable", { path: pathText(syntax, steps.length) });
  }
  const read = variables[variable];
  return (environment) => {
    let value = read(environment);
    for (let i = 0; i < steps.length && value !== undefined; i += 1) {
      const next = follow(value, steps[i] ?? 0);
      if (next === undefined) {
        throw new EvaluationError(`${pathText(syntax, i)} has no ${stepText(steps[i] ?? 0)}`);
      }
      value = next;
    }
    if (value === undefined) throw new EvaluationError(`there is no ${variable} here`);
    return value;
  };
}

function follow(value: Json, step: string | number): Json | undefined {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The path as written, up to its step number `count`. */
function pathText({ variable, steps }: Syntax & { kind: "path" }, count: number): string {
  const text = steps.slice(0, count).map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
  return `${variable}${text.join("")}`;
}

function stepText(step: string | number): string {
  return typeof step === "number" ? `element [${step}]` : `key "${step}"`;
}

/** The parser let only known names through. */
function known<T>(table: Record<string, T>, name: string): T {
  const entry = table[name];
  if (entry === undefined) throw new TypeError(`${name} is not in its table`);
  return entry;
}
