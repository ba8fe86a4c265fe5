import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { withConnection } from "../connection.ts";
import { executionNamed } from "./executionNamed.ts";
import { type RunOptions, runIn } from "./runOperation.ts";

export interface UndoOptions extends RunOptions {
  /** Why it is taken back, and the ticket that it belongs to. */
  reason?: string;
  ticket?: string;
}

/** Takes back what an execution has done, as an operation of its own. Gives the exit code. */
export async function undo(execution: string, options: UndoOptions): Promise<number> {
  const { reason, ticket } = options;
  const said = { ...(reason === undefined ? {} : { reason }), ...(ticket === undefined ? {} : { ticket }) };
  return withConnection(options, async (connection) => {
    const { operation } = await executionNamed(openCloudFlow(connection.session), execution);
    return runIn(connection, operation, { undo: execution, ...said }, options);
  });
}
