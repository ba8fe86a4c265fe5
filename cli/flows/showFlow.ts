import { cliSentences } from "../../deployment/language.ts";
import { describeFinding, isRefused } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { drawFlow } from "./drawFlow.ts";
import type { FlowsCommand } from "./io.ts";

/** `albflow flows show <file>`: draws a flow in the terminal. Exit code 1 when it is wrong, 2 without a file. */
export const showFlow: FlowsCommand = async (args, io) => {
  const [file] = args;
  if (file === undefined) {
    io.warn(cliSentences("definition-not-named", { usage: "albflow flows show <file>" }));
    return 2;
  }
  const { flow, findings } = readFlow(await io.readFile(file));
  if (flow === undefined) {
    for (const finding of findings.filter(isRefused)) io.warn(`${file}: ${describeFinding(finding)}`);
    return 1;
  }
  for (const line of drawFlow(flow)) io.write(line);
  return 0;
};
