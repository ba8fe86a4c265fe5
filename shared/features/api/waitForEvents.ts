import { statusIn } from "../../core/executions.ts";
import { newEvents } from "../../core/followExecution.ts";
import type { CloudFlowClient, ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { clock } from "../../platform/clock.ts";
import type { AlbflowError } from "../../platform/errors.ts";
import { poll } from "../../platform/retry.ts";

/** An execution as it was when somebody last looked. */
export interface ExecutionRead {
  row: ExecutionRow;
  /** Its whole history. */
  events: HistoryEvent[];
}

/**
 * Waits until something has happened in an execution after the event that somebody has seen, until it has ended, or for
 * 20 seconds, which is below the timeouts of browsers, proxies and the function's own timeout.
 */
export async function waitForEvents(
  cloudFlow: CloudFlowClient,
  flow: string,
  known: ExecutionRead,
  seen: number,
): Promise<ExecutionRead> {
  const isNew = ({ events }: ExecutionRead) =>
    events.some(({ EventId, Type }) => EventId > seen && !UNSEEN.has(Type)) || statusIn(events) !== "Running";
  if (isNew(known)) return known;
  const { Name } = known.row;
  const pacing = { name: Name, firstMs: READ_EVERY_MS, until: clock.now() + WAIT_MS };
  return poll(() => sharedExecution(cloudFlow, flow, Name), isNew, pacing);
}

/**
 * Looks at an execution for all in this process who follow it: once a second, whoever asks, and only at what is new. A
 * second is also how old what it gives may be. Throws `AlbflowError`, NotFound when there is no such execution.
 */
export async function sharedExecution(cloudFlow: CloudFlowClient, flow: string, name: string): Promise<ExecutionRead> {
  const key = `${flow}/${name}`;
  const now = clock.now();
  const shared = reads.get(key);
  if (shared !== undefined && Math.abs(now - shared.at) < READ_EVERY_MS) return shared.read;
  const read = nextRead(cloudFlow, flow, name, shared?.read);
  reads.delete(key);
  reads.set(key, { at: now, read });
  for (const [oldest] of reads) if (reads.size > MOST_READS) reads.delete(oldest);
  // A read that came to nothing is nobody else's.
  read.catch(() => reads.get(key)?.read === read && reads.delete(key));
  return read;
}

async function nextRead(
  cloudFlow: CloudFlowClient,
  flow: string,
  name: string,
  last: Promise<ExecutionRead> | undefined,
): Promise<ExecutionRead> {
  const known = await last?.catch(() => undefined);
  const row = await cloudFlow.describe(flow, name).catch((error: AlbflowError) => {
    // Others follow it, too, and CloudFlow takes no more questions: what was known is told until it does.
    if (error.kind === "Throttled" && known !== undefined) return known.row;
    throw error;
  });
  // One of the same name may have taken its place.
  const before = known?.row.StartedTime === row.StartedTime ? known.events : [];
  const events = [...before, ...(await newEvents(cloudFlow, flow, name, before))];
  const hasEnded = row.Status === "Running" && statusIn(events) !== "Running";
  return { row: hasEnded ? await cloudFlow.describe(flow, name) : row, events };
}

const reads = new Map<string, { at: number; read: Promise<ExecutionRead> }>();
const MOST_READS = 50;

/** What changes nothing for whoever looks. */
const UNSEEN: ReadonlySet<string> = new Set(["StepStarted", "StepSucceeded", "TaskStarted", "TaskSucceeded"]);

const WAIT_MS = 20_000;
/** All who follow anything share a few looks a second with the flows themselves (cloudflow.md §8.4). */
const READ_EVERY_MS = 1_000;
