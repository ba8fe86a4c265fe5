import { operations } from "../../functions/registry.ts";
import { fillOperationFlow, flowNameOf } from "../../shared/flowDefinition.ts";
import type { Place } from "./place.ts";

/** A flow as it is to be deployed. */
export interface FlowToDeploy {
  name: string;
  description: string;
  /** With every name and ARN filled in. */
  definition: string;
}

/** The flows of a deployment: one for each operation, of the shape that `readFlowFile("operation.yaml")` gives. */
export function flowsOf(place: Place, readFlowFile: (file: string) => string): FlowToDeploy[] {
  const shape = readFlowFile("operation.yaml");
  return Object.values(operations).map((operation) => ({
    name: flowNameOf(place.prefix, operation.name),
    description: operation.summary,
    definition: fillOperationFlow(shape, operation, place),
  }));
}
