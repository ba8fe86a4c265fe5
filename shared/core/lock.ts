import { createHash } from "node:crypto";
import type { CloudFlowClient } from "../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../platform/errors.ts";
import { readNameAt } from "../platform/place.ts";

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
): Promise<{ lock: string } | { heldBy: Holder | null }> {
  const listed = await cloudFlow.list(flow, `${lockedNameOf(resource)}_`, 10);
  const known = listed.map(({ Name, Status }) => ({ number: numberOf(Name), running: isRunning(Status) }));
  let number = known.find(({ running }) => running)?.number;
  let last = Math.max(0, ...known.map((one) => one.number));
  for (let tries = 1; number === undefined; tries += 1) {
    const started = await cloudFlow.start(flow, lockName(resource, last + 1), holder);
    if (started === "started") {
      number = last + 1;
      continue;
    }
    // Others take it and give it back all the time: another try will see that.
    if (tries === MOST_TRIES) return { heldBy: null };
    last = await newestFrom(cloudFlow, flow, resource, last + 1);
    if (isRunning((await cloudFlow.describe(flow, lockName(resource, last))).Status)) number = last;
  }
  const lock = lockName(resource, number);
  const { Input, Status } = await cloudFlow.describe(flow, lock);
  const held = JSON.parse(Input) as Holder;
  if (held.flow === holder.flow && held.execution === holder.execution && isRunning(Status)) return { lock };
  return { heldBy: { flow: held.flow, execution: held.execution } };
}

/** The lock of a resource that one of these executions holds; undefined when none of them does. */
export async function lockHeldBy(
  cloudFlow: CloudFlowClient,
  flow: string,
  resource: string,
  holders: Holder[],
): Promise<string | undefined> {
  const held = await holderOf(cloudFlow, flow, resource);
  const isTheirs = holders.some(({ flow, execution }) => held?.flow === flow && held.execution === execution);
  return isTheirs ? held?.lock : undefined;
}

/** Who works on a resource now, and by which lock; undefined when nobody does. Throws `AlbflowError`. */
export async function holderOf(
  cloudFlow: Pick<CloudFlowClient, "list" | "describe">,
  flow: string,
  resource: string,
): Promise<(Holder & { lock: string }) | undefined> {
  const [running] = await cloudFlow.list(flow, `${lockedNameOf(resource)}_`, 1, "Running");
  if (running === undefined) return undefined;
  const { Input } = await cloudFlow.describe(flow, running.Name);
  // Whoever may start executions may have started that one, with any input.
  const { flow: holding, execution } = (JSON.parse(Input) ?? {}) as Partial<Holder>;
  if (typeof holding !== "string" || typeof execution !== "string") return undefined;
  return { flow: holding, execution, lock: running.Name };
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

/**
 * The highest number that a resource's lock has had, of which `known` is one. In which order CloudFlow lists executions is
 * not documented (real-cloud.md CR5), but a number is only taken when the one before it has ended, so that none is left out:
 * it is looked for in steps that double, and then halve.
 */
async function newestFrom(cloudFlow: CloudFlowClient, flow: string, resource: string, known: number): Promise<number> {
  const exists = async (number: number) => {
    try {
      return (await cloudFlow.describe(flow, lockName(resource, number))).Name !== "";
    } catch (error) {
      if (error instanceof AlbflowError && error.kind === "NotFound") return false;
      throw error;
    }
  };
  let step = 1;
  while (await exists(known + step)) step *= 2;
  let low = known + Math.floor(step / 2);
  for (let high = known + step; high - low > 1; ) {
    const middle = Math.floor((low + high) / 2);
    if (await exists(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const MOST_TRIES = 4;

/** The `<n>` of `<resource>_<n>`. */
function numberOf(name: string): number {
  return Number(name.slice(name.lastIndexOf("_") + 1));
}

function lockName(resource: string, number: number): string {
  return `${lockedNameOf(resource)}_${number}`;
}

/**
 * What a resource is called in the name of its lock. The ids that ALB gives are told as they are, behind account and region
 * where these are not home's. Names that people choose
 * may begin with any sign and have any length, which names of executions may not (cloudflow.md §8.1): of these a hash.
 */
export function lockedNameOf(resource: string): string {
  const { place, name } = readNameAt(resource);
  if (/^(?:lsn|alb)-[A-Za-z0-9-]{1,60}$/.test(name)) {
    return place === undefined ? name : `at-${place.accountId}-${place.region}-${name}`;
  }
  return `lock-${createHash("sha256").update(resource).digest("hex").slice(0, 24)}`;
}

function isRunning(status: string): boolean {
  return status === "Running" || status === "Starting";
}
