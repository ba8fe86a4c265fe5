// node build/lintWords.mjs: refuses words that have been replaced, in names, file names and messages. The list, and what
// to say instead, is build/bannedWords.json. Exit code 1 when one is found.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const banned = JSON.parse(readFileSync(new URL("bannedWords.json", import.meta.url), "utf8"));
const NOT_OURS = new Set(["node_modules", "dist", "coverage", ".git", ".albflow", "reference"]);
/** The list itself, and what the cloud's own tables say. */
const PASSED = /^build\/bannedWords\.json$|^build\/lintWords(?:\.test)?\.|^local\/.*\/api(?:FromSdk)?\.json$|\.d\.ts$/;

/** What is wrong with the names and messages of a source, and with the name of its file: `[{ line, found, instead }]`. */
export function wordProblems(file, text) {
  const ofFile = partsOf(basename(file).replace(/\..*$/, "")).flatMap((part) => problemOf(part, 1, "file name"));
  const names = [];
  const messages = [];
  for (const { kind, value, line } of tokensOf(text)) (kind === "name" ? names : messages).push({ value, line });
  return [
    ...ofFile,
    ...names.flatMap(({ value, line }) => problemsOfName(value, line)),
    ...messages.flatMap(({ value, line }) =>
      value.includes(" ") ? wordsOf(value).flatMap((word) => problemIn(banned.words, word, line, "message")) : [],
    ),
  ];
}

function problemsOfName(name, line) {
  if (banned.allowed.names.includes(name)) return [];
  const [first, ...rest] = partsOf(name);
  const prefix = rest.length > 0 ? problemIn(banned.prefixes, first ?? "", line, `name ${name}`) : [];
  const whole = Object.keys(banned.wholeNames).find(
    (start) => name === start || new RegExp(`^${start}[A-Z]`).test(name),
  );
  return [
    ...prefix,
    ...(whole === undefined ? [] : [{ line, found: `name ${name}`, instead: banned.wholeNames[whole] }]),
    ...partsOf(name).flatMap((part) => problemOf(part, line, `name ${name}`)),
  ];
}

function problemOf(part, line, where) {
  return [...problemIn(banned.words, part, line, where), ...problemIn(banned.names, part, line, where)];
}

function problemIn(list, word, line, where) {
  return Object.hasOwn(list, word) ? [{ line, found: `${where}: ${word}`, instead: list[word] }] : [];
}

/** `countingDoors` as `["counting", "doors"]`. */
function partsOf(name) {
  return name
    .split(/(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|[_\-.$]+/)
    .map((part) => part.toLowerCase())
    .filter((part) => part !== "");
}

function wordsOf(text) {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** Names and texts of a source, without its comments: a scanner that knows just enough of TypeScript. */
function* tokensOf(text) {
  const pattern =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=(?:[(,=:[!&|?{};]|=>|return)\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*/g;
  for (const { 0: token, index } of text.matchAll(pattern)) {
    if (token.startsWith("/")) continue;
    const line = text.slice(0, index).split("\n").length;
    if (token.startsWith("`")) {
      // What a template fills in is code again.
      for (const [, code] of token.matchAll(/\$\{([^}]*)\}/g)) yield* atLine(tokensOf(code), line);
      yield { kind: "message", value: token.replace(/\$\{[^}]*\}/g, "…"), line };
    } else yield { kind: /^["']/.test(token) ? "message" : "name", value: token.replace(/^["']|["']$/g, ""), line };
  }
}

function* atLine(tokens, line) {
  for (const token of tokens) yield { ...token, line };
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder === "." ? entry.name : join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = filesBelow(".").filter((file) => /\.(?:tsx?|mjs|cjs)$/.test(file) && !PASSED.test(file));
  let found = 0;
  for (const file of sources) {
    for (const problem of wordProblems(file, readFileSync(file, "utf8"))) {
      found += 1;
      console.error(`${file}:${problem.line}  ${problem.found}; instead: ${problem.instead}`);
    }
  }
  if (found > 0) {
    console.error(`${found} words that build/bannedWords.json refuses. docs/glossary.md has the words to use.`);
    process.exitCode = 1;
  }
}
