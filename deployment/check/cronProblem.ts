import { Cron } from "croner";

/** What is wrong with a timer's expression (functionCompute.md §4); undefined when Function Compute would take it. */
export function cronProblem(expression: string): string | undefined {
  if (expression.startsWith("@")) {
    return /^@every [1-9]\d*[mh]$/.test(expression)
      ? undefined
      : `"${expression}" is no interval: @every <n>m or @every <n>h, a minute at least`;
  }
  const [, zone, fields = expression] = /^CRON_TZ=(\S+) (.*)$/.exec(expression) ?? [];
  if (fields.trim().split(/\s+/).length !== 6) return `"${fields}" must have six fields, seconds first`;
  if (!/^\d{1,2}$/.test(fields.trim().split(/\s+/)[0] ?? "")) {
    return `"${fields}" is due several times a minute; name one second`;
  }
  try {
    // Alibaba's own examples use `0/5` (libraries.md §4).
    const cron = new Cron(fields, { timezone: zone ?? "UTC", sloppyRanges: true, mode: "6-part", paused: true });
    return cron.nextRun(new Date(0)) === null ? `"${fields}" is never due` : undefined;
  } catch (error) {
    return `"${expression}" is no time: ${error instanceof Error ? error.message : String(error)}`;
  }
}
