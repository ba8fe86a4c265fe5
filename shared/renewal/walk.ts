import { isUnknown } from "../certificate.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import { admit, type Decided } from "./admit.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import type { Binding, Fleet } from "./fleet.ts";
import { openLedger } from "./ledger.ts";
import { type MaintenanceWindow, windowState } from "./maintenanceWindow.ts";
import {
  type OrderRow,
  type RenewalReport,
  type RotationRow,
  type Row,
  rowOf,
  type StuckRow,
  settled,
  withoutRows,
  withRows,
} from "./report.ts";
import { afterLook, afterPage, goOn, hasWalked, nextAgain, nextRegion, type Round } from "./round.ts";
import { timingOf } from "./timing.ts";

/** How a fleet is to be renewed. */
export interface RenewalRules extends Omit<Limits, "mayOrder"> {
  /** The share of its lifetime, at its end, in which a certificate is renewed. */
  share: number;
  windows: MaintenanceWindow[];
}

/**
 * One step of a round: looks at a page of listeners, or again at some that were busy, starts what may be started, and says
 * how it goes on. May be repeated: what has been started is found by its name. Throws nothing that a region does: one that
 * cannot be read is tried again, and then reported.
 */
export async function walk(fleet: Fleet, round: Round, rules: RenewalRules, now: () => number): Promise<Round> {
  try {
    return goOn(await step(fleet, round, rules, now), now());
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return goOn(afterFailure(round, error), now());
  }
}

/** Tries at the same page before the region is given up. */
const TRIES = 3;
const DAY_MS = 86_400_000;
/** So long before a window closes none is begun any more. */
const ROTATION_MS = 5 * 60_000;

async function step(fleet: Fleet, round: Round, rules: RenewalRules, now: () => number): Promise<Round> {
  if (hasWalked(round)) {
    const { region, listenerIds } = nextAgain(round);
    return look(fleet, round, rules, { region, listenerIds, isAgain: true }, now);
  }
  const region = round.regions[round.region] ?? "";
  const { ids: listenerIds, next } = await fleet.listeners(region, round.token);
  return afterPage(await look(fleet, round, rules, { region, listenerIds, isAgain: false }, now), next);
}

async function look(
  fleet: Fleet,
  round: Round,
  rules: RenewalRules,
  { region, listenerIds, isAgain }: { region: string; listenerIds: string[]; isAgain: boolean },
  clock: () => number,
): Promise<Round> {
  const bindings = await fleet.bindings(region, listenerIds);
  // Reading a page takes a minute or two.
  const now = clock();
  const due = await dueOf(fleet, region, bindings, rules, now);
  const attempts = due.length === 0 && !isAgain ? [] : await fleet.attempts(region, now - DAY_MS);
  const ledger = openLedger(attempts, rules, now);
  const stopped = ledger.usedUp ?? round.report.stopped;
  const decided = admit(due, ledger, { ...rules, mayOrder: fleet.mayOrder }, now);
  for (const one of decided) await start(fleet, region, one);

  const counted = isAgain
    ? withoutRows(round.report, region, listenerIds)
    : countedIn(round.report, listenerIds, bindings);
  const lost = bindings
    .filter(({ certificate }) => isUnknown(certificate))
    .map((binding) => stuckRow(rowOf({ region, ...binding }, now, { because: whyLost(binding) }), true));
  const report = withRows(told(settled(counted, ledger.byName), region, decided, isAgain, now), "notRenewable", lost);
  const busy = [
    ...decided.filter(({ course }) => isBusy(course)).map(({ candidate }) => candidate.listenerId),
    // It may hold the successor already, and go back.
    ...ledger.runningRotations.map(({ listenerId }) => listenerId).filter((id) => listenerIds.includes(id)),
  ];
  return afterLook({ ...round, report: { ...report, stopped } }, region, listenerIds, busy);
}

function whyLost({ certificate: { unread } }: Binding): string {
  if (unread !== undefined) return `a listener serves it, and it could not be read: ${unread}`;
  return "a listener serves it, and the certificate service no longer has it; put one with its names there and rotate";
}

