import { deployedHere } from "../../deployment/deployedHere.ts";
import { projectFile } from "../../deployment/projectFolder.ts";
import { operations } from "../../functions/registry.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import type { HistoryEvent } from "../../shared/platform/clients/cloudFlow.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { localDeployment } from "../localDeployment.ts";
import { localSession } from "../localSession.ts";

/** A run of an operation, and the names that it had. */
export interface MeasuredRun {
  flow: string;
  execution: string;
  events: HistoryEvent[];
}

/**
 * Runs an operation's own example once, in real time, on a local cloud of its own in which changes take as long as on the
 * real one. Throws `AlbflowError` when it does not succeed.
 */
export async function measureRun(operation: string): Promise<MeasuredRun> {
  const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
  const cloud = await startLocalCloud({
    ...target,
    port: 0,
    deployment: localDeployment(target),
    seed: projectFile("local/seed/example.yaml"),
  });
  try {
    cloud.sls.ensure({ project: "albflow-reports", logstore: "albflow" });
    const client = openCloudFlow(localSession(cloud));
    const flow = `${deployedHere(target.accountId).target.prefix}-${operation}`;
    const execution = "cost";
    await client.start(flow, execution, operations[operation]?.example ?? {});
    let status = "Running";
    while (status === "Running") status = (await client.describe(flow, execution, 20)).Status;
    if (status !== "Succeeded") throw new AlbflowError("Failed", reason("measured-run-failed", { operation, status }));
    return { flow, execution, events: await client.history(flow, execution) };
  } finally {
    await cloud.close();
  }
}
