import { Cron } from "croner";
import { CloudError } from "../../wire/cloudError.ts";

/** When a timer trigger fires next. */
interface Schedule {
  /** The first time after `after`, in ms since 1970; undefined when there is none. */
  next(after: number): number | undefined;
}

/** functionCompute.md A6 */
const SHORTEST_MS = 60_000;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads `@every 4m`, six fields with seconds first in UTC, or `CRON_TZ=Asia/Shanghai 0 0 4 * * *`
 * (functionCompute.md §4). `from` is when `@every` begins to count. Throws `CloudError` InvalidArgument.
 */
export function readSchedule(expression: string, from: number): Schedule {
  const schedule = expression.startsWith("@every ") ? everySchedule(expression, from) : cronSchedule(expression);
  const first = schedule.next(from);
  const second = first === undefined ? undefined : schedule.next(first);
  if (first !== undefined && second !== undefined && second - first < SHORTEST_MS) {
    throw invalid(expression, "it would fire more than once a minute");
  }
  return schedule;
}

function everySchedule(expression: string, from: number): Schedule {
  const parts = [...expression.slice("@every ".length).matchAll(/(\d+)(s|m|h)/g)];
  const written = parts.map(([text]) => text).join("");
  const interval = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0), 0);
  if (written !== expression.slice("@every ".length).trim() || interval === 0) {
    throw invalid(expression, "an interval is written like 90m or 1h30m");
  }
  return { next: (after) => from + (Math.floor((after - from) / interval) + 1) * interval };
}

function cronSchedule(expression: string): Schedule {
  const [, zone, fields] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(expression) ?? [];
  if (fields === undefined || fields.trim().split(/\s+/).length !== 6) {
    throw invalid(expression, "it needs six fields, seconds first");
  }
  try {
    // Alibaba's own examples write `0/5` for "every five", which is a sloppy range elsewhere.
    const cron = new Cron(fields.trim(), { timezone: zone ?? "UTC", sloppyRanges: true, mode: "6-part" });
    cron.nextRun(new Date(0));
    return { next: (after) => cron.nextRun(new Date(after))?.getTime() };
  } catch (error) {
    throw invalid(expression, error instanceof Error ? error.message : String(error));
  }
}

function invalid(expression: string, why: string): CloudError {
  return new CloudError(400, "InvalidArgument", `cronExpression '${expression}' is invalid: ${why}.`);
}
