import { flows } from "../../functions/registry.ts";
import { fillFlow, flowNameOf } from "../../shared/core/flowDefinition.ts";
import type { DeploymentTarget } from "../target.ts";

/** A flow as it is to be deployed. */
export interface FlowToDeploy {
  name: string;
  description: string;
  /** With every name and ARN filled in. */
  definition: string;
}

/** The flows of a deployment; `readFlowFile("operation.yaml")` gives the text of a file in flows/. */
export function flowsOf(target: DeploymentTarget, readFlowFile: (file: string) => string): FlowToDeploy[] {
  return flows.map((flow) => ({
    name: flowNameOf(target.prefix, flow.name),
    description: flow.summary,
    definition: fillFlow(readFlowFile(flow.file.replace("flows/", "")), flow, target),
  }));
}
