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
  const shapes = new Map<string, { text: string; tasks: FlowTask[] }>();
  // Twenty operations share one file, which takes long to parse.
  const shapeOf = (file: string) => {
    const text = readFlowFile(file);
    const shape = shapes.get(file) ?? { text, tasks: tasksIn(text) };
    shapes.set(file, shape);
    return shape;
  };
  return flows.map((flow) => {
    const { text, tasks } = shapeOf(flow.file.replace("flows/", ""));
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
