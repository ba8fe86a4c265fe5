import { isUnknown, numericId } from "../../core/certificates/certificate.ts";
import { AlbflowError, isSilenceOfAlb, isTransient } from "../../platform/errors.ts";
import { readRegionName, regionName } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
import { bindingKey, countedRotations, openAttemptIndex } from "./attemptIndex.ts";
import { type Attempt, signedInput } from "./attempts.ts";
import { type Decided, decideAll } from "./decideAll.ts";
import { dueOf } from "./dueOf.ts";
import type { Binding, Fleet, ListedRow, Unavailable } from "./fleet.ts";
import type { MaintenanceWindow } from "./maintenanceWindow.ts";
import type { Limits, RenewalCandidate, RenewalDecision } from "./renewalDecision.ts";
import {
  type RenewalReport,
  rowOf,
  type StuckRow,
  settled,
  type UnavailableRegion,
  withoutRows,
  withRows,
} from "./report.ts";
import { clientCaRow, isAlarming, reportDecisions, stuckRow, unavailableRow, unknownRow } from "./reportDecisions.ts";
import {
  afterListing,
  afterPage,
  goOn,
  isListed,
  nextAgain,
  nextPage,
  nextRegion,
  type RenewalRound,
  reachedIn,
  withoutAccount,
  withSilence,
} from "./round.ts";

/** How whoever deploys wants a fleet to be renewed. */
export interface RenewalSettings extends Omit<Limits, "mayOrder" | "key" | "elsewhere"> {
  windows: MaintenanceWindow[];
}

/** How a fleet is to be renewed. */
export interface RenewalRules extends RenewalSettings, Pick<Limits, "key"> {}

/**
 * One step of a round: looks at a page of listeners, or again at some that were busy, starts what may be started, and says
 * how it goes on. May be repeated: what has been started is found by its name. Throws nothing that a region does: one that
 * cannot be read is tried again, and then reported.
 */
export async function advanceRound(
  fleet: Fleet,
  round: RenewalRound,
  rules: RenewalRules,
  now: () => number,
): Promise<RenewalRound> {
  try {
    notAsked(round);
    return goOn(await step(fleet, round, rules, now), now());
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return goOn(afterFailure(round, error), now());
  }
}

/** Tries at the same page before the region is given up; one where it has not answered in another account already. */
const TRIES = 3;
/** A region that does not answer in so many accounts is not asked in any other: each would take the round half a minute and more. */
const SILENT_ACCOUNTS = 2;
const DAY_MS = 86_400_000;

/** Throws `AlbflowError` where the region of the next page has not answered in other accounts. */
function notAsked(round: RenewalRound): void {
  if (isListed(round) || round.token !== "") return;
  const { region } = readRegionName(nextPage(round).region);
  const accounts = round.silent?.[region] ?? 0;
  if (accounts >= SILENT_ACCOUNTS) throw new AlbflowError("Failed", reason("region-not-asked", { region, accounts }));
}

async function step(fleet: Fleet, round: RenewalRound, rules: RenewalRules, now: () => number): Promise<RenewalRound> {
  if (isListed(round)) {
    const { region, listenerIds } = nextAgain(round);
    const rows = await fleet.listed(region, listenerIds);
    return readPage(fleet, round, rules, { region, listenerIds, rows, isAgain: true }, now);
  }
  const { region, after, until } = nextPage(round);
  const { rows: listed, next } = await fleet.listeners(region, round.token, after);
  const end = until === undefined ? -1 : listed.findIndex(({ id }) => id === until);
  const rows = end < 0 ? listed : listed.slice(0, end + 1);
  const listenerIds = rows.map(({ id }) => id);
  const afterRead = await readPage(fleet, round, rules, { region, listenerIds, rows, isAgain: false }, now);
  return afterPage(afterRead, end < 0 ? next : "", listenerIds.at(-1));
}

/** Some listeners of a region that are looked at. */
interface PageToRead {
  region: string;
  listenerIds: string[];
  /** Those of them that are still there. */
  rows: ListedRow[];
  isAgain: boolean;
}

