import { numericId } from "../../core/certificates/certificate.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { admit, type Decided } from "./admit.ts";
import { type Attempt, signedInput } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import { dueOf } from "./dueOf.ts";
import type { Binding, Fleet, ListedRow } from "./fleet.ts";
import { countedRotations, openLedger, placeOf } from "./ledger.ts";
import type { MaintenanceWindow } from "./maintenanceWindow.ts";
import { type RenewalReport, rowOf, type StuckRow, settled, withoutRows, withRows } from "./report.ts";
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
import { clientCaRow, isAlarming, stuckRow, tellDecisions, unknownRow, unreadRow } from "./tellDecisions.ts";

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
  const report = tellDecisions(settled(counted, ledger.byName), region, decided, { isAgain, now, rules });
  const stuck = [
    ...bindings.flatMap((binding) => unknownRow(region, binding, now)),
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
