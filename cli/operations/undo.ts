import { openCloudFlow } from "../../shared/clients/cloudFlow.ts";
import { sessionFor } from "../connection.ts";
import { findExecution } from "./findExecution.ts";
import { type RunOptions, runOperation } from "./runOperation.ts";

/** Takes back what an execution has done, as an operation of its own. Gives the exit code. */
export async function undo(execution: string, options: RunOptions): Promise<number> {
  const { operation } = await findExecution(openCloudFlow(sessionFor(options)), execution);
  return runOperation(operation, { undo: execution }, options);
}