async function readPage(
  fleet: Fleet,
  round: RenewalRound,
  rules: RenewalRules,
  { region, listenerIds, rows, isAgain }: PageToRead,
  clock: () => number,
): Promise<RenewalRound> {
  const {
    bindings,
    unavailable,
    clientCas = [],
  } = await fleet.bindings(
    region,
    rows.map(({ id }) => id),
  );
  // Reading a page takes a minute or two.
  const now = clock();
  const isHome = fleet.home === undefined || fleet.home === region;
  // An order would have to be proven and kept by another account's own means (docs/decisions/one-deployment-many-places.md).
  const mayOrder = fleet.mayOrder && readRegionName(region).account === undefined;
  const indexed = isAgain ? round.report.indexed : await indexPage(fleet, round, region, rows, bindings, unavailable);
  const read = indexed === undefined ? round : { ...round, report: { ...round.report, indexed } };
  const { due, unsought } = await dueOf(fleet, region, bindings, rows, rules, now);
  const stuck = [
    ...bindings.filter(({ certificate }) => isUnknown(certificate)).map((binding) => unknownRow(region, binding, now)),
    ...unsought,
    ...unavailable.map((one) => unavailableRow(region, one)),
    ...clientCas.flatMap((one) => clientCaRow(region, one, now)),
  ];
  // As on most pages of most rounds.
  if (due.length === 0 && !isAgain) {
    const report = withRows(countedIn(read, region, listenerIds, bindings), "notRenewable", stuck);
    return afterListing({ ...read, report }, region, listenerIds, []);
  }
  const attempts = await fleet.attempts(region, round.startedAt - DAY_MS, due);
  const elsewhere = fleet.runningElsewhere(region);
  const limits: Limits = { mayOrder, elsewhere, region: isHome ? "" : region, ...rules };
  const failures = await fleet.failures(region, worthKnowing(attempts, due, now));
  const attemptIndex = openAttemptIndex(attempts, limits, now, failures);
  const stopped = attemptIndex.usedUp ?? read.report.stopped;
  const decided: Decided[] = [];
  const refused: StuckRow[] = [];
  for (const one of decideAll(due, attemptIndex, limits, now)) {
    const why = await start(fleet, region, one, rules);
    if (why === undefined) decided.push(one);
    else if (why.code === "rotation-not-yet-started")
      decided.push({ ...one, decision: { kind: "later", reason: why, name: "" } });
    else {
      const row = rowOf({ region, ...one.candidate }, now, { reason: why });
      refused.push(stuckRow(row, isAlarming(one.candidate, rules, now)));
    }
  }

  const counted = isAgain
    ? withoutRows(read.report, region, listenerIds)
    : countedIn(read, region, listenerIds, bindings);
  const report = reportDecisions(settled(counted, attemptIndex.byName), region, decided, {
    isAgain: isAgain || round.isRepeat === true,
    now,
    rules,
  });
  const complete = withRows(withRows(report, "notRenewable", stuck), "held", refused);
  const busy = [
    ...decided.filter(({ decision }) => isBusy(decision)).map(({ candidate }) => candidate.listenerId),
    // It may hold the successor already, and go back.
    ...attemptIndex.runningRotations.map(({ listenerId }) => listenerId).filter((id) => listenerIds.includes(id)),
  ];
  return afterListing({ ...read, report: { ...complete, stopped } }, region, listenerIds, busy);
}

/** Keeps which domains a page's listeners serve. What cannot be kept is counted, and keeps nothing else back. */
async function indexPage(
  { index }: Fleet,
  { name, report: { indexed = { kept: 0, incomplete: 0 } } }: RenewalRound,
  region: string,
  rows: ListedRow[],
  bindings: Binding[],
  unavailable: Unavailable[],
): Promise<RenewalReport["indexed"]> {
  if (index === undefined) return undefined;
  const namesOf = new Map<string, string[]>();
  const incomplete = new Set(unavailable.map(({ listenerId }) => listenerId));
  for (const { listenerId, certificate } of bindings) {
    if (isUnknown(certificate)) incomplete.add(listenerId);
    const { names, addresses } = certificate;
    namesOf.set(listenerId, [...new Set([...(namesOf.get(listenerId) ?? []), ...names, ...addresses])]);
  }
  const listeners = rows.map(({ id }) => ({ listenerId: id, names: namesOf.get(id) ?? [] }));
  try {
    await index(name, region, listeners);
    return { kept: indexed.kept + listeners.length, incomplete: indexed.incomplete + incomplete.size };
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return { ...indexed, incomplete: indexed.incomplete + listeners.length };
  }
}

