// node build/lintWords.mjs: refuses words that have been replaced: in names and file names, in messages and names of tests, in
// comments and documentation. The list, and what to say instead, is build/bannedWords.json. Exit code 1 when one is found.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const banned = JSON.parse(readFileSync(new URL("bannedWords.json", import.meta.url), "utf8"));
/** `docs/reference` says what others say, in their words. */
const NOT_OURS = new Set(["node_modules", "dist", "coverage", ".git", ".albflow", "reference"]);
/** The list itself. */
const PASSED = /^build\/lintWords(?:\.test)?\.|\.d\.ts$/;
const SOURCES = /\.(?:tsx?|mjs|cjs)$/;
/** What people read as a whole: documentation, flows and seeds with their comments, styles. */
const TEXTS = /\.(?:md|ya?ml|css)$/;

/**
 * What is wrong with the names, messages and comments of a source, or with a text that is none, and with the name of its file:
 * `[{ line, found, instead }]`.
 */
export function wordProblems(file, text) {
  const ofFile = partsOf(basename(file).replace(/\..*$/, "")).flatMap((part) => problemOf(part, 1, "file name"));
  if (TEXTS.test(file)) return [...ofFile, ...problemsOfText({ kind: "text", value: text, line: 1 })];
  return [
    ...ofFile,
    ...[...tokensOf(text)].flatMap((token) => {
      if (token.kind === "name") return problemsOfName(token.value, token.line);
      if (token.kind === "message" && !token.value.includes(" ")) return problemsOfCode(token);
      return problemsOfText(token);
    }),
  ];
}

/** A code of a reason is a name; what else has no space is a value. */
function problemsOfCode({ value, line }) {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(value)) return [];
  return value.split("-").flatMap((part) => problemIn(banned.words, part, line, `code ${value}`));
}

const phrases = Object.entries({ ...banned.words, ...banned.texts });
// The words of a phrase may stand on two lines of a comment.
const ALLOWED = new RegExp(banned.allowed.texts.join("|"), "g");
const PHRASES = new RegExp(
  `\\b(?:${phrases.map(([phrase]) => phrase.replaceAll(" ", "[\\s*/#]+")).join("|")})\\b`,
  "gi",
);

function problemsOfText({ kind, value, line }) {
  return [...value.replaceAll(ALLOWED, (text) => " ".repeat(text.length)).matchAll(PHRASES)].map(
    ({ 0: found, index }) => {
      const phrase = found.toLowerCase().replace(/[\s*/#]+/g, " ");
      const at = line + value.slice(0, index).split("\n").length - 1;
      return { line: at, found: `${kind}: ${phrase}`, instead: banned.words[phrase] ?? banned.texts[phrase] };
    },
  );
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

/** Names, texts and comments of a source: a scanner that knows just enough of TypeScript. */
function* tokensOf(text) {
  const pattern =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=(?:[(,=:[!&|?{};]|=>|return)\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*/g;
  for (const { 0: token, index } of text.matchAll(pattern)) {
    const line = text.slice(0, index).split("\n").length;
    if (/^\/[/*]/.test(token)) yield { kind: "comment", value: token, line };
    if (token.startsWith("/")) continue;
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
  let found = 0;
  for (const file of filesBelow(".").filter((file) => (SOURCES.test(file) || TEXTS.test(file)) && !PASSED.test(file))) {
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
