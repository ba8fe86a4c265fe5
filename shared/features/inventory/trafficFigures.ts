import { loggedAnswers } from "../../core/probes/loggedAnswers.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";

/** What went through a listener in the last minutes, by the access log of its instance. */
export interface TrafficFigures {
  minutes: number;
  requests: number;
  /** Answers with a status of 500 and above. */
  errors: number;
  /** How long the latest requests took, in milliseconds: half of them, and 95 of 100, at most so long; null where there is none. */
  latency: { of: number; half: number; most: number } | null;
}

/** Counts them; null where no access log is written, or it cannot be asked: nobody's page waits for that. */
export async function trafficFigures(
  log: Clients["log"],
  listener: { LoadBalancerId: string; ListenerPort: number },
  { LogProject = "", LogStore = "" }: { LogProject?: string; LogStore?: string } = {},
): Promise<TrafficFigures | null> {
  if (LogProject === "") return null;
  const to = clock.now();
  const range = { from: to - MINUTES * 60_000, to };
  try {
    const { total, errors } = await loggedAnswers(log, { LogProject, LogStore }, { listener }, range);
    const query = `app_lb_id: ${listener.LoadBalancerId} and slb_vport: ${listener.ListenerPort}`;
    const offset = Math.max(0, total - MOST_READ);
    const records = total === 0 ? [] : await log.read(LogProject, LogStore, { ...range, query, offset });
    return { minutes: MINUTES, requests: total, errors, latency: latencyOf(records) };
  } catch (error) {
    if (error instanceof AlbflowError) return null;
    throw error;
  }
}

const MINUTES = 5;
/** As many records as one call gives. */
const MOST_READ = 100;

/** `request_time` is in seconds (alb.md §10.1). */
function latencyOf(records: Record<string, unknown>[]): TrafficFigures["latency"] {
  const times = records.map((record) => Number(record.request_time) * 1_000).filter((time) => Number.isFinite(time));
  if (times.length === 0) return null;
  const sorted = times.sort((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return { of: sorted.length, half: at(0.5), most: at(0.95) };
}
