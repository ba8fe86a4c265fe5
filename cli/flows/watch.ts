import { cliSentences } from "../../deployment/language.ts";
import type { ExecutionRow } from "../../shared/platform/clients/cloudFlow.ts";
import type { FlowsCommand } from "./io.ts";
import { flowNames } from "./listExecutions.ts";
import { showExecution } from "./showExecution.ts";

/**
 * `albflow watch [execution]`: follows an execution to its end; the one that was started last of those that run, unless it is named.
 * Exit codes as those of `albflow execution`; 0 when nothing runs.
 */
export const watch: FlowsCommand = async (args, io) => {
  if (args[0] !== undefined) return showExecution([args[0]], io);
  const flows = (await flowNames(io)).filter((name) => !/-(?:lock|keep)$/.test(name));
  const answers = await Promise.all(
    flows.map((FlowName) => io.cloudFlow("ListExecutions", { FlowName, Status: "Running", Limit: 1 })),
  );
  const [latest] = answers
    .flatMap((answer) => (answer as { Executions: ExecutionRow[] }).Executions)
    .sort((one, other) => (one.StartedTime < other.StartedTime ? 1 : -1));
  if (latest !== undefined) return showExecution([latest.Name, latest.FlowName], io);
  io.write(cliSentences("nothing-runs"));
  return 0;
};
