import { readFileSync } from "node:fs";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { isTest, repositoryFiles } from "./support/sourceFiles.ts";

/**
 * A failing test is a bug report, and its title is its name with those of the groups around it: "albflow stop takes back what was
 * changed". So that is a sentence: three words and more, one of which is a verb, and not the first, as a sentence has a subject.
 */
test("every name of a test, with those of its groups, is a sentence", () => {
  const wrong = repositoryFiles()
    .filter(isTest)
    .flatMap((file) =>
      namesIn(readFileSync(file, "utf8"))
        .filter(isNoSentence)
        .map((name) => `${file}: ${name}`),
    );
  expect(wrong).toEqual([]);
});

describe("what is a sentence", () => {
  const isSentence = (name: string) => !isNoSentence(name);

  test.each([
    "OFF",
    "equal text",
    "of another issuer",
    "refuses what it does not know",
    "quotas of a listener's certificates",
  ])("is decided by its words: %j is none", (name) => {
    expect(isSentence(name)).toBe(false);
  });

  test.each([
    "names tell where the rule ends",
    "albflow stop takes back what was changed",
    "Wait takes its Seconds from an input",
  ])("is decided by its words: %j is one", (name) => {
    expect(isSentence(name)).toBe(true);
  });

  test("is read off a file: groups stand before their tests, and rows of a table fill in what they say", () => {
    const source = [
      'describe("a lock", () => {',
      '  test("is held by one", () => {});',
      '  test.each([["is free", 1], [text, 2]])("%s after %i s", () => {});',
      '  test.each([{ what: "never opens" }])("that $what", () => {});',
      '  it.skipIf(isBusy)("is told", () => {});',
      "  it.each(rows)(`of $name`, () => {});",
      "});",
    ].join("\n");
    expect(namesIn(source)).toEqual([
      "a lock is held by one",
      "a lock is free after 1 s",
      "a lock … after 2 s",
      "a lock that never opens",
      "a lock is told",
      "a lock of …",
    ]);
  });
});

function isNoSentence(name: string): boolean {
  const words = name.match(/[\p{L}\p{N}…][\p{L}\p{N}'’.…-]*/gu) ?? [];
  const [first = "", ...others] = words;
  return (
    words.length < 3 || (VERBS.has(first) && !NOUNS.has(first)) || !others.some((word) => VERBS.has(word.toLowerCase()))
  );
}

/** The verbs that names have: whoever needs another one adds it. */
const VERBS = new Set(
  `is are was were be has have had can cannot may must do does did will would shall should could need needs
  abandons accept accepts adds allow allows answer answers ask asks become becomes begin begins believes belong belongs bind binds
  boots break breaks bring brings build builds call calls carry carries cause causes change changes check checks claims close closes
  come comes compresses cost costs count counts cover covers create creates cut cuts decide decides declares deletes demands describe
  describes die dies differ differs draw draws drop drops eats end ends evaluates exist exists expire expires export exports fail
  fails fall falls find finds finishes fires fit fits follow follows forwards gain gains get gets give gives go goes grants grow grows
  hands hang hangs happen happens harm harms hit hits hold holds ignore ignores imports include includes interrupt interrupts invokes
  join joins keep keeps kill kills know knows lack lacks last lasts lead leads leave leaves let lets limits list lists load loads logs
  look looks lose loses make makes match matches matter matters mean means meet meets merge merges move moves name names narrows nest offer offers
  open opens outlive parses pass passes plays point points prefer prefers print prints prove proves put puts raises reach reaches read
  reads redirect refuse refuses reject rejects remain remains replace replaces rest rests restore restores retries rewrites rotate
  rotates routes run runs say says seal seals see sees send sends serve serves set sets share shares show shows sign signs sleep sleeps
  speak speaks split splits stand stands start starts stay stays stop stops strike strikes succeed succeeds survive survives switch
  switches take takes tear tears tell tells touch touches trace traces tries trust trusts turn turns upload uploads vanish vanishes
  verify verifies wait waits want wants watch watches weigh weighs win wins work works write writes`.split(/\s+/),
);

/** Verbs that are nouns, too, and may be what a sentence is about; an operation and a state of a flow have names of their own. */
const NOUNS = new Set(
  "answers calls changes checks claims costs exports grants limits lists logs names needs reads routes shares verify work".split(
    " ",
  ),
);

/** The full names of a source's tests; what a table or a variable fills in is `…` where it is not written beside them. */
function namesIn(source: string): string[] {
  return found(parseSync("names.tsx", source, { lang: "tsx" }).program, []);
}

function found(node: unknown, groups: string[]): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => found(one, groups));
  if (typeof node !== "object" || node === null) return [];
  const { type, callee, arguments: given = [], ...parts } = node as SyntaxNode;
  const kind = type === "CallExpression" ? rootOf(callee) : undefined;
  const name = kind === undefined ? undefined : textOf(given[0]);
  if (name === undefined || given.length < 2) return found([callee, given, ...Object.values(parts)], groups);
  const rows = rowsOf(callee).map((row) => [...groups, filledIn(name, row)]);
  return kind === "describe" ? found(given.slice(1), rows[0] ?? groups) : rows.map((names) => names.join(" "));
}