async function dueOf(
  fleet: Fleet,
  region: string,
  bindings: Binding[],
  { share, windows }: RenewalRules,
  now: number,
): Promise<Candidate[]> {
  const window = windowState(windows, now);
  const isOpen = window.isOpen && windowState(windows, now + ROTATION_MS).isOpen;
  const timingRules = { now, share, window: { ...window, isOpen } };
  const successors = new Map<string, Awaited<ReturnType<Fleet["successor"]>>>();
  const candidates: Candidate[] = [];
  for (const { listenerId, isDefault, certificate } of bindings) {
    if (isUnknown(certificate)) continue;
    const asked = fleet.suggested(region, certificate);
    const suggested = asked === undefined ? undefined : await orNothing(asked);
    const timing = timingOf(certificate, timingRules, suggested);
    if (!timing.due) continue;
    const successor = successors.get(certificate.id) ?? (await fleet.successor(region, certificate));
    successors.set(certificate.id, successor);
    candidates.push({ listenerId, isDefault, certificate, timing, successor });
  }
  return candidates;
}

/** What cannot be asked, or names no issuer's key, is left to the certificate's lifetime. */
async function orNothing<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AlbflowError) return undefined;
    throw error;
  }
}

async function start(fleet: Fleet, region: string, { candidate, course }: Decided): Promise<void> {
  const { listenerId, certificate } = candidate;
  if (course.kind === "rotate") {
    const { name, successorId } = course;
    await fleet.rotate(region, name, { listenerId, certificateId: certificate.id, successorId });
  }
  if (course.kind === "order" && course.isNew) await fleet.order(course.name, { certificateId: certificate.id });
}

function isBusy({ kind }: Course): boolean {
  return kind === "rotate" || kind === "order" || kind === "later";
}

function countedIn(report: RenewalReport, listenerIds: string[], bindings: Binding[]): RenewalReport {
  return {
    ...report,
    listeners: report.listeners + listenerIds.length,
    bindings: report.bindings + bindings.length,
  };
}

/** What is to be said about decisions. */
function told(before: RenewalReport, region: string, decided: Decided[], isAgain: boolean, now: number): RenewalReport {
  const rotations: RotationRow[] = [];
  const orders: OrderRow[] = [];
  const held: RenewalReport["held"] = [];
  const stuck: RenewalReport["notRenewable"] = [];
  let { waiting } = before;
  for (const { candidate, course } of decided) {
    const row = (because: string, execution = "") => rowOf({ region, ...candidate }, now, { because, execution });
    switch (course.kind) {
      case "rotate": {
        const { name, successorId, isCanary, forced } = course;
        rotations.push({ ...row(forced, name), successorId, isCanary, outcome: "running" });
        break;
      }
      case "order":
        if (course.isNew) orders.push({ ...row("", course.name), outcome: "running" });
        break;
      case "window":
        if (!isAgain) waiting = { count: waiting.count + 1, opensAt: course.opensAt };
        break;
      case "held":
        held.push(stuckRow(row(course.because, course.name), candidate.timing.isUrgent));
        break;
      case "stuck":
        stuck.push(stuckRow(row(course.because), true));
        break;
      case "later":
        break;
    }
  }
  const due = before.due + (isAgain ? 0 : decided.length);
  const report = withRows(withRows({ ...before, waiting, due }, "rotations", rotations), "orders", orders);
  return withRows(withRows(report, "held", held), "notRenewable", stuck);
}

/** What is news is known in the end. */
function stuckRow(row: Row, needsPeople: boolean): StuckRow {
  return { ...row, needsPeople, isNews: false };
}

/** A region that could not be read is tried again after a pause, and left in the end. */
function afterFailure(round: Round, error: AlbflowError): Round {
  if (isTransient(error) && round.tries + 1 < TRIES) return { ...round, tries: round.tries + 1 };
  const isAgain = hasWalked(round);
  const region = isAgain ? nextAgain(round).region : (round.regions[round.region] ?? "");
  const unread = [
    ...round.report.unread.filter((one) => one.region !== region),
    { region, because: error.message.slice(0, 120) },
  ];
  const left = { ...round, tries: 0, report: { ...round.report, unread } };
  if (!isAgain) return nextRegion(left);
  return { ...left, again: round.again.filter((one) => !one.startsWith(`${region} `)) };
}
