import { tableLines } from "../table.ts";
import type { Finding } from "./runProbes.ts";
import { withoutTraces } from "./withoutTraces.ts";

/** The last line of `--json`. */
interface Summary {
  /** Questions that were asked. */
  probes: number;
  /** Those that were answered. */
  settled: number;
  contradictions: number;
  seconds: number;
}

/** What is written down: `fieldtest.json`. */
export interface Report {
  /** The day, in UTC: `2026-11-28`. */
  date: string;
  region: string;
  summary: Summary;
  findings: Finding[];
}

export function summaryOf(findings: Finding[], ms: number): Summary {
  return {
    probes: findings.length,
    settled: findings.filter(({ found }) => found !== undefined).length,
    contradictions: findings.filter(({ agrees }) => agrees === false).length,
    seconds: Math.round(ms / 100) / 10,
  };
}

/** One line for each question: number, assumed, found, agrees. */
export function findingLines(findings: Finding[]): string[] {
  const rows = findings.map(({ number, question, assumed, found, unprobed, agrees }) => [
    number,
    question,
    assumed,
    found ?? `unprobed: ${unprobed}`,
    agrees === undefined ? "?" : agrees ? "yes" : "NO",
  ]);
  return tableLines([["number", "question", "assumed", "found", "agrees"], ...rows]);
}

/** The text of `fieldtest.json`. Whatever came from the cloud tells nothing of whose account it was. */
export function reportText(report: Report): string {
  const reported = report.findings.map(({ found, unprobed, ...finding }) => ({
    ...finding,
    ...(found === undefined ? {} : { found: withoutTraces(found) }),
    ...(unprobed === undefined ? {} : { unprobed: withoutTraces(unprobed) }),
  }));
  return `${JSON.stringify({ ...report, findings: reported }, undefined, 2)}\n`;
}
