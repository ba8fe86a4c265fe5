import type { LogsClient } from "../../platform/clients/logs.ts";

/** How an operation has ended, as its report stands in the deployment's logstore. */
export interface ReportedEnd {
  /** Milliseconds since 1970, to a second. */
  at: number;
  operation: string;
  state: string;
  /** Codes of the last reason and of its cause; empty where there is none. */
  code: string;
  cause: string;
  /** What of albflow has started it, by its own signature: `renewal`; empty for people and machines. */
  part: string;
  apiCalls: number;
  throttled: number;
  elapsedMs: number;
}

/** What figures look back on. */
export const WINDOW_HOURS = 24;

/** What the error budget counts (docs/operations, renewCertificates). */
export const BUDGET_HOURS = 6;

/** The topic of reports in their logstore. */
export const REPORT_TOPIC = "albflow_report";

/**
 * The reports between two times (ms since 1970), the latest `MOST_REPORTS` at most. Throws `AlbflowError`. Simple Log Service
 * tells a hundred a call, the oldest first.
 */
export async function reportedEnds(
  log: LogsClient,
  { project, logstore }: { project: string; logstore: string },
  { from, to }: { from: number; to: number },
): Promise<{ ended: ReportedEnd[]; isCut: boolean }> {
  const query = `__topic__: ${REPORT_TOPIC}`;
  const ended: ReportedEnd[] = [];
  const total = await log.count(project, logstore, { from, to, query });
  const first = Math.max(0, total - MOST_REPORTS);
  for (let page = PAGE; page === PAGE && ended.length < MOST_REPORTS; ) {
    const entries = await log.read(project, logstore, { from, to, query, offset: first + ended.length });
    ended.push(...entries.map((entry) => endIn(entry as Record<string, string>)));
    page = entries.length;
  }
  return { ended, isCut: first > 0 };
}

const PAGE = 100;
const MOST_REPORTS = 3_000;

/** Reports of an earlier version lack fields. */
function endIn(entry: Record<string, string>): ReportedEnd {
  const { operation = "", state = "", code = "", part = "" } = entry;
  const number = (text: string | undefined) => Number(text ?? 0) || 0;
  return {
    at: number(entry.__time__) * 1000,
    operation,
    state,
    code,
    cause: codeIn(entry.cause),
    part,
    apiCalls: number(entry.apiCalls),
    throttled: number(entry.throttled),
    elapsedMs: number(entry.elapsedMs),
  };
}

function codeIn(text = "null"): string {
  try {
    const { code } = (JSON.parse(text) ?? {}) as { code?: unknown };
    return typeof code === "string" ? code : "";
  } catch {
    return "";
  }
}
