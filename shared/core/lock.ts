import type { CloudFlowClient } from "../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../platform/errors.ts";

/** Who works on a resource: an execution of a flow. */
export interface Holder {
  flow: string;
  execution: string;
}

/**
 * Takes a resource for one execution, so that nobody else writes to it. CloudFlow is the lock: of an execution name only
 * one can run at a time, so the execution `<resource>_<n>` of the flow `<prefix>-lock` is held by whoever its input
 * names, and it ends when that execution has ended, at the latest (docs/decisions/a-lock-made-of-executions.md).
 *
 * Returns the lock's execution, or `heldBy` when somebody else has it. Throws `AlbflowError`.
 */
export async function takeLock(
  cloudFlow: CloudFlowClient,
  flow: string,
  resource: string,
  holder: Holder,
): Promise<{ lock: string } | { heldBy: string }> {
  const newest = await newestLock(cloudFlow, flow, resource);
  let number = newest?.number ?? 0;
  if (newest === undefined || !newest.running) {
    number += 1;
    const started = await cloudFlow.start(flow, lockName(resource, number), holder);
    // Somebody has taken it and given it back in between: another try will see that.
    if (started === "ended before") return { heldBy: "somebody else" };
  }
  const lock = lockName(resource, number);
  const { Input, Status } = await cloudFlow.describe(flow, lock);
  const held = JSON.parse(Input) as Holder;
  if (held.flow === holder.flow && held.execution === holder.execution && isRunning(Status)) return { lock };
  return { heldBy: `${held.execution} of ${held.flow}` };
}

/** The lock of a resource that one of these executions holds; undefined when none of them does. */
export async function lockHeldBy(
  cloudFlow: CloudFlowClient,
  flow: string,
  resource: string,
  holders: Holder[],
): Promise<string | undefined> {
  const newest = await newestLock(cloudFlow, flow, resource);
  if (newest?.running !== true) return undefined;
  const lock = lockName(resource, newest.number);
  const held = JSON.parse((await cloudFlow.describe(flow, lock)).Input) as Holder;
  const isTheirs = holders.some(({ flow, execution }) => held.flow === flow && held.execution === execution);
  return isTheirs ? lock : undefined;
}

/** Gives locks back. What is free already stays so. */
export async function releaseLocks(cloudFlow: CloudFlowClient, flow: string, locks: string[]): Promise<void> {
  for (const lock of locks) await cloudFlow.stop(flow, lock, "Its holder has finished.");
}

/** Whether an execution still runs; one that does not exist was called by hand, and counts as running. */
export async function isAlive(cloudFlow: CloudFlowClient, { flow, execution }: Holder): Promise<boolean> {
  try {
    const { Status } = await cloudFlow.describe(flow, execution);
    return isRunning(Status);
  } catch (error) {
    if (error instanceof AlbflowError && (error.kind === "NotFound" || error.kind === "InvalidInput")) return true;
    throw error;
  }
}

async function newestLock(cloudFlow: CloudFlowClient, flow: string, resource: string) {
  const rows = await cloudFlow.list(flow, `${resource}_`, 10);
  const numbered = rows.map(({ Name, Status }) => ({
    number: Number(Name.slice(resource.length + 1)),
    running: isRunning(Status),
  }));
  return numbered.sort((one, other) => other.number - one.number)[0];
}

/** Names of executions hold letters, digits, `_` and `-` (cloudflow.md §8.1); ids of resources hold no `_`. */
function lockName(resource: string, number: number): string {
  return `${resource}_${number}`;
}

function isRunning(status: string): boolean {
  return status === "Running" || status === "Starting";
}
