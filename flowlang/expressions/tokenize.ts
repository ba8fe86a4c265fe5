import { ExpressionError } from "./expressionError.ts";

/** One word of an expression. */
export interface Token {
  kind: "number" | "string" | "name" | "variable" | "symbol" | "end";
  /** As written; for a string, without its quotes and escapes. */
  text: string;
  /** 1-based. */
  column: number;
}

/** How each kind of word looks. The first that fits wins. */
const WORDS: [Token["kind"] | "space", RegExp][] = [
  ["space", /\s+/y],
  ["number", /\d+(?:\.\d+)?/y],
  ["variable", /\$[A-Za-z]*/y],
  ["name", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["string", /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y],
  ["symbol", /[<>=!]=|&&|\|\||[<>!\-()[\],.]/y],
];

/** Cuts an expression into words. Throws `ExpressionError` at the first character that begins none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const [kind, word] = wordAt(text, at);
    if (kind !== "space") {
      tokens.push({ kind, text: kind === "string" ? unquote(word, at + 1) : word, column: at + 1 });
    }
    at += word.length;
  }
  tokens.push({ kind: "end", text: "", column: text.length + 1 });
  return tokens;
}

function wordAt(text: string, at: number): [Token["kind"] | "space", string] {
  for (const [kind, pattern] of WORDS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [kind, match[0]];
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (`"'\``.includes(character)) {
    throw new ExpressionError(at + 1, "expression-text-open", { quote: character });
  }
  // cloudflow.md A35
  if (!"+*/%?=~&|".includes(character)) {
    throw new ExpressionError(at + 1, "expression-character-unexpected", { character });
  }
  throw new ExpressionError(at + 1, "expression-operator-unknown", { operator: character, known: OPERATORS });
}

const OPERATORS = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "!", "-"];

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Back-quoted strings are taken as they are; the others know the escapes of JSON. */
function unquote(word: string, column: number): string {
  const inner = word.slice(1, -1);
  if (word.startsWith("`")) return inner;
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, escaped: string, offset: number) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    const plain = ESCAPES[escaped] ?? (`"'\\/\``.includes(escaped) ? escaped : undefined);
    if (plain === undefined) {
      const known = ['\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000"];
      throw new ExpressionError(column + 1 + offset, "expression-escape-unknown", { sequence: `\\${escaped}`, known });
    }
    return plain;
  });
}
