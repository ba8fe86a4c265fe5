import type { CloudFlowDoor, HistoryEvent } from "../clients/cloudFlow.ts";
import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";

/**
 * Waits until something has happened in an execution after the event that somebody has seen, until it has ended, or for
 * 20 seconds, which is below the patience of browsers, proxies and the function's own timeout. Gives the whole history.
 */
export async function awaitNews(
  cloudFlow: CloudFlowDoor,
  { flow, name, events, seen }: { flow: string; name: string; events: HistoryEvent[]; seen: number },
): Promise<HistoryEvent[]> {
  const until = clock.now() + WAIT_MS;
  let known = events;
  for (;;) {
    const isNew = known.some(({ EventId, Type }) => EventId > seen && !UNSEEN.has(Type));
    if (isNew || known.some(({ Type }) => ENDS.has(Type)) || clock.now() >= until) return known;
    await clock.sleep(PAUSE_MS);
    known = [...known, ...(await eventsAfter(cloudFlow, flow, name, known.at(-1)?.EventId ?? 0))];
  }
}

/** How an execution's history ends. */
export const ENDS: ReadonlySet<string> = new Set([
  "ExecutionStopped",
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionTimedOut",
]);

/** What changes nothing for whoever looks. */
const UNSEEN: ReadonlySet<string> = new Set(["StepStarted", "StepSucceeded", "TaskStarted", "TaskSucceeded"]);

/** The service takes few questions a second from all who ask (cloudflow.md §8.4): then those wait longer. */
async function eventsAfter(cloudFlow: CloudFlowDoor, flow: string, name: string, last: number) {
  try {
    return await cloudFlow.history(flow, name, last + 1);
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "Throttled")) throw error;
    await clock.sleep(PAUSE_WHEN_BUSY_MS);
    return [];
  }
}

const WAIT_MS = 20_000;
/** Five questions a second are answered, for as long as anybody likes. */
const PAUSE_MS = 220;
const PAUSE_WHEN_BUSY_MS = 1_000;
