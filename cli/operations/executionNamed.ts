import { findExecution } from "../../shared/core/findExecution.ts";
import { flowNameOf, operationOf, prefix } from "../../shared/core/flowDefinition.ts";
import { operationNames } from "../../shared/core/operationNames.ts";
import type { CloudFlowClient, ExecutionRow } from "../../shared/platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/** The execution of this name, of any operation. Throws `AlbflowError` NotFound when there is none. */
export async function executionNamed(
  cloudFlow: CloudFlowClient,
  execution: string,
): Promise<{ operation: string; flow: string; row: ExecutionRow }> {
  const flows = operationNames.map((operation) => flowNameOf(prefix(), operation));
  const here = await findExecution(execution, flows, (flow) => cloudFlow.describe(flow, execution));
  if (here !== undefined) return { operation: operationOf(prefix(), here.flow), flow: here.flow, row: here.found };
  throw new AlbflowError("NotFound", reason("no-operation-has-execution", { execution }));
}
