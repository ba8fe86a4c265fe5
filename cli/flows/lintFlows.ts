import { findingReason } from "../../deployment/flows/findingReason.ts";
import { cliMessage, cliMessages, cliSentences } from "../../deployment/language.ts";
import { isError } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { FlowsCommand } from "./io.ts";

/** A finding as programs are given it: automate on `code` and `params`; `message` is in the reader's language. */
interface ReportedFinding {
  file: string;
  line: number;
  column: number;
  severity: "error" | "warning";
  /** Name of the state that it concerns; null when it concerns the flow. */
  state: string | null;
  code: string;
  params: Reason["params"];
  message: string;
}

/**
 * `albflow flows lint <files> [--express]`: says where each definition is wrong or doubtful, one line each, as
 * `file:line:column`. Exit code 1 when anything is wrong, 2 when there is nothing to check.
 */
export const lintFlows: FlowsCommand = async (args, io) => {
  const mode = args.includes("--express") ? "Express" : "Standard";
  const files = args.filter((arg) => !arg.startsWith("--"));
  if (files.length === 0) {
    io.complain(reason("definition-not-named", { usage: "albflow flows lint <files>" }));
    return 2;
  }
  let unreadable = 0;
  const all: ReportedFinding[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const text = await io.readFile(file).catch((error: Error) => error);
    if (text instanceof Error) {
      io.complain(reason("definition-unreadable", { file, error: text.message }));
      unreadable += 1;
      continue;
    }
    for (const finding of readFlow(text, mode).findings) {
      const { line, column, state = null } = finding;
      const why = findingReason(finding);
      const isWrong = isError(finding);
      const message = cliMessages().sentences(why);
      all.push({ file, line, column, severity: isWrong ? "error" : "warning", state, ...why, message });
      lines.push(cliMessage("definition-finding", { file, line, column, isError: isWrong, state, why }));
    }
  }
  const doubtful = all.filter(({ severity }) => severity === "warning").length;
  const counts = { definitions: files.length, wrong: unreadable + all.length - doubtful, doubtful };
  lines.push(cliSentences("definitions-checked", counts));
  if (io.answer === undefined) for (const line of lines) io.write(line);
  else await io.answer({ ...counts, findings: all }, lines);
  return counts.wrong > 0 ? 1 : 0;
};
