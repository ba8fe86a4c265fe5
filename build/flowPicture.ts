import { type DrawnState, END_NODE, type FlowWay, flowShape } from "./flowShape.ts";

/** A flow's definition as a Mermaid picture. */
export function flowPicture(definition: string): string {
  const { start, states, ways } = flowShape(definition);
  const lines = ["flowchart TD", `  Start(("start")) --> ${start}`, ...states.map(node), ...ways.map(edge)];
  return `\n\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n\n`;
}

const SHAPES: Record<DrawnState["Type"], (text: string) => string> = {
  Task: (text) => `["${text}"]`,
  Pass: (text) => `["${text}"]`,
  Choice: (text) => `{"${text}"}`,
  Wait: (text) => `(["${text}"])`,
  Succeed: (text) => `(("${text}"))`,
  Fail: (text) => `(("${text}"))`,
};

function node({ Name, Type, Seconds }: DrawnState): string {
  return `  ${Name}${SHAPES[Type](Seconds === undefined ? Name : `${Name} ${Seconds} s`)}`;
}

function edge({ from, to, label }: FlowWay): string {
  const arrow = { "": "-->", else: "-- else -->", error: "-. error .->" }[label] ?? `-- "${label}" -->`;
  return `  ${from} ${arrow} ${to === END_NODE ? 'Ended(("end"))' : to}`;
}
