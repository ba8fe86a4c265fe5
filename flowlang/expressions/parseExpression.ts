import type { Json } from "../json.ts";
import { limits } from "../limits.ts";
import { ExpressionError } from "./expressionError.ts";
import { expressionFunctions } from "./functions.ts";
import { infixOperators, prefixOperators } from "./operators.ts";
import { type Token, tokenize } from "./tokenize.ts";
import { type VariableName, variables } from "./variables.ts";

/** The tree of an expression. Columns are 1-based. */
export type Syntax =
  | { kind: "literal"; value: Json; column: number }
  | { kind: "list"; items: Syntax[]; column: number }
  | { kind: "path"; variable: VariableName; steps: (string | number)[]; column: number }
  | { kind: "call"; name: string; args: Syntax[]; column: number }
  | { kind: "prefix"; operator: string; operand: Syntax; column: number }
  | { kind: "infix"; operator: string; left: Syntax; right: Syntax; column: number };

/** The words being read, how far, and how deep the tree is at this place. */
interface Reading {
  tokens: Token[];
  at: number;
  depth: number;
  calls: number;
}

const CONSTANTS: Record<string, boolean> = { true: true, false: false };

/**
 * Reads an expression of the flow language (cloudflow.md §3). Throws `ExpressionError` with the column of the first
 * word that does not fit; never anything else, whatever the text.
 */
export function parseExpression(text: string): Syntax {
  const reading: Reading = { tokens: tokenize(text), at: 0, depth: 0, calls: 0 };
  if (peek(reading).kind === "end") throw new ExpressionError(1, "expression-empty", {});
  const syntax = readInfix(reading, 0);
  if (peek(reading).kind !== "end") throw unexpected(peek(reading), "expression-operator-expected");
  return syntax;
}

/** Precedence climbing: operators at least as strong as `power` belong to this part of the tree. */
function readInfix(reading: Reading, power: number): Syntax {
  return deeper(reading, () => {
    let left = readPrefix(reading);
    for (let width = 0; ; width += 1) {
      const token = peek(reading);
      const operator = token.kind === "symbol" || token.kind === "name" ? infixOperators[token.text] : undefined;
      if (operator === undefined || operator.power <= power || !Object.hasOwn(infixOperators, token.text)) return left;
      if (width >= limits.expressionDepth) throw tooDeep(token);
      reading.at += 1;
      const right = readInfix(reading, operator.power);
      left = { kind: "infix", operator: token.text, left, right, column: token.column };
    }
  });
}

function readPrefix(reading: Reading): Syntax {
  const token = peek(reading);
  if (token.kind !== "symbol" || !Object.hasOwn(prefixOperators, token.text)) return readValue(reading);
  reading.at += 1;
  const operand = deeper(reading, () => readPrefix(reading));
  return { kind: "prefix", operator: token.text, operand, column: token.column };
}

/** What a value begins with decides how it is read. */
const VALUES: Record<Token["kind"], (reading: Reading, token: Token) => Syntax> = {
  number: (_, { text, column }) => ({ kind: "literal", value: Number(text), column }),
  string: (_, { text, column }) => ({ kind: "literal", value: text, column }),
  variable: readPath,
  name: readName,
  symbol: readBracketed,
  end: (_, token) => {
    throw unexpected(token, "expression-value-expected");
  },
};

function readValue(reading: Reading): Syntax {
  const token = take(reading);
  return VALUES[token.kind](reading, token);
}

function readName(reading: Reading, token: Token): Syntax {
  const constant = Object.hasOwn(CONSTANTS, token.text) ? CONSTANTS[token.text] : undefined;
  if (constant !== undefined) return { kind: "literal", value: constant, column: token.column };
  if (!isSymbol(peek(reading), "(")) {
    throw new ExpressionError(token.column, "expression-word-bare", { word: token.text });
  }
  const known = Object.hasOwn(expressionFunctions, token.text) ? expressionFunctions[token.text] : undefined;
  if (known === undefined) {
    const params = { name: token.text, known: Object.keys(expressionFunctions) };
    throw new ExpressionError(token.column, "expression-function-unknown", params);
  }
  if (reading.calls >= limits.functionNesting) {
    const params = { depth: reading.calls + 1, most: limits.functionNesting };
    throw new ExpressionError(token.column, "expression-functions-too-deep", params);
  }
  reading.at += 1;
  reading.calls += 1;
  const args = readList(reading, ")");
  reading.calls -= 1;
  const [least, most] = known.arguments;
  if (args.length < least || args.length > most) {
    const params = { name: token.text, count: args.length, usage: known.usage };
    throw new ExpressionError(token.column, "expression-arguments-miscounted", params);
  }
  return { kind: "call", name: token.text, args, column: token.column };
}

