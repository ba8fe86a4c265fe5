import { Cron } from "croner";
import { refusals } from "./refusals.ts";

/** Says when a schedule is due next. */
interface CronTimes {
  /** The first time after this one, ms since 1970; undefined when there is none. */
  after(ms: number): number | undefined;
}

const ZONE = /^CRON_TZ=(\S+)\s+/;

/**
 * Reads a cron expression of six fields, seconds first, in UTC or in the zone of a leading `CRON_TZ=` (cloudflow.md
 * §8.1, A26). Throws `CloudError` InvalidArgument.
 */
export function parseCron(expression: string): CronTimes {
  const zone = ZONE.exec(expression);
  const pattern = expression.slice(zone?.[0].length ?? 0).trim();
  if (pattern.split(/\s+/).length !== 6) throw wrong(expression, "it needs six fields, seconds first");
  try {
    // The service's own examples use ranges such as 0/5, which croner takes only when told to be generous.
    const cron = new Cron(pattern, { timezone: zone?.[1] ?? "UTC", sloppyRanges: true, paused: true });
    cron.nextRun(new Date(0));
    return { after: (ms) => cron.nextRun(new Date(ms))?.getTime() };
  } catch (error) {
    throw wrong(expression, error instanceof Error ? error.message : String(error));
  }
}

function wrong(expression: string, why: string) {
  return refusals.invalidArgument(`CronExpression "${expression}" is invalid: ${why}.`);
}
