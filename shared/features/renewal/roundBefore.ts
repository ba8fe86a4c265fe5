import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { regionName } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { reminderOf } from "../notify/groupNotices.ts";
import type { RenewalReport, RoundEnd, Row, StuckRow, UnavailableRegion } from "./report.ts";

/**
 * Marks what is new in a report, so that people are reminded at 30, 14, 7, 3, 1 and 0 days and not every hour: what the
 * round before has told is read from its execution, as nothing else is kept
 * (docs/decisions/notices-have-no-memory.md). Where it cannot be read, everything is new.
 *
 * What could not be read may be read an hour later. It is told when it is the second round in a row, and then once a day.
 */
export async function markNew(report: RenewalReport, cloudFlow: CloudFlowClient, flow: string): Promise<RenewalReport> {
  const before = await reportBefore(report.round, cloudFlow, flow);
  const reported = new Set(stuckIn(before).map(reminderKey));
  const wasUnavailable = new Map(
    rowsIn(before).flatMap((row) => (row.isUnavailable ? [[bindingKey(row), row.needsPeople]] : [])),
  );
  const isAnotherDay = before !== undefined && dayOf(before.endedAt) !== dayOf(report.endedAt);
  const again = (needed: boolean | undefined) =>
    needed === undefined ? { needsPeople: false, isNew: false } : { needsPeople: true, isNew: !needed || isAnotherDay };
  const marked = (row: StuckRow): StuckRow =>
    row.isUnavailable
      ? { ...row, ...again(wasUnavailable.get(bindingKey(row))) }
      : { ...row, isNew: row.needsPeople && !reported.has(reminderKey(row)) };
  const since = (earlier: UnavailableRegion | undefined) => ({
    ...again(earlier === undefined ? undefined : (earlier.needsPeople ?? false)),
    since: earlier?.since ?? (earlier === undefined ? report.endedAt : (before?.endedAt ?? report.endedAt)),
  });
  const regionsBefore = new Map(
    (before?.unavailable ?? []).flatMap((row) => (row.goesOn ? [] : [[regionName(row), row]])),
  );
  const markedRegion = (row: UnavailableRegion): UnavailableRegion =>
    row.goesOn ? row : { ...row, ...since(regionsBefore.get(regionName(row))) };
  return {
    ...report,
    stoppedNow: report.stopped !== null && isNewStop(report.stopped, before?.stopped ?? null),
    unavailable: report.unavailable.map(markedRegion),
    held: report.held.map(marked),
    notRenewable: report.notRenewable.map(marked),
    renewedElsewhere: report.renewedElsewhere.map(marked),
  };
}

/** Another wrong setting is new; the budget is told once, whatever has failed since. */
function isNewStop(stopped: Reason, before: Reason | null): boolean {
  const isOther = JSON.stringify(stopped) !== JSON.stringify(before);
  return before === null || (stopped.code === "renewal-settings-invalid" && isOther);
}

/** What it is a reminder of, and of which of the days. */
export function reminderKey(row: Row): string {
  return `${bindingKey(row)} ${reminderOf(row.daysLeft) ?? ""}`;
}

/** A round that was missed, or given up, has told nothing: then the one before it has. */
export async function reportBefore(
  round: string,
  cloudFlow: CloudFlowClient,
  flow: string,
): Promise<RenewalReport | undefined> {
  try {
    const rounds = await cloudFlow.list(flow, "round-", MOST_ROUNDS);
    const earlier = rounds.filter(({ Name, Status }) => Status === "Succeeded" && !Name.startsWith(round));
    for (const { Name } of earlier) {
      const { Output } = await cloudFlow.describe(flow, Name);
      const { report } = JSON.parse(Output) as Partial<RoundEnd>;
      if (report !== undefined) return report;
    }
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
  }
  return undefined;
}

function rowsIn(report: RenewalReport | undefined): StuckRow[] {
  // A report of an earlier version has no third list.
  return report === undefined ? [] : [...report.notRenewable, ...report.held, ...(report.renewedElsewhere ?? [])];
}

function stuckIn(report: RenewalReport | undefined): StuckRow[] {
  return rowsIn(report).filter(({ needsPeople }) => needsPeople);
}

function bindingKey(row: Row): string {
  const { listenerId, certificateId } = row;
  return `${regionName(row)} ${listenerId} ${certificateId}`;
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}

/** Half a day of them, and executions that others have taken over from. */
const MOST_ROUNDS = 15;
