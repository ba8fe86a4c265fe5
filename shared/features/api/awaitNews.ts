import { statusIn } from "../../core/executions.ts";
import { newEvents } from "../../core/followExecution.ts";
import type { CloudFlowDoor, ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { clock } from "../../platform/clock.ts";
import { poll } from "../../platform/retry.ts";

/** An execution as it was when somebody last looked. */
export interface LookedAt {
  row: ExecutionRow;
  /** Its whole history. */
  events: HistoryEvent[];
}

/**
 * Waits until something has happened in an execution after the event that somebody has seen, until it has ended, or for
 * 20 seconds, which is below the patience of browsers, proxies and the function's own timeout.
 */
export async function awaitNews(
  cloudFlow: CloudFlowDoor,
  flow: string,
  known: LookedAt,
  seen: number,
): Promise<LookedAt> {
  const isNews = ({ events }: LookedAt) =>
    events.some(({ EventId, Type }) => EventId > seen && !UNSEEN.has(Type)) || statusIn(events) !== "Running";
  if (isNews(known)) return known;
  const { Name } = known.row;
  const pacing = { name: Name, firstMs: LOOK_EVERY_MS, until: clock.now() + WAIT_MS };
  return poll(() => lookAt(cloudFlow, flow, Name), isNews, pacing);
}

/**
 * Looks at an execution for all in this process who follow it: once a second, whoever asks, and only at what is new. A
 * second is also how old what it gives may be. Throws `AlbflowError`, NotFound when there is no such execution.
 */
export async function lookAt(cloudFlow: CloudFlowDoor, flow: string, name: string): Promise<LookedAt> {
  const key = `${flow}/${name}`;
  const now = clock.now();
  const shared = looks.get(key);
  if (shared !== undefined && Math.abs(now - shared.at) < LOOK_EVERY_MS) return shared.look;
  const look = nextLook(cloudFlow, flow, name, shared?.look);
  looks.delete(key);
  looks.set(key, { at: now, look });
  for (const [oldest] of looks) if (looks.size > MOST_LOOKS) looks.delete(oldest);
  // A look that came to nothing is nobody else's.
  look.catch(() => looks.get(key)?.look === look && looks.delete(key));
  return look;
}

async function nextLook(
  cloudFlow: CloudFlowDoor,
  flow: string,
  name: string,
  last: Promise<LookedAt> | undefined,
): Promise<LookedAt> {
  const row = await cloudFlow.describe(flow, name);
  const known = await last?.catch(() => undefined);
  // One of the same name may have taken its place.
  const before = known?.row.StartedTime === row.StartedTime ? known.events : [];
  const events = [...before, ...(await newEvents(cloudFlow, flow, name, before))];
  const hasEnded = row.Status === "Running" && statusIn(events) !== "Running";
  return { row: hasEnded ? await cloudFlow.describe(flow, name) : row, events };
}

const looks = new Map<string, { at: number; look: Promise<LookedAt> }>();
const MOST_LOOKS = 50;

/** What changes nothing for whoever looks. */
const UNSEEN: ReadonlySet<string> = new Set(["StepStarted", "StepSucceeded", "TaskStarted", "TaskSucceeded"]);

const WAIT_MS = 20_000;
/** All who follow anything share a few looks a second with the flows themselves (cloudflow.md §8.4). */
const LOOK_EVERY_MS = 1_000;
