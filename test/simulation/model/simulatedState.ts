import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import type { FailedAttempt } from "../../../shared/features/renewal/attempts.ts";
import type { Fleet, ListedRow } from "../../../shared/features/renewal/fleet.ts";
import { isWorthAsking } from "../../../shared/features/renewal/timing.ts";
import { AlbflowError } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import type { CallCounter } from "./callCounter.ts";
import { createExecutions, unfitBeside } from "./executions.ts";
import type { Held } from "./held.ts";
import type { HomeAction } from "./homeCalls.ts";
import {
  createModelState,
  failureOf,
  isDown,
  type ModelOptions,
  type ModelState,
  obstacleOf,
  subjectFor,
} from "./modelState.ts";
import { instanceOf, KNOWN_OBSTACLES } from "./obstacles.ts";
import { outageAt } from "./outages.ts";
import { latest } from "./subject.ts";

/** The cloud as renewal sees it, without the cloud: plain data that moves when time does. */
export interface SimulatedState {
  fleet: Fleet;
  calls: CallCounter;
  /** Calls of CloudFlow at home, all regions' together. */
  home: Record<HomeAction, CallCounter>;
  /** The most executions of rotations at one time, each of which has one instance of a function at most. */
  mostAtOnce(): number;
  /** The most orders within three hours. */
  mostOrders(): number;
  now(): number;
  /**
   * Reads a page on which nothing is handed to renewal, and that is its region's only one; undefined where it is another. How many
   * listeners are on it.
   */
  passOver(region: string): number | undefined;
  /** Lets time pass to a moment, and everything happen that happens meanwhile. */
  passTo(at: number): void;
  /** What listeners hold. */
  held: readonly Held[];
  /** What listeners hold that ends in the hours up to a moment; each certificate once on each listener. */
  ending(at: number): Held[];
}

