import { shortReason } from "../../platform/reasons/shortReason.ts";
import { jsonBytes } from "../../platform/shortened.ts";
import type { RenewalReport } from "./report.ts";
import type { RenewalRound } from "./round.ts";

/**
 * A round that a flow can carry: its state holds 64 KiB (cloudflow.md §4), and we stay below 48 whatever there is to tell.
 * Reasons why regions were not read are cut short first, then the least urgent rows are counted instead of told, those of regions
 * whose turn is next time first of all.
 */
export function fitRound(round: RenewalRound): RenewalRound {
  const { report, ...rest } = round;
  return { ...round, report: fitReport(report, STATE_BYTES - jsonBytes(rest)) };
}

/** A report of at most so many bytes. */
export function fitReport(report: RenewalReport, bytes: number): RenewalReport {
  if (jsonBytes(report) <= bytes) return report;
  let fitting: RenewalReport = {
    ...report,
    unavailable: [...report.unavailable]
      .sort((one, other) => Number(one.goesOn ?? false) - Number(other.goesOn ?? false))
      .map((row) => ({ ...row, reason: shortReason(row.reason, 150) })),
  };
  while (jsonBytes(fitting) > bytes) {
    const [list] = LISTS.filter((name) => fitting[name].length > 0).sort(
      (one, other) => jsonBytes(fitting[other]) - jsonBytes(fitting[one]),
    );
    if (list === undefined) return fitting;
    // Rows stand with the most urgent first.
    const more = { ...fitting.more, [list]: (fitting.more[list] ?? 0) + 1 };
    fitting = { ...fitting, [list]: fitting[list].slice(0, -1), more };
  }
  return fitting;
}

const LISTS = ["rotations", "orders", "held", "notRenewable", "renewedElsewhere", "unavailable"] as const;

/** Beside it stand the names of the function and the execution, and an error. */
export const STATE_BYTES = 44 * 1024;
