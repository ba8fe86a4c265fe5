import type { ExecutionMode } from "../../../flowlang/limits.ts";
import { programOf } from "../engine/lookUp.ts";
import { refusals } from "../engine/refusals.ts";

/** The definition, when it is one and names its flow. Throws `CloudError` InvalidArgument (cloudflow.md §2, A8). */
export function checkDefinition(flowName: string, definition: string, mode: ExecutionMode): string {
  const { name } = programOf(definition, mode);
  if (name === flowName) return definition;
  throw refusals.invalidArgument(`The definition's Name is "${name}", but the flow is called "${flowName}".`);
}