/** Those attempts of which it matters how they failed: of what is due now, and of the last hours. */
function worthKnowing(attempts: Attempt[], due: RenewalCandidate[], now: number): Attempt[] {
  const failed = attempts.filter(({ kind, status }) => kind === "rotate" && status === "failed");
  if (failed.length === 0) return failed;
  const places = new Set(due.map(({ listenerId, certificate }) => bindingKey(listenerId, numericId(certificate.id))));
  const certificates = new Set(due.map(({ certificate }) => numericId(certificate.id)));
  const counted = new Set(countedRotations(attempts, now));
  const latest = new Map<string, Attempt>();
  for (const one of failed) {
    const isOfGroup = certificates.has(one.certificate) && one.startedAt > now - DAY_MS;
    if (!counted.has(one) && !isOfGroup && !places.has(bindingKey(one.listenerId, one.certificate))) continue;
    const key =
      counted.has(one) || isOfGroup ? one.name : `${bindingKey(one.listenerId, one.certificate)} ${one.successor}`;
    const known = latest.get(key);
    if (known === undefined || known.startedAt < one.startedAt) latest.set(key, one);
  }
  return [...latest.values()];
}

/** Starts what was decided. Undefined when that is done; else why not, `rotation-not-yet-started` when it may pass by itself. */
async function start(
  fleet: Fleet,
  region: string,
  { candidate, decision }: Decided,
  { key }: RenewalRules,
): Promise<Reason | undefined> {
  const { listenerId, certificate } = candidate;
  try {
    if (decision.kind === "rotate") {
      const { name, successorId, isUnseen, situation } = decision;
      const seen = isUnseen ? { verification: { acceptUnreachable: true as const } } : {};
      const input = { listenerId, certificateId: certificate.id, successorId, ...seen };
      await fleet.rotate(region, name, signedInput(key, "rotate", name, input, situation));
    }
    if (decision.kind === "order" && decision.isNew) {
      await fleet.order(decision.name, signedInput(key, "order", decision.name, { certificateId: certificate.id }, ""));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return reason(isTransient(error) ? "rotation-not-yet-started" : "rotation-not-started", { cause: error.reason });
  }
}

function isBusy({ kind }: RenewalDecision): boolean {
  return kind === "rotate" || kind === "order" || kind === "later";
}

/** What is read once more from the beginning was counted before. */
function countedIn(
  { report, isRepeat }: RenewalRound,
  region: string,
  listenerIds: string[],
  bindings: Binding[],
): RenewalReport {
  if (isRepeat === true) return report;
  const listeners = report.listeners + listenerIds.length;
  const counted = { ...report, listeners, bindings: report.bindings + bindings.length };
  const { account } = readRegionName(region);
  if (account === undefined) return counted;
  counted.accounts = { ...report.accounts, [account]: (report.accounts?.[account] ?? 0) + listenerIds.length };
  return counted;
}

/** A region that could not be read is tried again after a pause, and left in the end. */
function afterFailure(round: RenewalRound, error: AlbflowError): RenewalRound {
  const isAgain = isListed(round);
  const region = isAgain ? nextAgain(round).region : (round.regions[round.region] ?? "");
  const { account, region: named } = readRegionName(region);
  const tries = isSilenceOfAlb(error) && round.silent?.[named] !== undefined ? 1 : TRIES;
  if (isTransient(error) && round.tries + 1 < tries) return { ...round, tries: round.tries + 1 };
  // Then none of its regions lets anybody in: they are one row, and not looked at.
  const closed = error.reason.code === "account-closed" ? account : undefined;
  const isSame = (row: UnavailableRegion) =>
    closed === undefined ? regionName(row) === region : row.account === closed;
  const unavailable = [
    ...round.report.unavailable.filter((row) => !isSame(row)),
    {
      ...(closed === undefined ? readRegionName(region) : { account: closed, region: "*" }),
      reason: shortReason(error.reason, 300),
    },
  ];
  const counted = isSilenceOfAlb(error) && !isAgain ? withSilence(round, named) : round;
  const next = { ...counted, tries: 0, report: { ...round.report, unavailable } };
  const left = closed === undefined ? next : withoutAccount(next, closed);
  if (!isAgain) {
    // What lies beyond the page has its turn first next time; of a region that was not read at all nothing does.
    const here = reachedIn(round);
    const reached = round.report.reached ?? (here.listenerId === "" ? undefined : here);
    return nextRegion({ ...left, report: { ...left.report, ...(reached === undefined ? {} : { reached }) } });
  }
  return { ...left, again: round.again.filter((one) => !one.startsWith(`${region} `)) };
}
