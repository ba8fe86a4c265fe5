// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources.
import { readFileSync } from "node:fs";
import { parseSync } from "vite";
import { expect, test } from "vitest";
import { questions } from "../local/realities/questions.ts";
import { sourceFiles } from "./support/sourceFiles.ts";

/** Where a text of somebody else becomes a reason: it has no code of ours, and stays as it is. */
const TEXTS: Record<string, [count: number, why: string]> = {
  "deployment/configuration/readConfiguration.ts": [1, "the words of the YAML parser"],
  "deployment/doctor/checks/endpoints.ts": [1, "the operating system's code of a connection that failed"],
  "shared/platform/clients/credentials.ts": [1, "what the vendor's library says of keys that it does not find"],
  "shared/core/probes/probeResult.ts": [1, "what a socket or a TLS library says"],
  "shared/core/verdict.ts": [1, "the reason of a verdict that nothing has happened to yet: it is empty"],
  "shared/platform/reasons/reasonText.ts": [2, "what the cloud, or an execution of before, says in place of a reason"],
};

test("no reason of albflow's own is a text: what is one says somebody else's words, and stands here with why", () => {
  const found = Object.fromEntries(
    sourceFiles()
      .map((file) => [file, readFileSync(file, "utf8").match(/\breason\("text"/g)?.length ?? 0] as const)
      .filter(([, count]) => count > 0),
  );
  expect(found).toEqual(Object.fromEntries(Object.entries(TEXTS).map(([file, [count]]) => [file, count])));
});

const CONFIGURATION = readFileSync("shared/platform/reasons/topics/configuration.ts", "utf8");

test("functions and pages give none of the reasons about albflow.yaml, whose messages they do not carry", () => {
  const codes = [...CONFIGURATION.matchAll(/^ {2}"([\w-]+)": \{/gm)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(10);
  const given = sourceFiles()
    .filter(
      (file) =>
        /^(?:functions|console|shared)\//.test(file) && !/^shared\/(?:platform\/reasons|core\/messages)\//.test(file),
    )
    .flatMap((file) => {
      const text = readFileSync(file, "utf8");
      return codes.filter((code) => text.includes(`"${code}"`)).map((code) => `${file}: ${code}`);
    });
  expect(given).toEqual([]);
});

/** Who reads what albflow.yaml holds, and its fields: the texts of docs/configuration.md, in English like all of the documentation. */
const DOCUMENTATION = /^deployment\/configuration\/(?:schema|readersOf|\w+Settings)\.ts$/;
/** What `--help` shows, in Chinese by its English (test/cli/chinese.test.ts). */
const HELP = /^cli\/help\/chinese\//;

test("commands, components and checks of a deployment say no sentence that is not in the catalogue of messages", () => {
  const sentences = sourceFiles()
    .filter((file) => /^(?:cli|components|deployment)\//.test(file) && !DOCUMENTATION.test(file) && !HELP.test(file))
    .flatMap((file) => sentencesIn(readFileSync(file, "utf8")).map((sentence) => `${file}: ${sentence}`));
  expect(sentences).toEqual([]);
});

test("a sentence is found wherever it stands, and what is help, a type or a name of a resource is none", () => {
  const source = [
    'const one: "neither these words are one nor others" | undefined = undefined;',
    'throw new Error(`${file}, which is "there", cannot be read by ${who}`);',
    'command.option("--leave", "leave what it has changed as it is now").argument("it takes as many words as that");',
    'const kind = { summary: "answer with an error, without any effect", options: ["what is told in place of it"] };',
    "const role = `acs:ram::${account}:role/these are all words of it`;",
    'const PORT = ["--port <n>", "first port of the cloud that is meant"];',
    'const script = "if it is one of these words; then {\\n";',
    "const path = `/local/${these}/words/${are}/of/a/path`;",
  ].join("\n");
  expect(sentencesIn(source)).toEqual(['$, which is "there", cannot be read by $']);
});

/** Literals of five words and more in small letters, each `${…}` of a template as `$`; but for those that are no sentences. */
function sentencesIn(source: string): string[] {
  return textsIn(parseSync("source.ts", source, { lang: "ts" }).program).filter(
    (text) => !NO_SENTENCE.test(text) && (text.match(WORD)?.length ?? 0) >= 5,
  );
}

const WORD = /(?<![\w$.-])[a-z]{2,}(?![\w.(-])/g;

/** Names of resources (ARNs), paths, and programs in another language. */
const NO_SENTENCE = /^(?:acs:|\/)|^\s*(?:#|case )|(?:\{|;;)$/m;

/**
 * Every text of a syntax tree, but types, what `--help` shows, and answers of the field test: those are data, compared with what
 * the local cloud assumes, and stand behind the name of their question.
 */
function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, callee, key, ...parts } = node as Node;
  if (type?.startsWith("TS") === true && !TS_VALUES.has(type)) return [];
  if (type === "Literal") return typeof parts.value === "string" ? [parts.value] : [];
  if (type === "TemplateLiteral") {
    const texts = (parts.quasis ?? []).map(({ value }) => value.cooked);
    return [texts.join("$"), ...textsIn(parts.expressions)];
  }
  if (type === "Property" && HELP_OF_TABLES.has(key?.name ?? "")) return [];
  if (type === "Property" && typeof key?.value === "string" && key.value in questions) return [];
  if (type === "ArrayExpression" && isOption(parts.elements ?? [])) return [];
  // The arguments of commander's own calls; what they are called on may be a call with texts of its own.
  const isHelp = HELPERS.has(callee?.property?.name ?? callee?.name ?? "");
  return [...textsIn(callee), ...(isHelp ? [] : textsIn(Object.values(parts)))];
}

/** The arguments of an option that several commands have: its flags come first. */
function isOption([first]: { value?: unknown }[]): boolean {
  return typeof first?.value === "string" && /^--?[a-z]/.test(first.value);
}

/** What is read of a node of the syntax tree. */
interface Node {
  type?: string;
  callee?: Callee;
  key?: Callee;
  value?: unknown;
  quasis?: { value: { cooked: string } }[];
  expressions?: unknown;
  elements?: { value?: unknown }[];
}

interface Callee {
  name?: string;
  value?: unknown;
  property?: { name?: string };
}

/** Nodes of TypeScript that hold a value, as `as const` does. */
const TS_VALUES = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

/** What a table of commands holds for their help. */
const HELP_OF_TABLES = new Set(["summary", "description", "options"]);

const HELPERS = new Set([
  "option",
  "requiredOption",
  "argument",
  "description",
  "summary",
  "addHelpText",
  "version",
  "Option",
  "Argument",
]);
