import { z } from "zod";
import type { LogRange } from "../clients/pulledLogs.ts";
import { inShape } from "../events/shape.ts";

const logEvent = z.looseObject({
  source: z.looseObject({
    projectName: z.string().min(1),
    logstoreName: z.string().min(1),
    shardId: z.int().nonnegative(),
    beginCursor: z.string().min(1),
    endCursor: z.string().min(1),
  }),
});

/** Whether an event is that of a log trigger (alb.md §10.3). */
export function isLogEvent(event: unknown): boolean {
  if (typeof event !== "object" || event === null) return false;
  const { source } = event as { source?: unknown };
  return typeof source === "object" && source !== null && "beginCursor" in source;
}

/** What the event of a log trigger points at. Throws `AlbflowError` InvalidInput. */
export function logRangeOf(event: unknown): LogRange & { endCursor: string } {
  const { source } = inShape("The event of the log trigger", logEvent, event);
  const { projectName: project, logstoreName: logstore, shardId: shard, beginCursor, endCursor } = source;
  return { project, logstore, shard, beginCursor, endCursor };
}
