// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources.
import { readFileSync } from "node:fs";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { isTest, repositoryFiles } from "./support/sourceFiles.ts";

/**
 * Sentences that tests expect all the same, by where the tests are. What is not here is expected by its code and its parameters.
 * The local cloud and the flow language are packages of their own, which have English alone. The numbers may only fall.
 */
const EXPECTED: [where: RegExp, count: number, why: string][] = [
  [
    /^(?:test\/)?local\//,
    105,
    "errors of the cloud's APIs, as its documents or recorded answers have them, and what the local cloud says of itself",
  ],
  [
    /^(?:test\/)?flowlang\//,
    7,
    "what the flow language says of a definition or an execution: found, expected, and where",
  ],
  [
    /^build\/release\//,
    13,
    "what npm run release says to whoever maintains albflow: it has no codes, and is in no package",
  ],
  [/^build\/lintWords\.test/, 2, "sources that the lint is tried with"],
  [/^functions\/copyListener\.test/, 1, "ALB's own words, which are what is recognised"],
  [/^shared\/core\/messages\/messagesIn\.test/, 4, "a catalogue of the test's own"],
  [/^shared\/platform\/redact\.test/, 2, "texts of others, which are to stay as they are"],
  [/^test\/functions\/plan\.test/, 2, "the name of what has no id yet, which is a value in a plan"],
  [/^test\/simulation\/simulation\.test/, 1, "a line of the simulation's own report"],
  [/^test\/testNames\.test/, 6, "names of tests that the rule of names is tried with"],
  [/^test\/reasons\.test/, 1, "sources that the search for sentences is tried with"],
];

test("no test expects a sentence of albflow: sentences are in the catalogue of messages, and those of others stand here with why", () => {
  const found = repositoryFiles()
    .filter(isTest)
    .flatMap((file) => sentencesExpectedIn(file, readFileSync(file, "utf8")).map((sentence) => `${file}: ${sentence}`));
  expect(found.filter((one) => !EXPECTED.some(([where]) => where.test(one)))).toEqual([]);
  const counts = EXPECTED.map(([where]) => found.filter((one) => where.test(one)).length);
  expect(counts).toEqual(EXPECTED.map(([, count]) => count));
});

test("a sentence is found in every kind of expectation and in tables of cases, and neither columns nor codes are one", () => {
  const source = [
    'expect(said).toBe("one listener of them cannot be read");',
    "await expect(work).rejects.toThrow(/^these are left, and may cost something: \\S+$/);",
    "expect(lines).toEqual([{ text: `${count} of the certificates are not renewed by ${name}` }]);",
    'expect(said).not.toContain("nothing of it is left any more");',
    'test.each([["a name", "this is why it is refused there"]])("%s is refused", () => {});',
    'test("a name of a test that says what is so", () => expect(code).toBe("listener-not-found"));',
    'expect(table).toContain("sgp-1  blue   HTTP  1 server, 0 down  vpc-1  in use now");',
    'expect(flag).toBe(true, "this is said only when it fails");',
    'const input = { why: "this is what somebody has written there" };',
  ].join("\n");
  expect(sentencesExpectedIn("x.test.ts", source)).toHaveLength(5);
});

/** Texts and patterns of six words and more that stand in expectations, and in tables that tests are made of. */
function sentencesExpectedIn(file: string, source: string): string[] {
  return textsExpectedIn(parseSync(file, source).program).filter(isSentence);
}

/** Six words in a row with one space between them; a number, a name or what is filled in may be one of them. */
function isSentence(text: string): boolean {
  let words = 0;
  let others = 0;
  // Something that is neither ends the row, and so does the end.
  return [...text.split(/[ \n]/), ""].some((part) => {
    if (WORD.test(part)) words += 1;
    else if (PLACE.test(part)) others += 1;
    else {
      const isRow = words >= 5 && words + others >= 6;
      words = 0;
      others = 0;
      return isRow;
    }
    return false;
  });
}

const WORD = /^[\^("“'`✗✓]?[A-Za-z]+(?:['’-][a-z]+)*[)"”'`]?[.,;:!?$]*$/;

/** What has a sign in it that is in no word: numbers, ids, and `$` for what is filled in; but not a pattern that fits anything. */
const PLACE = /^(?![.\\[]?\S?[*+-]$|\.\*)\S*[$\d\\[\]*+.\-"/]\S*$/;

/** The node of a syntax tree, as far as it is read here. */
interface Node {
  type?: string;
  name?: string;
  callee?: Node;
  object?: Node;
  property?: Node;
  arguments?: Node[];
  value?: unknown;
  regex?: { pattern: string };
  quasis?: { value: { cooked: string } }[];
  expressions?: Node[];
  elements?: Node[];
}

function textsExpectedIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsExpectedIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, callee, arguments: given, ...parts } = node as Node;
  if (type !== "CallExpression" || callee?.type !== "MemberExpression") {
    return [callee, given, ...Object.values(parts)].flatMap(textsExpectedIn);
  }
  const expected = isExpectation(callee.object) ? given?.slice(0, 1) : isTable(callee) ? columnsOf(given) : undefined;
  return [...textsExpectedIn(callee), ...(expected === undefined ? textsExpectedIn(given) : textsIn(expected))];
}

/** Whether it is `expect(…)`, with `not`, `rejects` and the like behind it, or `expect` itself, whose `stringContaining` is meant. */
function isExpectation(node: Node | undefined): boolean {
  if (node?.type === "Identifier") return node.name === "expect";
  if (node?.type === "MemberExpression") return isExpectation(node.object);
  return node?.type === "CallExpression" && node.callee?.type === "Identifier" && node.callee.name === "expect";
}

function isTable({ object, property }: Node): boolean {
  return property?.name === "each" && ["test", "it", "describe"].includes(object?.name ?? "");
}

/** What stands in a table, or in one of which a sample runs, behind the first column, which says in words what the case is. */
function columnsOf(given: Node[] = []): unknown {
  const tables = given.flatMap((one) => (one.callee?.name === "sampled" ? (one.arguments ?? []) : [one]));
  const rows = tables.flatMap(({ elements = [] }) => elements);
  return rows.map(({ elements, ...row }) => (elements === undefined ? row : elements.slice(1)));
}

/** Every text below a node, each `${…}` of a template as `$`. */
function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, value, regex, quasis, ...parts } = node as Node;
  if (type === "Literal") return regex !== undefined ? [regex.pattern] : typeof value === "string" ? [value] : [];
  const template = quasis === undefined ? [] : [quasis.map((part) => part.value.cooked).join("$")];
  return [...template, ...textsIn(value), ...textsIn(Object.values(parts))];
}
