import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { AccessLog } from "../resources/accessLog.ts";
import type { Listener } from "../resources/listenerState.ts";
import { readServers } from "../resources/serverGroup.ts";
import type { ProbeResult } from "../verdict.ts";
import type { Question } from "./httpAnswer.ts";
import { loggedAnswers } from "./loggedAnswers.ts";
import { probeResult } from "./probeResult.ts";
import { askTimes, isServerError } from "./probes.ts";

/** How bad the servers behind a listener may be, in percent. */
export interface Bounds {
  unhealthyPercent: number;
  errorPercent: number;
}

/** Where answers are looked for. */
export interface Asked {
  listener: Listener;
  /** Undefined where nothing can be asked from here: of QUIC, behind an access control list, where who is let in needs a certificate. */
  question: Question | undefined;
  accessLog: AccessLog | undefined;
  /** Milliseconds since 1970. */
  since: number;
}

/** The servers behind a listener by ALB's own health check: how many are down, of how many. */
export async function probeHealth({ alb }: Clients, listener: Listener, bounds: Bounds): Promise<ProbeResult> {
  const probe = reason("probe-server-health");
  const expected = reason("value-most-percent", { percent: bounds.unhealthyPercent });
  const groups = serverGroupsOf(listener);
  const { ListenerHealthStatus: status = [] } = await alb.call("GetListenerHealthStatus", {
    ListenerId: listener.ListenerId,
  });
  const infos = status.flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  const ours = infos.filter(({ ServerGroupId = "" }) => groups.includes(ServerGroupId));
  const down = ours.flatMap(({ NonNormalServers = [] }) => NonNormalServers).filter(isDown);
  const total = (await Promise.all(groups.map((id) => readServers(alb, id)))).flatMap(({ servers }) => servers).length;
  const percent = total === 0 ? 100 : Math.round((down.length / total) * 100);
  const counts = { count: down.length, total };
  const found = reason("value-count-of", counts);
  const reasons = [...new Set(down.flatMap(({ Reason }) => Reason?.ReasonCode ?? []))];
  const problem =
    percent > bounds.unhealthyPercent
      ? reason("servers-unhealthy", { ...counts, serverGroupIds: groups, reasons })
      : null;
  return probeResult(probe, { expected, found, problem });
}

/**
 * Whether a server of a listener's health status is known to be down. Healthy ones are not listed there, and neither one
 * that is not tried yet nor one whose checks are off (`Unavailable`) is a verdict (alb.md §3).
 */
export function isDown({ Status }: { Status?: string }): boolean {
  return Status === "Unhealthy";
}

/** What clients get: our own questions, where they can be asked, and the access log's word for everybody's since `since`. */
export async function probeErrors({ log }: Clients, bounds: Bounds, asked: Asked): Promise<ProbeResult[]> {
  const { listener, question, accessLog, since } = asked;
  const expected = reason("value-most-percent", { percent: bounds.errorPercent });
  const rated = (probe: Reason, errors: number, total: number): ProbeResult => {
    const counts = { count: errors, total };
    const bad = total > 0 && (errors / total) * 100 > bounds.errorPercent;
    const problem = bad ? reason("too-many-server-errors", { ...counts, probe: probe }) : null;
    return probeResult(probe, { expected, found: reason("value-count-of", counts), problem });
  };
  const probes: ProbeResult[] = [];
  if (question !== undefined) {
    const answers = await askTimes(question, QUESTIONS);
    const errors = answers.filter(isServerError).length;
    const probe = reason("probe-http-repeatedly", { path: question.path });
    probes.push({ ...rated(probe, errors, answers.length), answers });
  }
  if (accessLog === undefined) return probes;
  const range = { from: since, to: clock.now() + 1_000 };
  const { total, errors } = await loggedAnswers(log, accessLog, { listener }, range);
  return [...probes, rated(reason("probe-access-log"), errors, total)];
}

/** The server groups that a listener forwards to by default. */
export function serverGroupsOf({ DefaultActions }: Pick<Listener, "DefaultActions">): string[] {
  return (DefaultActions ?? []).flatMap(({ ForwardGroupConfig }) =>
    (ForwardGroupConfig?.ServerGroupTuples ?? []).flatMap(({ ServerGroupId }) =>
      ServerGroupId === undefined ? [] : [ServerGroupId],
    ),
  );
}

/** Enough that one bad answer in ten is seen more often than not. */
const QUESTIONS = 10;
