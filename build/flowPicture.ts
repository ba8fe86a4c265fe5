import { parse } from "yaml";

/** What a picture needs to know of a state of a flow. */
interface State {
  Name: string;
  Type: "Task" | "Choice" | "Wait" | "Succeed" | "Fail";
  Seconds?: number;
  Next?: string;
  End?: boolean;
  Default?: string;
  Branches?: { Condition: string; Next: string }[];
  Catch?: { Next: string }[];
}

/** A flow's definition as a Mermaid picture. */
export function flowPicture(definition: string): string {
  const { StartAt, States } = parse(definition) as { StartAt: string; States: State[] };
  const lines = ["flowchart TD", `  Start(("start")) --> ${StartAt}`, ...States.map(node), ...States.flatMap(edges)];
  return `\n\`\`\`mermaid\n${lines.join("\n")}\n\`\`\`\n\n`;
}

const SHAPES: Record<State["Type"], (text: string) => string> = {
  Task: (text) => `["${text}"]`,
  Choice: (text) => `{"${text}"}`,
  Wait: (text) => `(["${text}"])`,
  Succeed: (text) => `(("${text}"))`,
  Fail: (text) => `(("${text}"))`,
};

function node({ Name, Type, Seconds }: State): string {
  return `  ${Name}${SHAPES[Type](Seconds === undefined ? Name : `${Name} ${Seconds} s`)}`;
}

function edges({ Name, Next, End, Default, Branches = [], Catch = [] }: State): string[] {
  return [
    ...(Next === undefined ? [] : [`  ${Name} --> ${Next}`]),
    ...(End === true ? [`  ${Name} --> Ended(("end"))`] : []),
    ...Branches.map((branch) => `  ${Name} -- "${valuesIn(branch.Condition)}" --> ${branch.Next}`),
    ...(Default === undefined ? [] : [`  ${Name} -- else --> ${Default}`]),
    ...Catch.filter((one) => one.Next !== Next).map((one) => `  ${Name} -. error .-> ${one.Next}`),
  ];
}

/** The states of a verdict that a condition asks for. */
function valuesIn(condition: string): string {
  return [...condition.matchAll(/"(\w+)"/g)].map(([, value]) => value).join(", ");
}
