import { CloudError } from "../../wire/cloudError.ts";
import { type QueryToken, queryError, tokenizeQuery } from "./tokens.ts";

/** A search as a tree. */
export type Search =
  | { kind: "all" }
  | { kind: "and" | "or"; left: Search; right: Search }
  | { kind: "not"; search: Search }
  /** Anywhere in the log. */
  | { kind: "word"; text: string; quoted: boolean }
  | { kind: "field"; field: string; text: string; quoted: boolean }
  | { kind: "range"; field: string; from: Bound; to: Bound };

/** An end of a range of numbers; infinite when it is open. */
interface Bound {
  value: number;
  inclusive: boolean;
}

/** How deep parentheses and `not` may nest. */
const MAX_DEPTH = 50;

/**
 * Reads a search statement: `*`, words, `"phrases"`, `prefix*`, `field: value`, `__tag__:name: value`, `field > 1`, `field in [1 5)`, `and`,
 * `or`, `not`, parentheses. Words side by side are joined by `and`; `not` binds tightest, then `and`, then `or`.
 * Throws `CloudError` ParameterInvalid, also for an analytic statement after `|`, which this emulation lacks.
 */
export function parseSearch(query: string): Search {
  if (/^[^"']*\|/.test(query)) {
    throw new CloudError(
      400,
      "ParameterInvalid",
      "Analytic statements (after |) are not supported by the local Simple Log Service; search without one.",
    );
  }
  const tokens = tokenizeQuery(query);
  let at = 0;
  let depth = 0;

  const peek = (): QueryToken | undefined => tokens[at];
  const isSign = (text: string) => peek()?.kind === "sign" && peek()?.text === text;
  const isKeyword = (text: string) => {
    const token = peek();
    return token?.kind === "word" && !token.quoted && token.text.toLowerCase() === text;
  };
  const fail = (what: string) => queryError(query, at, what);
  const word = (): QueryToken & { kind: "word" } => {
    const token = peek();
    if (token?.kind !== "word") throw fail("a word is missing");
    at += 1;
    return token;
  };
  const number = (): number => {
    const { text } = word();
    const value = Number(text);
    if (text === "" || Number.isNaN(value)) throw fail(`${text} is not a number`);
    return value;
  };

  function either(): Search {
    let left = both();
    while (isKeyword("or")) {
      at += 1;
      left = { kind: "or", left, right: both() };
    }
    return left;
  }

  function both(): Search {
    let left = single();
    while (peek() !== undefined && !isKeyword("or") && !isSign(")")) {
      if (isKeyword("and")) at += 1;
      left = { kind: "and", left, right: single() };
    }
    return left;
  }

  function single(): Search {
    if (++depth > MAX_DEPTH) throw fail("the query nests too deeply");
    try {
      if (isKeyword("not")) {
        at += 1;
        return { kind: "not", search: single() };
      }
      if (!isSign("(")) return term();
      at += 1;
      const search = either();
      if (!isSign(")")) throw fail("a parenthesis is not closed");
      at += 1;
      return search;
    } finally {
      depth -= 1;
    }
  }

  function term(): Search {
    const { text, quoted } = word();
    if (isSign(":")) {
      at += 1;
      const value = word();
      if (text !== "__tag__" || !isSign(":"))
        return { kind: "field", field: text, text: value.text, quoted: value.quoted };
      // A tag's field has a colon in its name: `__tag__:env:test`.
      at += 1;
      const tag = word();
      return { kind: "field", field: `__tag__:${value.text}`, text: tag.text, quoted: tag.quoted };
    }
    const comparison = COMPARISONS.find((sign) => isSign(sign));
    if (comparison !== undefined) {
      at += 1;
      return { kind: "range", field: text, ...compared(comparison, number()) };
    }
    if (isKeyword("in")) {
      at += 1;
      return { kind: "range", field: text, ...interval() };
    }
    return text === "*" && !quoted ? { kind: "all" } : { kind: "word", text, quoted };
  }

  function interval(): { from: Bound; to: Bound } {
    const opens = peek();
    if (!isSign("[") && !isSign("(")) throw fail("a range begins with [ or (");
    at += 1;
    const from = { value: number(), inclusive: opens?.text === "[" };
    const to = number();
    const closes = peek();
    if (!isSign("]") && !isSign(")")) throw fail("a range ends with ] or )");
    at += 1;
    return { from, to: { value: to, inclusive: closes?.text === "]" } };
  }

  if (tokens.length === 0) return { kind: "all" };
  const search = either();
  if (at < tokens.length) throw fail("unexpected end of a group");
  return search;
}

const COMPARISONS = [">=", "<=", ">", "<", "="] as const;

function compared(sign: (typeof COMPARISONS)[number], value: number): { from: Bound; to: Bound } {
  const inclusive = sign.includes("=");
  const open = { value: Number.POSITIVE_INFINITY, inclusive: true };
  if (sign === "=") return { from: { value, inclusive }, to: { value, inclusive } };
  if (sign.startsWith(">")) return { from: { value, inclusive }, to: open };
  return { from: { value: Number.NEGATIVE_INFINITY, inclusive: true }, to: { value, inclusive } };
}
