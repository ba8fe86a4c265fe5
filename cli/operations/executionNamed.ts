import type { CloudFlowDoor, ExecutionRow } from "../../shared/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/errors.ts";
import { findExecution } from "../../shared/findExecution.ts";
import { flowNameOf, operationOf, prefix } from "../../shared/flowDefinition.ts";
import { operationNames } from "../../shared/operationNames.ts";

/** The execution of this name, of any operation. Throws `AlbflowError` NotFound when there is none. */
export async function executionNamed(
  cloudFlow: CloudFlowDoor,
  execution: string,
): Promise<{ operation: string; flow: string; row: ExecutionRow }> {
  const flows = operationNames.map((operation) => flowNameOf(prefix(), operation));
  const here = await findExecution(execution, flows, (flow) => cloudFlow.describe(flow, execution));
  if (here !== undefined) return { operation: operationOf(prefix(), here.flow), flow: here.flow, row: here.found };
  throw new AlbflowError("NotFound", `No operation has an execution ${execution}. \`albflow executions\` lists them`);
}
