import { placedFinding } from "../../deployment/flows/findingReason.ts";
import { isRefused } from "../../flowlang/definition/finding.ts";
import type { ParsedFlow } from "../../flowlang/definition/flow.ts";
import { successors } from "../../flowlang/definition/graph.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { drawFlow } from "./drawFlow.ts";
import type { FlowsCommand } from "./io.ts";

/** `albflow flows show <file>`: draws a flow in the terminal. Exit code 1 when it is wrong, 2 without a file. */
export const showFlow: FlowsCommand = async (args, io) => {
  const [file] = args;
  if (file === undefined) {
    io.complain(reason("definition-not-named", { usage: "albflow flows show <file>" }));
    return 2;
  }
  const text = await io.readFile(file).catch((error: Error) => error);
  if (text instanceof Error) {
    io.complain(reason("definition-unreadable", { file, error: text.message }));
    return 1;
  }
  const { flow, findings } = readFlow(text);
  if (flow === undefined) {
    for (const finding of findings.filter(isRefused))
      io.complain(reason("definition-wrong", { file, finding: placedFinding(finding) }));
    return 1;
  }
  const lines = drawFlow(flow);
  if (io.answer === undefined) for (const line of lines) io.write(line);
  else await io.answer(flowView(flow), lines);
  return 0;
};

/** A flow as programs are given it: its states, and where each leads. */
function flowView({ name, description, states, start }: ParsedFlow) {
  return {
    name,
    description,
    startAt: states[start.startAt]?.name ?? null,
    states: states.map((state) => ({
      name: state.name,
      type: state.type,
      description: state.description,
      leadsTo: successors(state).flatMap((id) => states[id]?.name ?? []),
    })),
  };
}
