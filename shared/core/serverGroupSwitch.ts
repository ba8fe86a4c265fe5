import type { Clients } from "../platform/clients.ts";
import { clock } from "../platform/clock.ts";
import { AlbflowError } from "../platform/errors.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";
import type { Impact } from "./impact.ts";
import { readServerGroup, SERVER_GROUP_PERMISSIONS } from "./operations/serverGroups.ts";
import { questionFor } from "./probes/answers.ts";
import { isDown, serverGroupsOf } from "./probes/health.ts";
import { httpAnswer } from "./probes/httpAnswer.ts";
import { loggedAnswers } from "./probes/loggedAnswers.ts";
import { endpointOfListener } from "./probes/reachability.ts";
import type { Listener } from "./resources/listenerState.ts";
import { readListener } from "./resources/readListener.ts";
import { readServers } from "./resources/serverGroup.ts";

/** What is known before requests go to other server groups. */
export interface KnownSwitch {
  /** Why the target has not proven itself; null when it has. */
  unproven: Reason | null;
  /** How most requests fail now, so that there is little to lose; null when they do not. */
  failing: Reason | null;
  /** Whether the listener is stopped, so that there are no requests to share or to watch. */
  isStopped: boolean;
}

/** RAM actions of `readSwitch`. */
export const SWITCH_PERMISSIONS = [...SERVER_GROUP_PERMISSIONS, "log:GetLogStoreHistogram"];

/**
 * Reads whether a group has proven itself (a running listener forwards to it, all of its servers are well by ALB's check,
 * and it answers without server errors there), and whether the present ones fail: by ALB's check all servers are down, or by
 * the access log at least half of the last minutes' answers are server errors. Nothing that a requester says counts.
 */
export async function readSwitch(clients: Clients, listener: Listener, to: string | undefined): Promise<KnownSwitch> {
  const isStopped = listener.ListenerStatus === "Stopped";
  const failing = isStopped ? null : await howItFails(clients, listener);
  return { unproven: to === undefined ? reason("group-is-new") : await whyUnproven(clients, to), failing, isStopped };
}

/** What a switch means for clients. */
export function impactOfSwitch({ unproven, failing }: KnownSwitch): Impact {
  if (failing !== null) return "restores traffic";
  return unproven === null ? "no interruption" : "may interrupt";
}

async function whyUnproven(clients: Clients, id: string): Promise<Reason | null> {
  const { group, user, abnormal } = await readServerGroup(clients, id);
  if (user === undefined) return reason("group-unused");
  if (group.HealthCheckConfig?.HealthCheckEnabled === false) return reason("group-unchecked");
  if (abnormal.length > 0) return reason("group-servers-not-well", { servers: abnormal });
  const listener = await readListener(clients.alb, { ListenerId: user });
  if (listener === null || listener.ListenerProtocol === "QUIC" || listener.CaEnabled === true) {
    return reason("group-not-askable", { listenerId: user });
  }
  const question = questionFor(listener, await endpointOfListener(clients, listener), {
    path: "/",
    hostname: undefined,
  });
  for (let asked = 0; asked < QUESTIONS; asked += 1) {
    const status = await httpAnswer({ ...question, timeoutMs: 2_000 }).catch(() => undefined);
    if (status === undefined) return reason("group-does-not-answer", { listenerId: user });
    if (status >= 500) return reason("group-answers-errors", { listenerId: user, status });
  }
  return null;
}

async function howItFails({ alb, log }: Clients, listener: Listener): Promise<Reason | null> {
  const { ListenerId, LoadBalancerId, ListenerPort } = listener;
  const groups = serverGroupsOf(listener);
  const { ListenerHealthStatus = [] } = await alb.call("GetListenerHealthStatus", { ListenerId });
  const infos = ListenerHealthStatus.flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  const down = infos
    .filter(({ ServerGroupId = "" }) => groups.includes(ServerGroupId))
    .flatMap(({ NonNormalServers = [] }) => NonNormalServers)
    .filter(isDown).length;
  const counts = await Promise.all(groups.map(async (id) => (await readServers(alb, id)).servers.length));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > 0 && down === total) return reason("present-servers-down", { total, serverGroupIds: groups });
  const { AccessLogConfig } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  if (LogProject === "") return null;
  const range = { from: clock.now() - LOOKED_BACK_MS, to: clock.now() };
  const counted = { listener: { LoadBalancerId, ListenerPort } };
  try {
    const { total: all, errors } = await loggedAnswers(log, { LogProject, LogStore }, counted, range);
    return all >= FEWEST && errors >= all / 2 ? reason("present-answers-failing", { errors, total: all }) : null;
  } catch (error) {
    // A log that cannot be read proves nothing.
    if (error instanceof AlbflowError) return null;
    throw error;
  }
}

/** Enough that one bad answer in three is seen, and few enough for a group that somebody else uses. */
const QUESTIONS = 6;
const LOOKED_BACK_MS = 300_000;
/** Fewer answers say nothing. */
const FEWEST = 20;