export function createSimulatedState(options: ModelOptions): SimulatedState {
  const { regions, outages, share, pace } = options;
  const state = createModelState(options);
  const { calls, home, byListener, near } = state;
  const executions = createExecutions(state);
  const { memory, passTo } = executions;
  const rows = new Map([...byListener.keys()].map((id) => [id, rowOf(state, id)]));
  const rowsOf = (ids: string[]) => ids.flatMap((id) => rows.get(id) ?? []);
  const listenerIds = new Map(regions.map((region) => [region, [] as string[]]));
  for (const [listenerId, [first]] of byListener) listenerIds.get(first?.subject.region ?? "")?.push(listenerId);
  const listedRows = new Map([...listenerIds].map(([region, ids]) => [region, rowsOf(ids)]));
  const unreadableOf = showingUnreadable();

  /** Throws as a client does when a region is down; of one that answers nothing when it has waited for long enough. */
  function reach(region: string) {
    const outage = outageAt(outages.cloud[region], state.now);
    if (outage === undefined) return;
    if (outage.isSilent) passTo(state.now + SILENCE_MS);
    throw failureOf(region, outage);
  }

  const readAttempts = () =>
    home.ListExecutions.add("home", "ListExecutions", options.mayOrder ? 2 : 1, state.now, state.now);
  const leavesOutIn = (region: string) =>
    options.waitsUntil !== undefined && region.includes("/") && Math.floor(state.now / HOUR_MS) % 24 !== 0;
  const isWaiting = (held: Held): boolean => {
    if (held.waitsUntil > state.now) return true;
    if (latest(held.subject).id === held.certificate.id) held.waitsUntil = Number.POSITIVE_INFINITY;
    else held.waitsUntil = options.waitsUntil?.(held.certificate, state.now) ?? 0;
    return held.waitsUntil > state.now;
  };

  /** How many are due in a region until a moment, if all of them wait until then and longer; else undefined. */
  function quietOnes(region: string, until: number): number | undefined {
    const ones = near.in(region, until);
    if (ones.quietUntil > until) return ones.due;
    let quietUntil = Number.POSITIVE_INFINITY;
    let due = 0;
    for (const held of ones.all) {
      if (held.nearAt > until) quietUntil = Math.min(quietUntil, held.nearAt);
      else if (!isWaiting(held) || held.waitsUntil <= until) return undefined;
      else {
        due += 1;
        quietUntil = Math.min(quietUntil, held.waitsUntil);
      }
    }
    Object.assign(ones, { quietUntil, due });
    return due;
  }

  const fleet: Fleet = {
    mayOrder: options.mayOrder,
    ...(options.home === undefined ? {} : { home: options.home }),
    regions: async () => regions,
    async listeners(region, token, after) {
      reach(region);
      passTo(state.now + options.stepMs);
      calls.add(region, "ListListeners", 1, state.now, state.now);
      const all = listenerIds.get(region) ?? [];
      const from = after === undefined ? Number(token) : all.indexOf(after) + 1;
      const next = from + PAGE < all.length ? String(from + PAGE) : "";
      const rows = listedRows.get(region) ?? [];
      return { rows: from === 0 && rows.length <= PAGE ? rows : rows.slice(from, from + PAGE), next };
    },
    async listed(region, ids) {
      reach(region);
      passTo(state.now + options.stepMs);
      calls.add(region, "ListListeners", Math.ceil(ids.length / 20), state.now, state.now);
      return rowsOf(ids);
    },
    async companions(region, loadBalancerId) {
      reach(region);
      const https = (listenerIds.get(region) ?? []).filter(
        (id) => instanceOf(id) === loadBalancerId && ["none", "blind"].includes(obstacleOf(state, id)),
      );
      calls.add(region, "ListListenerCertificates", https.length, state.now, state.now);
      return https.map((listenerId) => ({
        listenerId,
        certificates: (byListener.get(listenerId) ?? []).map(({ certificate }) => Number.parseInt(certificate.id, 10)),
      }));
    },
    async bindings(region, ids) {
      reach(region);
      const from = state.now;
      const atOnce = Math.min(pace.burst, ids.length);
      passTo(state.now + ((ids.length - atOnce) * 1_000) / pace.perSecond);
      calls.add(region, "ListListenerCertificates", atOnce, from, from);
      calls.add(region, "ListListenerCertificates", ids.length - atOnce, from, state.now);
      reach(region);
      const isWanted = ids.length === listenerIds.get(region)?.length ? undefined : new Set(ids);
      const leavesOut = leavesOutIn(region);
      const found: Held[] = [];
      let isAnyLeftOut = false;
      // What cannot be due yet is left out: it would be read, and nothing be done about it.
      for (const held of near.in(region, state.now).all) {
        if (held.nearAt > state.now || isWanted?.has(held.listenerId) === false) continue;
        if (leavesOut && isWaiting(held)) {
          isAnyLeftOut = true;
          continue;
        }
        const isUnreadable = held.subject.isUnreadable === true;
        found.push(isUnreadable ? { ...held, certificate: unreadableOf(held.certificate) } : held);
      }
      // What was tried would be read for them.
      if (found.length === 0 && isAnyLeftOut) readAttempts();
      return { bindings: found, unavailable: [] };
    },
    attempts: async (region, since, due) => {
      readAttempts();
      return memory.of(region, since, due);
    },
    runningElsewhere: executions.runningElsewhere,
    failures: async (_region, attempts) =>
      attempts.length === 0
        ? NO_FAILURES
        : new Map(attempts.flatMap((one) => ("failure" in one ? [[one.name, one.failure as FailedAttempt]] : []))),
    async successor(region, certificate) {
      reach(region);
      // Each lasts longer than the one before it.
      const subject = subjectFor(state, certificate.id);
      const best = subject.certificates.findLast(({ availableAt }) => availableAt <= state.now);
      const follows = best !== undefined && best.notAfter > Math.max(state.now, certificate.notAfter);
      if (!follows) return NONE_YET;
      return subject.hasUnfit === true ? { id: unfitBeside(best.id), others: [best.id] } : { id: best.id };
    },
    suggested(_region, certificate) {
      // About those that live for days no server has reasons to say anything; longer ones are not of ACME servers.
      const lifetime = certificate.notAfter - certificate.notBefore;
      if (lifetime < 40 * DAY_MS || lifetime > 100 * DAY_MS) return undefined;
      if (!isWorthAsking(certificate, share, state.now)) return undefined;
      return subjectFor(state, certificate.id).source === "acme" ? suggestedFor(certificate) : undefined;
    },
    rotate: (...asked) => executions.rotate(...asked),
    order: (...asked) => executions.order(...asked),
  };

  async function suggestedFor(certificate: Certificate) {
    if (outageAt(outages.acme, state.now) !== undefined)
      throw new AlbflowError("Transient", reason("text", { text: "ACME renewalInfo: down" }));
    const middle = certificate.notBefore + ((certificate.notAfter - certificate.notBefore) * 2) / 3;
    return { start: middle - DAY_MS, end: middle + DAY_MS, askAgainAfterMs: 6 * HOUR_MS };
  }

  return {
    fleet,
    calls,
    home,
    mostAtOnce: executions.mostAtOnce,
    mostOrders: executions.mostOrders,
    now: () => state.now,
    ending: (at) => state.ends.upTo(at).filter(({ certificate }) => certificate.notAfter <= at),
    passOver(region) {
      const listeners = listenerIds.get(region)?.length ?? 0;
      const until = state.now + options.stepMs;
      const isOneHour = Math.floor(state.now / HOUR_MS) === Math.floor(until / HOUR_MS);
      if (!leavesOutIn(region) || !isOneHour || listeners > Math.min(PAGE, pace.burst)) return undefined;
      const due = quietOnes(region, until);
      if (due === undefined || isDown(state, region) || isDown(state, region, until)) return undefined;
      passTo(until);
      calls.add(region, "ListListeners", 1, state.now, state.now);
      calls.add(region, "ListListenerCertificates", listeners, state.now, state.now);
      if (due > 0) readAttempts();
      return listeners;
    },
    passTo,
    held: [...byListener.values()].flat(),
  };
}

/** How what nobody may read is shown. */
function showingUnreadable(): (certificate: Certificate) => Certificate {
  const unreadable = new WeakMap<Certificate, Certificate>();
  return (certificate) => {
    const shown = unreadable.get(certificate) ?? { ...certificate, names: [], unavailable: "NoPermission" };
    unreadable.set(certificate, shown);
    return shown;
  };
}

function rowOf(state: ModelState, id: string): ListedRow {
  const obstacle = obstacleOf(state, id);
  return {
    id,
    loadBalancerId: instanceOf(id),
    protocol: obstacle === "quic" ? "QUIC" : "HTTPS",
    policyId: "",
    obstacle: KNOWN_OBSTACLES[obstacle] ?? null,
    state: obstacle,
  };
}

const NO_FAILURES = new Map<string, FailedAttempt>();
const NONE_YET = { none: reason("no-successor", { names: [], notTaken: [], more: 0 }) };
/** As long as a client of ALB waits for an answer, with its retries. */
const SILENCE_MS = 30_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 100;