function readBracketed(reading: Reading, token: Token): Syntax {
  if (token.text === "[") return { kind: "list", items: readList(reading, "]"), column: token.column };
  if (token.text !== "(") throw unexpected(token, "expression-value-expected");
  const inner = readInfix(reading, 0);
  expectSymbol(reading, ")");
  return inner;
}

/** Values between commas, up to and with the closing bracket. */
function readList(reading: Reading, closing: string): Syntax[] {
  const items: Syntax[] = [];
  if (isSymbol(peek(reading), closing)) {
    reading.at += 1;
    return items;
  }
  for (;;) {
    items.push(readInfix(reading, 0));
    const token = take(reading);
    if (isSymbol(token, closing)) return items;
    if (!isSymbol(token, ",")) throw symbolExpected(token, [",", closing]);
  }
}

function readPath(reading: Reading, token: Token): Syntax {
  if (!Object.hasOwn(variables, token.text)) {
    const params = { name: token.text, known: Object.keys(variables) };
    throw new ExpressionError(token.column, "expression-variable-unknown", params);
  }
  const steps: (string | number)[] = [];
  for (;;) {
    if (isSymbol(peek(reading), ".")) steps.push(readKey(reading));
    else if (isSymbol(peek(reading), "[")) steps.push(readIndex(reading));
    else return { kind: "path", variable: token.text as VariableName, steps, column: token.column };
  }
}

function readKey(reading: Reading): string {
  reading.at += 1;
  const key = take(reading);
  if (key.kind === "name") return key.text;
  throw unexpected(key, "expression-key-expected");
}

/** Only `[0]`: wildcards, filters and quoted keys are not part of the language (cloudflow.md §3). */
function readIndex(reading: Reading): number {
  reading.at += 1;
  const index = take(reading);
  if (index.kind !== "number" || !/^\d+$/.test(index.text)) throw unexpected(index, "expression-index-expected");
  expectSymbol(reading, "]");
  return Number(index.text);
}

function deeper(reading: Reading, read: () => Syntax): Syntax {
  reading.depth += 1;
  if (reading.depth > limits.expressionDepth) throw tooDeep(peek(reading));
  const syntax = read();
  reading.depth -= 1;
  return syntax;
}

function tooDeep(token: Token): ExpressionError {
  return new ExpressionError(token.column, "expression-too-deep", { most: limits.expressionDepth });
}

/** What was expected in place of a word, where the code says it all. */
type Expected = `expression-${"operator" | "value" | "key" | "index"}-expected`;

function unexpected(token: Token, code: Expected): ExpressionError {
  return new ExpressionError<Expected>(token.column, code, { found: textOf(token) });
}

function symbolExpected(token: Token, symbols: string[]): ExpressionError {
  return new ExpressionError(token.column, "expression-symbol-expected", { found: textOf(token), symbols });
}

/** Null at the end. */
function textOf({ kind, text }: Token): string | null {
  return kind === "end" ? null : text;
}

function expectSymbol(reading: Reading, text: string) {
  const token = take(reading);
  if (!isSymbol(token, text)) throw symbolExpected(token, [text]);
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === "symbol" && token.text === text;
}

const END: Token = { kind: "end", text: "", column: 1 };

function peek(reading: Reading): Token {
  return reading.tokens[reading.at] ?? reading.tokens.at(-1) ?? END;
}

function take(reading: Reading): Token {
  const token = peek(reading);
  reading.at += 1;
  return token;
}
