import { cliMessage } from "../../deployment/language.ts";
import { tableLines } from "../table.ts";
import type { ProbedQuestion } from "./runProbes.ts";
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
  findings: ProbedQuestion[];
}

export function summaryOf(findings: ProbedQuestion[], ms: number): Summary {
  return {
    probes: findings.length,
    settled: findings.filter(({ found }) => found !== undefined).length,
    contradictions: findings.filter(({ agrees }) => agrees === false).length,
    seconds: Math.round(ms / 100) / 10,
  };
}

/** One line for each question: number, assumed, found, agrees. */
export function findingLines(findings: ProbedQuestion[]): string[] {
  const rows = findings.map(({ number, question, assumed, found, unprobed, agrees }) => [
    number,
    question,
    assumed,
    found ?? (unprobed === undefined ? "" : cliMessage("field-unprobed", { why: unprobed })),
    agrees === undefined ? "?" : agrees ? "yes" : "NO",
  ]);
  return tableLines([["number", "question", "assumed", "found", "agrees"], ...rows]);
}

/** The text of `fieldtest.json`. Whatever came from the cloud tells nothing of whose account it was. */
export function reportText(report: Report): string {
  const reported = report.findings.map(({ found, ...finding }) => ({
    ...finding,
    ...(found === undefined ? {} : { found: withoutTraces(found) }),
  }));
  return `${JSON.stringify({ ...report, findings: reported }, undefined, 2)}\n`;
}
