import type { Datapoint } from "../../platform/clients/cms.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Listener } from "../resources/listenerState.ts";

/** RAM actions of everything here: what RAM calls DescribeMetricLast (alb.md §11.3). */
export const METRICS_PERMISSIONS = ["cms:QueryMetricLast"];

/** The metrics of CloudMonitor that are told, each by what it says. */
const METRICS = {
  connections: "ListenerActiveConnection",
  requestsPerSecond: "ListenerQPS",
  errorsPerSecond: "ListenerHTTPCode5XX",
  latencyMs: "ListenerRequestTime",
} as const;

type Measured = Pick<Listener, "LoadBalancerId" | "ListenerPort" | "ListenerProtocol">;

/**
 * What CloudMonitor last said of a listener, remembered for a minute; undefined where it has said nothing of late, or cannot be
 * asked: nobody's plan or page waits for it, and none depends on it.
 */
export async function latestMetric(
  clients: Clients,
  { LoadBalancerId, ListenerPort, ListenerProtocol }: Measured,
  name: keyof typeof METRICS,
): Promise<number | undefined> {
  const now = clock.now();
  const key = [clients.accountId, clients.region, LoadBalancerId, METRICS[name]].join(" ");
  let known = kept.get(key);
  if (known === undefined || now < known.at || now - known.at >= KEPT_MS) {
    known = { at: now, points: await readOrNothing(clients, LoadBalancerId, METRICS[name]) };
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, known);
  }
  const point = known.points.find(({ port, protocol }) => port === ListenerPort && protocol === ListenerProtocol);
  return point === undefined || now - point.at > LATEST_MS ? undefined : point.value;
}

/** How many connections are open on it now, WebSockets among them; nothing where CloudMonitor does not tell. */
export async function connectionsOpen(clients: Clients, listener: Measured): Promise<Reason[]> {
  const connections = await latestMetric(clients, listener, "connections");
  return connections === undefined ? [] : [reason("connections-open", { connections: Math.round(connections) })];
}

/** What CloudMonitor says of a listener, all or only what no access log has; null where it says nothing. */
export async function listenerMetrics(
  clients: Clients,
  listener: Measured,
  { isLogged }: { isLogged: boolean },
): Promise<Reason | null> {
  const ask = async (name: keyof typeof METRICS) => {
    if (isLogged && name !== "connections") return null;
    const value = await latestMetric(clients, listener, name);
    return value === undefined ? null : Number(value.toPrecision(value >= 1_000 ? 4 : 3));
  };
  const [connections, requestsPerSecond, errorsPerSecond, latencyMs] = await Promise.all([
    ask("connections"),
    ask("requestsPerSecond"),
    ask("errorsPerSecond"),
    ask("latencyMs"),
  ]);
  const metrics = { connections, requestsPerSecond, errorsPerSecond, latencyMs };
  return Object.values(metrics).every((value) => value === null) ? null : reason("listener-metrics", metrics);
}

async function readOrNothing({ cms }: Clients, loadBalancerId: string, metric: string): Promise<Datapoint[]> {
  try {
    return await cms.latest(loadBalancerId, metric);
  } catch (error) {
    if (error instanceof AlbflowError) return [];
    throw error;
  }
}

const kept = new Map<string, { at: number; points: Datapoint[] }>();
const MOST_KEPT = 100;
const KEPT_MS = 60_000;
/** CloudMonitor is some minutes behind; what is older is of a listener that was stopped since, or of nobody. */
const LATEST_MS = 600_000;
