import type { CloudFlowClient, HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { clock } from "../platform/clock.ts";
import { type AlbflowError, isTransient } from "../platform/errors.ts";
import { poll } from "../platform/retry.ts";
import { type Outcome, outcomeOf, type StateVisit, statusIn, visitsOf } from "./executions.ts";

/**
 * Follows an execution to its end, calling back for every state that is entered or left. It looks once a second, and only at
 * what is new. That CloudFlow is busy, or out of reach for some minutes, is no reason to give up: the execution goes on.
 * Throws `AlbflowError`, NotFound when there is no such execution.
 */
export async function followExecution(
  cloudFlow: Pick<CloudFlowClient, "history" | "describe">,
  flow: string,
  execution: string,
  onVisit: (visit: StateVisit) => void,
): Promise<Outcome> {
  const reported = new Map<number, boolean>();
  let events: HistoryEvent[] = [];
  let quiet = 0;
  const readOn = async (): Promise<string> => {
    const fresh = await newEvents(cloudFlow, flow, execution, events);
    events = [...events, ...fresh];
    quiet = fresh.length > 0 ? 0 : quiet + 1;
    const visits = visitsOf(events);
    visits.forEach((visit, position) => {
      const ended = visit.exitedAt !== undefined;
      if (reported.get(position) === ended) return;
      reported.set(position, ended);
      onVisit(visit);
    });
    const status = statusIn(events);
    // Should a history not tell of its end, the execution itself does.
    const isDoubtful = status === "Running" && quiet % QUIET_POLLS === QUIET_POLLS - 1;
    return isDoubtful ? (await cloudFlow.describe(flow, execution)).Status : status;
  };
  let answeredAt = clock.now();
  const readOnOrWait = async (): Promise<string> => {
    try {
      const status = await readOn();
      answeredAt = clock.now();
      return status;
    } catch (error) {
      if (!isTransient(error) || clock.now() - answeredAt > OUT_OF_REACH_MS) throw error;
      return "Running";
    }
  };
  const status = await poll(readOnOrWait, (one) => !ONGOING.has(one), { name: execution, firstMs: FOLLOW_MS });
  return outcomeOf(events, status);
}

/** What has happened since the last of these events; nothing while CloudFlow takes no more questions. */
export async function newEvents(
  cloudFlow: Pick<CloudFlowClient, "history">,
  flow: string,
  execution: string,
  known: HistoryEvent[],
): Promise<HistoryEvent[]> {
  const last = known.at(-1)?.EventId ?? 0;
  try {
    // From the last one on: it is known to be there, and what is said to a token beyond the end is not documented.
    const events = await cloudFlow.history(flow, execution, Math.max(1, last));
    return events.filter(({ EventId }) => EventId > last);
  } catch (error) {
    const { kind } = error as AlbflowError;
    if (kind === "Throttled" || (kind === "InvalidInput" && last > 0)) return [];
    throw error;
  }
}

/** Five looks a second are answered, to everybody in the account together (cloudflow.md §8.4). */
const FOLLOW_MS = 1_000;
const QUIET_POLLS = 30;
const OUT_OF_REACH_MS = 5 * 60_000;
const ONGOING: ReadonlySet<string> = new Set(["Running", "Starting"]);
