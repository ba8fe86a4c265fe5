import { isUnknown, numericId } from "../certificate.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import { caWarning } from "../listing/clientCas.ts";
import { admit, type Decided } from "./admit.ts";
import { type Attempt, signedInput } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import type { Binding, Bound, Fleet, Found, ListedRow, Unread } from "./fleet.ts";
import { countedRotations, openLedger, placeOf } from "./ledger.ts";
import { type MaintenanceWindow, mayBegin, windowState } from "./maintenanceWindow.ts";
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
import {
  afterLook,
  afterPage,
  goOn,
  hasWalked,
  nextAgain,
  nextPage,
  nextRegion,
  placeIn,
  type Round,
} from "./round.ts";
import { alarmAt, timingOf } from "./timing.ts";

/** How whoever deploys wants a fleet to be renewed. */
export interface RenewalSettings extends Omit<Limits, "mayOrder" | "key"> {
  windows: MaintenanceWindow[];
}

/** How a fleet is to be renewed. */
export interface RenewalRules extends RenewalSettings, Pick<Limits, "key"> {}

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
    const rows = await fleet.listed(region, listenerIds);
    return look(fleet, round, rules, { region, listenerIds, rows, isAgain: true }, now);
  }
  const { region, after, until } = nextPage(round);
  const { rows: listed, next } = await fleet.listeners(region, round.token, after);
  const end = until === undefined ? -1 : listed.findIndex(({ id }) => id === until);
  const rows = end < 0 ? listed : listed.slice(0, end + 1);
  const listenerIds = rows.map(({ id }) => id);
  const looked = await look(fleet, round, rules, { region, listenerIds, rows, isAgain: false }, now);
  return afterPage(looked, end < 0 ? next : "", listenerIds.at(-1));
}

/** Some listeners of a region that are looked at. */
interface Looked {
  region: string;
  listenerIds: string[];
  /** Those of them that are still there. */
  rows: ListedRow[];
  isAgain: boolean;
}

async function look(
  fleet: Fleet,
  round: Round,
  rules: RenewalRules,
  { region, listenerIds, rows, isAgain }: Looked,
  clock: () => number,
): Promise<Round> {
  const {
    bindings,
    unread,
    clientCas = [],
  } = await fleet.bindings(
    region,
    rows.map(({ id }) => id),
  );
  // Reading a page takes a minute or two.
  const now = clock();
  const limits = { ...rules, mayOrder: fleet.mayOrder };
  const { due, unsought } = await dueOf(fleet, region, bindings, rows, rules, now);
  const attempts = due.length === 0 && !isAgain ? [] : await fleet.attempts(region, now - DAY_MS);
  const failures = await fleet.failures(region, worthKnowing(attempts, due, now));
  const ledger = openLedger(attempts, limits, now, failures);
  const stopped = ledger.usedUp ?? round.report.stopped;
  const decided: Decided[] = [];
  const refused: StuckRow[] = [];
  for (const one of admit(due, ledger, limits, now)) {
    const because = await start(fleet, region, one, rules);
    if (because === undefined) decided.push(one);
    else if (because === "")
      decided.push({ ...one, course: { kind: "later", because: "it could not be started yet", name: "" } });
    else
      refused.push(
        stuckRow(rowOf({ region, ...one.candidate }, now, { because }), isAlarming(one.candidate, rules, now)),
      );
  }

  const counted = isAgain
    ? withoutRows(round.report, region, listenerIds)
    : countedIn(round.report, listenerIds, bindings);
  const report = told(settled(counted, ledger.byName), region, decided, { isAgain, now, rules });
  const stuck = [
    ...bindings.flatMap((binding) => unknown(region, binding, now)),
    ...unsought,
    ...unread.map((one) => unreadRow(region, one)),
    ...clientCas.flatMap((one) => clientCaRow(region, one, now)),
  ];
  const complete = withRows(withRows(report, "notRenewable", stuck), "held", refused);
  const busy = [
    ...decided.filter(({ course }) => isBusy(course)).map(({ candidate }) => candidate.listenerId),
    // It may hold the successor already, and go back.
    ...ledger.runningRotations.map(({ listenerId }) => listenerId).filter((id) => listenerIds.includes(id)),
  ];
  return afterLook({ ...round, report: { ...complete, stopped } }, region, listenerIds, busy);
}

/** Those attempts of which it matters how they failed: of what is due now, and of the last hours. */
function worthKnowing(attempts: Attempt[], due: Candidate[], now: number): Attempt[] {
  const places = new Set(due.map(({ listenerId, certificate }) => placeOf(listenerId, numericId(certificate.id))));
  const certificates = new Set(due.map(({ certificate }) => numericId(certificate.id)));
  const counted = new Set(countedRotations(attempts, now));
  const latest = new Map<string, Attempt>();
  const failed = attempts.filter(({ kind, status }) => kind === "rotate" && status === "failed");
  for (const one of failed) {
    const isOfGroup = certificates.has(one.certificate) && one.startedAt > now - DAY_MS;
    if (!counted.has(one) && !isOfGroup && !places.has(placeOf(one.listenerId, one.certificate))) continue;
    const key =
      counted.has(one) || isOfGroup ? one.name : `${placeOf(one.listenerId, one.certificate)} ${one.successor}`;
    const known = latest.get(key);
    if (known === undefined || known.startedAt < one.startedAt) latest.set(key, one);
  }
  return [...latest.values()];
}

const LOST =
  "a listener serves it, and the certificate service no longer has it; put one with its names there and rotate";

