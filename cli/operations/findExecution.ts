import type { CloudFlowDoor, ExecutionRow } from "../../shared/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/errors.ts";
import { flowNameOf, prefix } from "../../shared/flowDefinition.ts";
import { readCommands } from "./commands.ts";

/** Finds an execution by its name in the flows of all operations. Throws `AlbflowError` NotFound when there is none. */
export async function findExecution(
  cloudFlow: CloudFlowDoor,
  execution: string,
): Promise<{ operation: string; flow: string; row: ExecutionRow }> {
  for (const { name } of readCommands()) {
    const flow = flowNameOf(prefix(), name);
    try {
      return { operation: name, flow, row: await cloudFlow.describe(flow, execution) };
    } catch (error) {
      if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    }
  }
  throw new AlbflowError("NotFound", `No operation has an execution ${execution}. \`albflow executions\` lists them`);
}
