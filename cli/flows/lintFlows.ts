import { cliSentences } from "../../deployment/language.ts";
import { describeFinding, type FlowFinding, isError, rules } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import type { FlowsCommand } from "./io.ts";

/**
 * `albflow flows lint <files> [--express]`: says where each definition is wrong or doubtful, one line each, as
 * `file:line:column`. Exit code 1 when anything is wrong, 2 when there is nothing to check.
 */
export const lintFlows: FlowsCommand = async (args, io) => {
  const mode = args.includes("--express") ? "Express" : "Standard";
  const files = args.filter((arg) => !arg.startsWith("--"));
  if (files.length === 0) {
    io.warn(cliSentences("definition-not-named", { usage: "albflow flows lint <files>" }));
    return 2;
  }
  let wrong = 0;
  let doubtful = 0;
  for (const file of files) {
    const text = await io.readFile(file).catch((error: Error) => error);
    if (text instanceof Error) {
      io.warn(cliSentences("definition-unreadable", { file, error: text.message }));
      wrong += 1;
      continue;
    }
    const { findings } = readFlow(text, mode);
    for (const finding of findings) io.write(lineOf(file, finding));
    wrong += findings.filter(isError).length;
    doubtful += findings.filter((finding) => !isError(finding)).length;
  }
  io.write(cliSentences("definitions-checked", { definitions: files.length, wrong, doubtful }));
  return wrong > 0 ? 1 : 0;
};

function lineOf(file: string, finding: FlowFinding): string {
  const { line, column, rule } = finding;
  const said = describeFinding(finding).replace(/^line \d+, column \d+(?:, |: )/, "");
  return `${file}:${line}:${column} ${rules[rule] === "warning" ? "warning" : "error"} ${said} [${rule}]`;
}
