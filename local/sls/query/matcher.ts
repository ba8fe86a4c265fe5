import { fitsWildcard } from "../../ram/wildcard.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { LogIndexRow } from "../state.ts";
import type { Search } from "./parse.ts";

/** A log as it is searched: every field, `__topic__`, `__source__` and `__tag__:` fields included. */
export type LogFields = Record<string, string>;

/** The delimiters of an index that names none. */
const DELIMITERS = ", '\";=()[]{}?@&<>/:\n\t\r";

/**
 * Makes a test of logs from a search. Throws `CloudError` ParameterInvalid when the index does not cover a field, as
 * the real service does: a field search needs that field among the index's keys, a range a number among them.
 */
export function matcher(search: Search, index: LogIndexRow): (fields: LogFields) => boolean {
  switch (search.kind) {
    case "all":
      return () => true;
    case "not": {
      const test = matcher(search.search, index);
      return (fields) => !test(fields);
    }
    case "and":
    case "or": {
      const [left, right] = [matcher(search.left, index), matcher(search.right, index)];
      return search.kind === "and"
        ? (fields) => left(fields) && right(fields)
        : (fields) => left(fields) || right(fields);
    }
    case "word": {
      const test = textTest(search, index.line);
      return (fields) => Object.values(fields).some(test);
    }
    case "field": {
      const key = keyOf(search.field, index);
      if (search.text === "*" && !search.quoted) return (fields) => Object.hasOwn(fields, search.field);
      const test = isNumeric(key) ? (value: string) => Number(value) === Number(search.text) : textTest(search, key);
      return (fields) => Object.hasOwn(fields, search.field) && test(fields[search.field] ?? "");
    }
    case "range": {
      const { field, from, to } = search;
      if (!isNumeric(keyOf(field, index))) {
        throw new CloudError(400, "ParameterInvalid", `key (${field}) is not of type long or double`);
      }
      return (fields) => {
        const value = Number.parseFloat(fields[field] ?? "");
        return (
          (from.inclusive ? value >= from.value : value > from.value) &&
          (to.inclusive ? value <= to.value : value < to.value)
        );
      };
    }
  }
}

type IndexKey = NonNullable<LogIndexRow["keys"]>[string];

/** Fields that can always be searched. */
const RESERVED: IndexKey = { type: "text" };

function keyOf(field: string, index: LogIndexRow): IndexKey {
  if (/^__(topic|source)__$|^__tag__:/.test(field)) return RESERVED;
  const key = Object.hasOwn(index.keys ?? {}, field) ? index.keys?.[field] : undefined;
  if (key !== undefined) return key;
  throw new CloudError(
    400,
    "ParameterInvalid",
    `key (${field}) is not config as key value config, if symbol : is in your log, please wrap : with quotation mark "`,
  );
}

function isNumeric({ type }: IndexKey): boolean {
  return type === "long" || type === "double";
}

/** Whole tokens count, not parts of them; `*` and `?` in an unquoted word stand for characters of one token. */
function textTest(
  { text, quoted }: { text: string; quoted: boolean },
  how: { token?: string[]; caseSensitive?: boolean } | undefined,
): (value: string) => boolean {
  const fold = how?.caseSensitive === true ? (value: string) => value : (value: string) => value.toLowerCase();
  const delimiters = delimitersOf(how);
  const wanted = split(fold(text), delimiters);
  const isPattern = !quoted && /[*?]/.test(text);
  const fits = (token: string | undefined, pattern: string) =>
    token !== undefined && (isPattern ? fitsWildcard(pattern, token) : token === pattern);
  return (value) => {
    const folded = fold(value);
    // Most values are done with here: they need not be taken apart.
    if (!isPattern && !wanted.every((word) => folded.includes(word))) return false;
    const tokens = split(folded, delimiters);
    return tokens.some((_, start) => wanted.every((pattern, index) => fits(tokens[start + index], pattern)));
  };
}

/** What stands between two words of an index. */
export function delimitersOf(how: { token?: string[] } | undefined): Set<string> {
  return new Set(how?.token === undefined ? DELIMITERS : how.token.join(""));
}

export function split(text: string, delimiters: Set<string>): string[] {
  const tokens: string[] = [];
  let token = "";
  for (const character of text) {
    if (!delimiters.has(character)) token += character;
    else if (token !== "") {
      tokens.push(token);
      token = "";
    }
  }
  if (token !== "") tokens.push(token);
  return tokens;
}
