import type { CloudFlowClient } from "../../shared/platform/clients/cloudFlow.ts";
import { everyExecution } from "../../shared/platform/clients/everyExecution.ts";
import { orNothing } from "../changes.ts";

/** Stops every execution of these flows, which are about to go. Gives those that were stopped. */
export async function stopRunning(
  client: CloudFlowClient,
  flows: string[],
): Promise<{ flow: string; execution: string }[]> {
  const stopped: { flow: string; execution: string }[] = [];
  for (const flow of flows) {
    for (const status of ["Starting", "Running"] as const) {
      for (const { Name } of (await orNothing(() => everyExecution(client, flow, status))) ?? []) {
        await orNothing(() => client.stop(flow, Name, "The deployment is removed."));
        stopped.push({ flow, execution: Name });
      }
    }
  }
  return stopped;
}
