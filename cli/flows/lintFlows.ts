import { cliSentences } from "../../deployment/language.ts";
import { describeFinding, type FlowFinding, isError } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { FlowsCommand } from "./io.ts";

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
  const all: ({ file: string } & ReportedFinding)[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const text = await io.readFile(file).catch((error: Error) => error);
    if (text instanceof Error) {
      io.complain(reason("definition-unreadable", { file, error: text.message }));
      unreadable += 1;
      continue;
    }
    for (const finding of readFlow(text, mode).findings) {
      const reported = reportedFinding(finding);
      all.push({ file, ...reported });
      lines.push(
        `${file}:${reported.line}:${reported.column} ${reported.severity} ${reported.message} [${reported.rule}]`,
      );
    }
  }
  const doubtful = all.filter(({ severity }) => severity === "warning").length;
  const counts = { definitions: files.length, wrong: unreadable + all.length - doubtful, doubtful };
  lines.push(cliSentences("definitions-checked", counts));
  if (io.answer === undefined) for (const line of lines) io.write(line);
  else await io.answer({ ...counts, findings: all }, lines);
  return counts.wrong > 0 ? 1 : 0;
};

/** A finding as programs are given it. */
interface ReportedFinding {
  line: number;
  column: number;
  severity: "error" | "warning";
  rule: string;
  message: string;
}

function reportedFinding(finding: FlowFinding): ReportedFinding {
  const { line, column, rule } = finding;
  const message = describeFinding(finding).replace(/^line \d+, column \d+(?:, |: )/, "");
  return { line, column, severity: isError(finding) ? "error" : "warning", rule, message };
}