/** `test`, `it`, `describe` and what `test/support/sampled.ts` has in their place. */
const KINDS = new Map([
  ["test", "test"],
  ["it", "test"],
  ["longTest", "test"],
  ["describe", "describe"],
  ["longGroup", "describe"],
]);

/** Whether it is a test or a group, whatever stands behind it: `test.skipIf(…)`, `it.each(…)`. */
function rootOf(callee: SyntaxNode | undefined): string | undefined {
  if (callee?.type === "Identifier") return KINDS.get(callee.name ?? "");
  return callee === undefined ? undefined : rootOf(callee.object ?? callee.callee ?? callee.tag);
}

/** The rows of a table, each with its values by place and by name; one row without values where there is none to read. */
function rowsOf(callee: SyntaxNode | undefined): Row[] {
  const table = callee?.callee?.property?.name === "each" ? callee.arguments?.[0] : undefined;
  const rows = (table?.expression ?? table)?.elements ?? [];
  if (rows.length === 0) return [{ places: [], names: {} }];
  return rows.map((row) => ({
    places: (row?.elements ?? [row]).map(valueIn),
    names: Object.fromEntries(
      (row?.properties ?? []).map(({ key, value }) => [key?.name ?? "", valueIn(value as SyntaxNode)]),
    ),
  }));
}

function filledIn(name: string, { places, names }: Row): string {
  let place = 0;
  return name
    .replace(/%[sijdfo]/g, () => places[place++] ?? "…")
    .replace(/\$([a-z]\w*)/gi, (_, key: string) => names[key] ?? "…");
}

function valueIn(node: SyntaxNode | null | undefined): string | undefined {
  const isWritten = node?.type === "Literal" && ["string", "number", "boolean"].includes(typeof node.value);
  return isWritten ? String(node.value as string | number | boolean) : textOf(node ?? undefined);
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral") return node.quasis?.map(({ value }) => value.cooked).join("…");
  return undefined;
}

interface Row {
  places: (string | undefined)[];
  names: Record<string, string | undefined>;
}

/** What is read of a node of the syntax tree. */
interface SyntaxNode {
  type?: string;
  name?: string;
  value?: unknown;
  key?: { name?: string };
  callee?: SyntaxNode;
  object?: SyntaxNode;
  tag?: SyntaxNode;
  property?: { name?: string };
  expression?: SyntaxNode;
  arguments?: SyntaxNode[];
  elements?: (SyntaxNode | null)[];
  properties?: SyntaxNode[];
  quasis?: { value: { cooked: string } }[];
}
