import { type Certificate, isUnknown, labelsOf } from "../../core/certificates/certificate.ts";
import { readRegionName, regionName } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { reasonBytes, shortReason } from "../../platform/reasons/shortReason.ts";
import type { Attempt } from "./attempts.ts";

/** What a round of renewal found and did. Plain data of at most 50 KB: long lists keep the most urgent rows and say so. */
export interface RenewalReport {
  /** The execution that it is the report of. */
  round: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number;
  regions: number;
  listeners: number;
  /** Of these, those of each other account; absent where none of it was read. */
  accounts?: Record<string, number>;
  /** Certificates on listeners; one on three listeners counts three times. */
  bindings: number;
  /** Those that should be renewed by now. */
  due: number;
  rotations: RotationRow[];
  orders: OrderRow[];
  /** Could be done, and was not. */
  held: StuckRow[];
  /** Nothing can be done without a person. */
  notRenewable: StuckRow[];
  /** Whoever manages their listeners renews them; people are needed when little time is left. */
  renewedElsewhere: StuckRow[];
  /** Kept for a maintenance window. */
  waiting: { count: number; opensAt: number };
  /** Why no more rotations were started; null when they were. */
  stopped: Reason | null;
  /** Whether the round before had not stopped. */
  stoppedNow: boolean;
  /** Regions that could not be looked at, and why. */
  unavailable: UnavailableRegion[];
  /** Rows that did not fit, by list. */
  more: Partial<Record<RowList | "unavailable", number>>;
  /** What was left when the round's time was up: how many listeners the next one looks at. */
  left: number;
  /** Where the next round begins, as this one's time was up: after this listener of this region (`<account>/<region>` in another account). */
  reached?: { region: string; listenerId: string };
  apiCalls: number;
  /** Listeners whose domains were kept, and those of which something could not be read or kept; absent where no index is kept. */
  indexed?: { kept: number; incomplete: number };
}

/** A region that could not be looked at. */
export interface UnavailableRegion {
  /** Of another account; absent for the own one. */
  account?: string;
  /** `*` where the account as a whole does not let albflow in. */
  region: string;
  reason: Reason;
  /** The end of the first of the rounds in a row that could not read it; milliseconds since 1970. Not told of what goes on. */
  since?: number;
  /** Whether the time was up and the next round goes on there: then nothing is wrong. */
  goesOn?: boolean;
  /** The second round in a row could not read it. */
  needsPeople?: boolean;
  isNew?: boolean;
}

/** How a round ends. */
export interface RoundEnd {
  report: RenewalReport;
}

/** A certificate on a listener, and what is to be said about it. */
export interface Row {
  /** Of another account; absent for the own one. */
  account?: string;
  region: string;
  listenerId: string;
  certificateId: string;
  /** What it is known by; empty where nothing is known of it. */
  names: string[];
  /** 0 where nobody knows, because there are no names either. */
  daysLeft: number;
  /** Why it was not renewed, or failed, or was renewed in spite of something; null where there is nothing to say. */
  reason: Reason | null;
  /** The execution that tells more; empty when there is none. */
  execution: string;
}

/** A rotation that was started, or found under way. */
export interface RotationRow extends Row {
  successorId: string;
  outcome: Attempt["status"];
  isCanary: boolean;
}

/** A certificate that was not renewed. */
export interface StuckRow extends Row {
  /** Nothing can replace it, it was put off again and again, or too little time is left to wait. */
  needsPeople: boolean;
  /** It, or what its listener holds, could not be read; people are told when that is so in the next round, too. */
  isUnavailable?: boolean;
  /** Whether the round before did not tell it, or told more days by a reminder's step. */
  isNew: boolean;
}

/** An order for a successor. */
export interface OrderRow extends Row {
  outcome: Attempt["status"];
}

type RowList = "rotations" | "orders" | "held" | "notRenewable" | "renewedElsewhere";

export function emptyReport(round: string, startedAt: number): RenewalReport {
  return {
    round,
    startedAt,
    endedAt: startedAt,
    regions: 0,
    listeners: 0,
    bindings: 0,
    due: 0,
    rotations: [],
    orders: [],
    held: [],
    notRenewable: [],
    renewedElsewhere: [],
    waiting: { count: 0, opensAt: 0 },
    stopped: null,
    stoppedNow: false,
    unavailable: [],
    more: {},
    left: 0,
    apiCalls: 0,
  };
}

