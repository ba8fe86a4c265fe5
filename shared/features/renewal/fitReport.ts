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
  // What each list takes is kept up to date, so that no row is measured twice.
  const sizes = new Map(LISTS.map((name) => [name, jsonBytes(fitting[name])]));
  let size = jsonBytes(fitting);
  while (size > bytes) {
    const [list] = LISTS.filter((name) => fitting[name].length > 0).sort(
      (one, other) => (sizes.get(other) ?? 0) - (sizes.get(one) ?? 0),
    );
    if (list === undefined) return fitting;
    // Rows stand with the most urgent first.
    const rows = fitting[list].slice(0, -1);
    const more = { ...fitting.more, [list]: (fitting.more[list] ?? 0) + 1 };
    const freed = jsonBytes(fitting[list].at(-1)) + (rows.length > 0 ? COMMA_BYTES : 0);
    size += jsonBytes(more) - jsonBytes(fitting.more) - freed;
    sizes.set(list, (sizes.get(list) ?? 0) - freed);
    fitting = { ...fitting, [list]: rows, more };
  }
  return fitting;
}

const LISTS = ["rotations", "orders", "held", "notRenewable", "renewedElsewhere", "unavailable"] as const;

const COMMA_BYTES = 1;

/** Beside it stand the names of the function and the execution, and an error. */
export const STATE_BYTES = 44 * 1024;
