import { CloudError } from "../../wire/cloudError.ts";

/** A piece of a search: `(`, `:`, `>=`, `and` … or a word, in quotes or not. */
export type QueryToken = { kind: "sign"; text: string } | { kind: "word"; text: string; quoted: boolean };

const PIECE = /\s+|(>=|<=|>|<|=|:|\(|\)|\[|\])|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s:()[\]"'<>=]+)/y;

/** Cuts a search into tokens. Throws `CloudError` ParameterInvalid where none fits, e.g. at a quote that never ends. */
export function tokenizeQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < query.length) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(query);
    if (match === null) throw queryError(query, at, "unexpected character");
    const [, sign, double, single, word] = match;
    const quoted = double ?? single;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (quoted !== undefined) tokens.push({ kind: "word", text: quoted.replace(/\\(.)/g, "$1"), quoted: true });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, quoted: false });
  }
  return tokens;
}

/** The refusal of a search that cannot be read. */
export function queryError(query: string, at: number, what: string): CloudError {
  return new CloudError(400, "ParameterInvalid", `syntax error near column ${at + 1} of the query: ${what}: ${query}`);
}