/** The row of a certificate on a listener. */
export function rowOf(
  place: { region: string; listenerId: string; certificate: Certificate },
  now: number,
  reported: { reason?: Reason | null; execution?: string } = {},
): Row {
  const { region, listenerId, certificate } = place;
  const { id: certificateId, notAfter } = certificate;
  const daysLeft = isUnknown(certificate) ? 0 : Math.round((notAfter - now) / DAY_MS);
  const { reason = null, execution = "" } = reported;
  return {
    listenerId,
    certificateId,
    names: shortened(labelsOf(certificate)),
    daysLeft,
    reason: reason === null ? null : shortReason(reason, 900),
    execution,
    ...readRegionName(region),
  };
}

function shortened(names: string[]): string[] {
  if (names.length <= 3 && names.every(({ length }) => length <= LONGEST_NAME)) return names;
  const short = names
    .slice(0, 3)
    .map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name));
  return names.length > 3 ? [...short, `+${names.length - 3}`] : short;
}

/** Puts rows into one of a report's lists: in place of what was said about the same thing before, the urgent ones first. */
export function withRows<List extends RowList>(
  report: RenewalReport,
  list: List,
  rows: RenewalReport[List][number][],
): RenewalReport {
  if (rows.length === 0) return report;
  const reported = new Map<string, RenewalReport[List][number]>();
  for (const row of report[list]) reported.set(keyOf(list, row), row);
  for (const row of rows) reported.set(keyOf(list, row), row);
  const sorted = [...reported.values()].sort((one, other) => one.daysLeft - other.daysLeft);
  const fitting = howMany(sorted, CAPACITY[list]);
  const left = sorted.length - fitting + (report.more[list] ?? 0);
  const more = left === 0 ? report.more : { ...report.more, [list]: left };
  const after = { ...report, more };
  after[list] = sorted.slice(0, fitting) as RenewalReport[List];
  return after;
}

/** Takes what is no longer so out of a report's lists of complaints. */
export function withoutRows(report: RenewalReport, region: string, listenerIds: string[]): RenewalReport {
  const stays = (row: Row) => regionName(row) !== region || !listenerIds.includes(row.listenerId);
  const [held, notRenewable, renewedElsewhere] = (["held", "notRenewable", "renewedElsewhere"] as const).map((list) =>
    report[list].filter(stays),
  ) as [StuckRow[], StuckRow[], StuckRow[]];
  return { ...report, held, notRenewable, renewedElsewhere };
}

/** Tells the outcome of what was running. */
export function settled(report: RenewalReport, attempts: Map<string, Attempt>): RenewalReport {
  if (attempts.size === 0) return report;
  const outcomeOf = (row: OrderRow) => attempts.get(row.execution)?.status ?? row.outcome;
  const isSettled = (row: OrderRow) => outcomeOf(row) === row.outcome;
  // As after most pages.
  if (report.rotations.every(isSettled) && report.orders.every(isSettled)) return report;
  const settle = <Kind extends OrderRow>(row: Kind): Kind =>
    isSettled(row) ? row : { ...row, outcome: outcomeOf(row) };
  return { ...report, rotations: report.rotations.map(settle), orders: report.orders.map(settle) };
}

const DAY_MS = 86_400_000;
const LONGEST_NAME = 80;
/** Both hold: a chat has space for so many, and a flow's state for so much (64 KiB, cloudflow.md §4). */
const CAPACITY: Record<RowList, { rows: number; bytes: number }> = {
  rotations: { rows: 50, bytes: 20_000 },
  orders: { rows: 20, bytes: 6_000 },
  held: { rows: 20, bytes: 7_000 },
  notRenewable: { rows: 30, bytes: 10_000 },
  renewedElsewhere: { rows: 10, bytes: 3_000 },
};
/** What a row's fields and ids take, beside what people have written. */
const ROW_BYTES = 350;

function howMany(sorted: Row[], { rows, bytes }: { rows: number; bytes: number }): number {
  let left = bytes;
  const most = Math.min(rows, sorted.length);
  for (let count = 0; count < most; count += 1) {
    left -= rowBytes(sorted[count] as Row);
    if (left < 0) return count;
  }
  return most;
}

/** What a row takes, measured once: nobody changes it once it is made. */
function rowBytes(row: Row): number {
  const known = measured.get(row);
  if (known !== undefined) return known;
  const { names, reason } = row;
  const written = names.reduce((sum, name) => sum + Buffer.byteLength(name) + 3, 0);
  const bytes = ROW_BYTES + (reason === null ? 4 : reasonBytes(reason)) + written;
  measured.set(row, bytes);
  return bytes;
}

const measured = new WeakMap<Row, number>();

/** What is started is told for each execution, complaints once for each certificate on a listener. */
function keyOf(list: RowList, row: Row): string {
  const { listenerId, certificateId, execution } = row;
  return list === "rotations" || list === "orders" ? execution : `${regionName(row)} ${listenerId} ${certificateId}`;
}
