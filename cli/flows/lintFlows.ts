import { describeFinding, type Finding, isError, rules } from "../../flowlang/definition/finding.ts";
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
    io.warn("No definition to check. Usage: albflow flows lint <files>");
    return 2;
  }
  let wrong = 0;
  let doubtful = 0;
  for (const file of files) {
    const text = await io.readFile(file).catch((error: Error) => error);
    if (text instanceof Error) {
      io.warn(`${file} cannot be read: ${text.message}`);
      wrong += 1;
      continue;
    }
    const { findings } = readFlow(text, mode);
    for (const finding of findings) io.write(lineOf(file, finding));
    wrong += findings.filter(isError).length;
    doubtful += findings.filter((finding) => !isError(finding)).length;
  }
  io.write(`${count(files.length, "definition")}: ${count(wrong, "error")}, ${count(doubtful, "warning")}.`);
  return wrong > 0 ? 1 : 0;
};

function lineOf(file: string, finding: Finding): string {
  const { line, column, rule } = finding;
  const said = describeFinding(finding).replace(/^line \d+, column \d+(?:, |: )/, "");
  return `${file}:${line}:${column} ${rules[rule] === "warning" ? "warning" : "error"} ${said} [${rule}]`;
}

function count(n: number, what: string): string {
  return `${n === 0 ? "no" : n} ${what}${n === 1 ? "" : "s"}`;
}
