import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { withConnection } from "../connection.ts";
import { executionNamed } from "./executionNamed.ts";
import { type RunOptions, runIn } from "./runOperation.ts";

/** Takes back what an execution has done, as an operation of its own. Gives the exit code. */
export async function undo(execution: string, options: RunOptions): Promise<number> {
  return withConnection(options, async (connection) => {
    const { operation } = await executionNamed(openCloudFlow(connection.session), execution);
    return runIn(connection, operation, { undo: execution }, options);
  });
}
