import type { CloudFlowDoor } from "../clients/cloudFlow.ts";
import { AlbflowError } from "../errors.ts";
import { reminderOf } from "../notify/groupNotices.ts";
import type { RenewalReport, RoundEnd, Row, StuckRow } from "./report.ts";

/**
 * Marks what is news in a report, so that people are reminded at 30, 14, 7, 3, 1 and 0 days and not every hour: what the
 * round before has told is read from its execution, as nothing else is kept
 * (docs/decisions/notices-have-no-memory.md). Where it cannot be read, everything is news.
 */
export async function markNews(report: RenewalReport, cloudFlow: CloudFlowDoor, flow: string): Promise<RenewalReport> {
  const before = await reportBefore(report, cloudFlow, flow);
  const told = new Set(stuckIn(before).map(reminderKey));
  const marked = (row: StuckRow) => ({ ...row, isNews: row.needsPeople && !told.has(reminderKey(row)) });
  return {
    ...report,
    stoppedNow: report.stopped !== "" && (before?.stopped ?? "") === "",
    held: report.held.map(marked),
    notRenewable: report.notRenewable.map(marked),
  };
}

/** What it is a reminder of, and of which of the days. */
export function reminderKey({ region, listenerId, certificateId, daysLeft }: Row): string {
  return `${region} ${listenerId} ${certificateId} ${reminderOf(daysLeft) ?? ""}`;
}

function stuckIn(report: RenewalReport | undefined): StuckRow[] {
  return report === undefined ? [] : [...report.notRenewable, ...report.held].filter(({ needsPeople }) => needsPeople);
}

/** A round that was missed, or given up, has told nothing: then the one before it has. */
async function reportBefore(
  { round }: RenewalReport,
  cloudFlow: CloudFlowDoor,
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

/** Half a day of them, and executions that others have taken over from. */
const MOST_ROUNDS = 15;
