import { Cron } from "croner";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";

/** What is wrong with a timer's expression (functionCompute.md §4); undefined when Function Compute would take it. */
export function cronProblem(expression: string): Reason | undefined {
  if (expression.startsWith("@")) {
    return /^@every [1-9]\d*[mh]$/.test(expression) ? undefined : reason("cron-no-interval", { expression });
  }
  const [, zone, fields = expression] = /^CRON_TZ=(\S+) (.*)$/.exec(expression) ?? [];
  if (fields.trim().split(/\s+/).length !== 6) return reason("cron-fields-missing", { fields });
  if (!/^\d{1,2}$/.test(fields.trim().split(/\s+/)[0] ?? "")) {
    return reason("cron-second-open", { fields });
  }
  try {
    // Alibaba's own examples use `0/5` (libraries.md §4).
    const cron = new Cron(fields, { timezone: zone ?? "UTC", sloppyRanges: true, mode: "6-part", paused: true });
    return cron.nextRun(new Date(0)) === null ? reason("cron-never-due", { fields }) : undefined;
  } catch (error) {
    return reason("cron-unreadable", { expression, error: error instanceof Error ? error.message : String(error) });
  }
}
