import { flows } from "../../functions/registry.ts";
import { fillFlow, flowNameOf } from "../../shared/core/flowDefinition.ts";
import type { DeploymentTarget } from "../target.ts";
import { type FlowTask, tasksIn } from "./tasksIn.ts";

/** A flow as it is to be deployed. */
export interface FlowToDeploy {
  name: string;
  description: string;
  /** With every name and ARN filled in. */
  definition: string;
  /** What it calls. */
  tasks: FlowTask[];
}

/** The flows of a deployment; `readFlowFile("operation.yaml")` gives the text of a file in flows/. */
export function flowsOf(target: DeploymentTarget, readFlowFile: (file: string) => string): FlowToDeploy[] {
  return flows.map((flow) => {
    const text = readFlowFile(flow.file.replace("flows/", ""));
    const tasks = tasksOf(text);
    return {
      name: flowNameOf(target.prefix, flow.name),
      description: flow.summary,
      definition: fillFlow(text, flow, target),
      tasks: tasks.map(({ Action, Parameters: { resourceArn, ...others } = {} }) => ({
        Action,
        Parameters:
          resourceArn === undefined ? others : { ...others, resourceArn: fillFlow(resourceArn, flow, target) },
      })),
    };
  });
}

/** Twenty operations share one file, and a command reads it for each of its stages: it takes long to parse. */
function tasksOf(text: string): FlowTask[] {
  const tasks = known.get(text) ?? tasksIn(text);
  if (known.size >= MOST_TEXTS) known.clear();
  known.set(text, tasks);
  return tasks;
}

const known = new Map<string, FlowTask[]>();
const MOST_TEXTS = 50;