/** What is to be said of a certificate of which nothing is known. */
function unknown(region: string, { listenerId, certificate }: Binding, now: number): StuckRow[] {
  const { unread } = certificate;
  if (!isUnknown(certificate)) return [];
  const row = rowOf({ region, listenerId, certificate }, now, {
    because: unread === undefined ? LOST : `it cannot be read: ${unread}`,
  });
  return [unread === undefined ? stuckRow(row, true) : { ...stuckRow(row, false), isUnread: true }];
}

/** A CA of clients that ends soon: nobody but people can replace it, and its clients need time. */
function clientCaRow(
  region: string,
  { listenerId, ca }: NonNullable<Bound["clientCas"]>[number],
  now: number,
): StuckRow[] {
  const { id: certificateId, name, daysLeft } = ca;
  if (daysLeft === null || daysLeft > CA_ALARM_DAYS) return [];
  const [warning = ""] = caWarning(ca, now);
  const because = `${warning} replaceCaCertificate puts another in its place, which its clients must have before`;
  return [stuckRow({ region, listenerId, certificateId, names: [name], daysLeft, because, execution: "" }, true)];
}

/** The first of the days on which people are reminded. */
const CA_ALARM_DAYS = 30;

function unreadRow(region: string, { listenerId, because }: Unread): StuckRow {
  const row = { region, listenerId, certificateId: "", names: [], daysLeft: 0, execution: "" };
  return {
    ...stuckRow({ ...row, because: `what it holds cannot be read: ${because}`.slice(0, 300) }, false),
    isUnread: true,
  };
}

/** What is due, and rows for what nobody could look for a successor of. */
async function dueOf(
  fleet: Fleet,
  region: string,
  bindings: Binding[],
  rows: ListedRow[],
  { share, windows }: RenewalRules,
  now: number,
): Promise<{ due: Candidate[]; unsought: StuckRow[] }> {
  const window = windowState(windows, now);
  const isOpen = mayBegin(windows, now, ROTATION_MS);
  const timingRules = { now, share, window: { ...window, isOpen } };
  const successors = new Map<string, Found | AlbflowError>();
  const due: Candidate[] = [];
  const unsought: StuckRow[] = [];
  for (const { listenerId, isDefault, certificate } of bindings) {
    if (isUnknown(certificate)) continue;
    const asked = fleet.suggested(region, certificate);
    const suggested = asked === undefined ? undefined : await orNothing(asked);
    const timing = timingOf(certificate, timingRules, suggested);
    if (!timing.due) continue;
    const row = rows.find(({ id }) => id === listenerId);
    const policyId = row?.policyId ?? "";
    const asking = `${certificate.id} ${policyId}`;
    const successor = successors.get(asking) ?? (await orError(fleet.successor(region, certificate, policyId)));
    successors.set(asking, successor);
    const companions =
      row?.protocol === "QUIC" ? await orError(fleet.companions(region, row.loadBalancerId)) : undefined;
    const error = [successor, companions].find((one) => one instanceof AlbflowError);
    if (error instanceof AlbflowError || successor instanceof AlbflowError || companions instanceof AlbflowError) {
      const because = `what could follow it cannot be read: ${error instanceof AlbflowError ? error.message : ""}`;
      unsought.push({
        ...stuckRow(rowOf({ region, listenerId, certificate }, now, { because }), false),
        isUnread: true,
      });
      continue;
    }
    const { obstacle = "", state = "" } = row ?? {};
    const of = companions === undefined ? {} : { companions };
    due.push({ listenerId, isDefault, certificate, timing, successor, obstacle, state, ...of });
  }
  return { due, unsought };
}

/** One for which nothing can be looked up costs itself. */
async function orError<Answer>(asked: Promise<Answer>): Promise<Answer | AlbflowError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AlbflowError) return error;
    throw error;
  }
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

/** Starts what was decided. Undefined when that is done; why it was refused, or nothing when it may pass by itself. */
async function start(
  fleet: Fleet,
  region: string,
  { candidate, course }: Decided,
  { key }: RenewalRules,
): Promise<string | undefined> {
  const { listenerId, certificate } = candidate;
  try {
    if (course.kind === "rotate") {
      const { name, successorId, isUnseen, situation } = course;
      const seen = isUnseen ? { verification: { acceptUnreachable: true as const } } : {};
      const input = { listenerId, certificateId: certificate.id, successorId, ...seen };
      await fleet.rotate(region, name, signedInput(key, "rotate", name, input, situation));
    }
    if (course.kind === "order" && course.isNew) {
      await fleet.order(course.name, signedInput(key, "order", course.name, { certificateId: certificate.id }, ""));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return isTransient(error) ? "" : `it could not be started: ${error.message}`;
  }
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
function told(
  before: RenewalReport,
  region: string,
  decided: Decided[],
  { isAgain, now, rules }: { isAgain: boolean; now: number; rules: RenewalRules },
): RenewalReport {
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
        held.push(
          stuckRow(
            row(course.because, course.name),
            course.isFinal || course.failures >= AGAIN_AND_AGAIN || isAlarming(candidate, rules, now),
          ),
        );
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

/** So many attempts that came to nothing are told to people, however much time is left. */
const AGAIN_AND_AGAIN = 2;

function isAlarming({ certificate, timing }: Candidate, { share }: RenewalRules, now: number): boolean {
  return timing.isUrgent || now >= alarmAt(certificate, share);
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
  if (!isAgain) {
    // What lies beyond has its turn first next time.
    const reached = round.report.reached ?? placeIn(round);
    return nextRegion({ ...left, report: { ...left.report, reached } });
  }
  return { ...left, again: round.again.filter((one) => !one.startsWith(`${region} `)) };
}
