import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { AccessLog } from "../resources/accessLog.ts";
import { CANARY_NAME } from "../resources/canaryRule.ts";
import type { Listener } from "../resources/listenerState.ts";
import { readServers, type Server } from "../resources/serverGroup.ts";
import type { ProbeResult } from "../verdict.ts";
import { type Asked, type Bounds, isDown, serverGroupsOf } from "./health.ts";
import type { Question } from "./httpAnswer.ts";
import { loggedAnswers } from "./loggedAnswers.ts";
import { probeResult } from "./probeResult.ts";
import { askTimes, isServerError } from "./probes.ts";

/** The new groups behind a listener, while they get a share of its requests. */
export interface Canary {
  /** The rule that shares the requests. */
  ruleId: string;
  /** Percent of the requests that the new groups get; 0 while they get nobody's but albflow's own. */
  share: number;
  /** What the present groups gave before. */
  before?: { asked: number; failed: number };
}

/**
 * Whether the new groups bear what they get: ALB's health check of their servers, albflow's own questions, and the access
 * log's word for everybody's answers from these servers since `since`, where there is one. What the questions cannot ask is
 * left to the others.
 */
export async function probeCanary(
  clients: Clients,
  canary: Canary,
  bounds: Bounds,
  asked: Asked,
): Promise<ProbeResult[]> {
  const { listener, question, accessLog, since } = asked;
  const infos = await groupsOfRule(clients, listener, canary.ruleId);
  const groups = infos.map(({ ServerGroupId = "" }) => ServerGroupId);
  const servers = (await Promise.all(groups.map((id) => readServers(clients.alb, id)))).flatMap((one) => one.servers);
  const down = infos.flatMap(({ NonNormalServers = [] }) => NonNormalServers).filter(isDown).length;
  const percent = servers.length === 0 ? 100 : (down / servers.length) * 100;
  const counts = { count: down, total: servers.length };
  const isBad = percent > bounds.unhealthyPercent;
  const health = probeResult(reason("probe-group-health", { serverGroupIds: groups }), {
    expected: reason("value-most-percent", { percent: bounds.unhealthyPercent }),
    found: reason("value-count-of", counts),
    problem: isBad ? reason("servers-unhealthy", { ...counts, serverGroupIds: groups, reasons: [] }) : null,
  });
  const answers = question === undefined ? [] : [await probeAnswers(question, canary, bounds, groups)];
  if (question !== undefined && canary.share === 0) answers.push(await probePresent(question, listener));
  const logged =
    accessLog === undefined ? [] : [await probeLog(clients, accessLog, { listener, servers, since }, bounds, groups)];
  return [health, ...answers, ...logged];
}

/** The groups that a rule forwards to and the listener itself does not, with the servers that are not well. */
async function groupsOfRule({ alb }: Clients, listener: Listener, ruleId: string) {
  const { ListenerId } = listener;
  const rules = await collect(
    allPages(
      (paging) => alb.call("GetListenerHealthStatus", { ListenerId, IncludeRule: true, ...paging, MaxResults: 30 }),
      (page) => page.RuleHealthStatus,
    ),
  );
  const known = serverGroupsOf(listener);
  const infos = rules
    .filter(({ RuleId }) => RuleId === ruleId)
    .flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  return infos.filter(({ ServerGroupId = "" }) => !known.includes(ServerGroupId));
}

/**
 * Own questions. With a share of nothing they go to the new groups by a header; later they are shared like everybody's, so
 * that there are enough of them for two to get there, and an error counts against the share.
 */
async function probeAnswers(
  question: Question,
  { share, before }: Canary,
  bounds: Bounds,
  groups: string[],
): Promise<ProbeResult> {
  const direct = share === 0;
  const times = direct ? DIRECT_QUESTIONS : Math.ceil(SHARED_QUESTIONS / share);
  const headers = direct ? { headers: { [CANARY_NAME]: "probe" } } : {};
  const statuses = await askTimes({ ...question, ...headers, timeoutMs: ANSWER_MS }, times);
  const errors = statuses.filter(isServerError).length;
  const excess = direct ? errors : errors - mostOfOthers(times * (1 - share / 100), before);
  const theirs = direct ? times : Math.max(1, (times * share) / 100);
  const bad = (direct || excess >= FEWEST_SHARED) && (excess / theirs) * 100 > bounds.errorPercent;
  const counts = { count: errors, total: times };
  const percent = direct ? 100 : share;
  const probe = reason("probe-canary", { path: question.path, percent, serverGroupIds: groups });
  return probeResult(probe, {
    expected: reason("value-most-percent", { percent: bounds.errorPercent }),
    found: reason("value-count-of", counts),
    problem: bad ? reason("too-many-server-errors", { ...counts, probe: probe }) : null,
    answers: statuses,
  });
}

/** How many errors the present groups may have among so many answers, when they go on as before: three standard deviations up. */
function mostOfOthers(answers: number, { asked, failed }: { asked: number; failed: number } = { asked: 0, failed: 0 }) {
  const rate = asked === 0 ? 0 : failed / asked;
  return answers * rate + 3 * Math.sqrt(answers * rate * (1 - rate));
}

/** What the present groups give while nobody but albflow asks the new ones. It is no problem of the new ones. */
async function probePresent(question: Question, listener: Listener): Promise<ProbeResult> {
  const answers = await askTimes({ ...question, timeoutMs: ANSWER_MS }, PRESENT_QUESTIONS);
  const found = reason("value-count-of", { count: answers.filter(isServerError).length, total: answers.length });
  const probe = reason("probe-present-groups", { path: question.path, serverGroupIds: serverGroupsOf(listener) });
  return { ...probeResult(probe, { expected: reason("value-any-number"), found }), answers, isBefore: true };
}

/** Everybody's answers, by the servers that gave them. */
async function probeLog(
  { log }: Clients,
  accessLog: AccessLog,
  { listener, servers, since }: { listener: Listener; servers: Server[]; since: number },
  bounds: Bounds,
  groups: string[],
): Promise<ProbeResult> {
  const addresses = servers
    .slice(0, MOST_SERVERS)
    .map(({ ServerIp, ServerId, Port }) => `${ServerIp ?? ServerId}:${Port}`);
  const range = { from: since, to: clock.now() + 1_000 };
  const { total, errors } = await loggedAnswers(log, accessLog, { listener, servers: addresses }, range);
  const counts = { count: errors, total };
  const bad = total >= FEWEST_LOGGED && (errors / total) * 100 > bounds.errorPercent;
  const probe = reason("probe-group-access-log", { serverGroupIds: groups });
  const problem = bad ? reason("too-many-server-errors", { ...counts, probe: probe }) : null;
  const expected = reason("value-most-percent", { percent: bounds.errorPercent });
  return probeResult(probe, { expected, found: reason("value-count-of", counts), problem });
}

/** Enough that one bad answer in ten is seen more often than not. */
const DIRECT_QUESTIONS = 10;
const PRESENT_QUESTIONS = 30;
/** Of which two reach the new groups, whatever their share. */
const SHARED_QUESTIONS = 200;
/** One error among requests that are shared may be the present group's. */
const FEWEST_SHARED = 2;
const ANSWER_MS = 3_000;
const MOST_SERVERS = 20;
const FEWEST_LOGGED = 3;
