import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { isTransient } from "../../platform/errors.ts";
import type { Listener } from "../resources/listenerState.ts";
import { latestMetric, METRICS_PERMISSIONS } from "./listenerMetrics.ts";

/** What stands on a listener and goes through it. */
interface Traffic {
  rules: number;
  /** In the last minute, by the access log, or by CloudMonitor where there is none; undefined when nobody tells. */
  requestsPerSecond: number | undefined;
}

/** RAM actions of `readTraffic`. */
export const TRAFFIC_PERMISSIONS = ["alb:ListRules", "log:GetLogStoreHistogram", ...METRICS_PERMISSIONS];

/** Counts the rules of a listener, and the requests of the last minute by its instance's access log or by CloudMonitor. */
export async function readTraffic(clients: Clients, listener: Listener): Promise<Traffic> {
  const { ListenerId, LoadBalancerId } = listener;
  const rules = await collect(
    allPages(
      (paging) => clients.alb.call("ListRules", { ListenerIds: [ListenerId], ...paging }),
      (page) => page.Rules,
    ),
  );
  const { AccessLogConfig } = await clients.alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  const requests = LogProject === "" ? undefined : await countRequests(clients, listener, LogProject, LogStore);
  const requestsPerSecond =
    requests === undefined ? await latestMetric(clients, listener, "requestsPerSecond") : requests / MINUTE_SECONDS;
  return { rules: rules.length, requestsPerSecond };
}

/** The traffic as people are told it: small rates with one decimal; null where nobody counts. */
export function roundedTraffic({ rules, requestsPerSecond }: Traffic): {
  rules: number;
  requestsPerSecond: number | null;
} {
  if (requestsPerSecond === undefined) return { rules, requestsPerSecond: null };
  const rate = requestsPerSecond >= 10 ? Math.round(requestsPerSecond) : Math.round(requestsPerSecond * 10) / 10;
  return { rules, requestsPerSecond: rate };
}

const MINUTE_SECONDS = 60;

async function countRequests({ log }: Clients, listener: Listener, project: string, logstore: string) {
  const to = clock.now();
  const query = `app_lb_id: ${listener.LoadBalancerId} and slb_vport: ${listener.ListenerPort}`;
  try {
    return await log.count(project, logstore, { from: to - MINUTE_SECONDS * 1000, to, query });
  } catch (error) {
    // A store without an index, or none at all, must not keep anybody from stopping a listener.
    if (isTransient(error)) throw error;
    return undefined;
  }
}
