import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceFiles } from "./support/sourceFiles.ts";

/** Where a text of somebody else becomes a reason: it has no code of ours, and stays as it is. */
const TEXTS: Record<string, [count: number, why: string]> = {
  "deployment/configuration/readConfiguration.ts": [2, "the words of the YAML parser and of the schema"],
  "deployment/doctor/checks/endpoints.ts": [1, "the operating system's code of a connection that failed"],
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

/**
 * Sentences that commands, components and checks of a deployment still say in English alone. What they count is named in
 * docs/decisions/reasons-are-codes.md; the number may only fall.
 */
const MOST_SENTENCES = 193;

/** What albflow.yaml may hold: its descriptions are the documentation's, in English like all of it. */
const DOCUMENTATION = new Set(["deployment/configuration/schema.ts"]);

test("sentences outside of the catalogue of messages become fewer", () => {
  const sentences = sourceFiles()
    .filter((file) => /^(?:cli|components|deployment)\//.test(file) && !DOCUMENTATION.has(file))
    .flatMap((file) => sentencesIn(readFileSync(file, "utf8")).map((sentence) => `${file}: ${sentence}`));
  expect(sentences.length, sentences.join("\n")).toBeLessThanOrEqual(MOST_SENTENCES);
});

/** Literals of six words and more, where they are no help of an option or a command and no description of a schema. */
function sentencesIn(source: string): string[] {
  return source.split("\n").flatMap((line) => {
    if (/^\s*(?:\/?\*|\/\/)/.test(line) || HELP.test(line)) return [];
    return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].flatMap(([, plain, template]) => {
      const words = (plain ?? template ?? "").match(/(?<![\w$.-])[a-z]{2,}(?![\w.(-])/g) ?? [];
      return words.length >= 5 ? [plain ?? template ?? ""] : [];
    });
  });
}

const HELP =
  /\.(?:option|command|argument|description|summary|describe|addHelpText|requiredOption)\(|summary:|description:/;
