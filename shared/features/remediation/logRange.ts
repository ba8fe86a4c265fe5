import * as z from "zod";
import type { LogRange } from "../../platform/clients/pulledLogs.ts";
import { take } from "../../platform/takeInput.ts";

/** What a log trigger points at: its end is always known. */
export type EventRange = LogRange & { endCursor: string };

const logEvent = z.looseObject({
  source: z.looseObject({
    projectName: z.string().min(1).max(63),
    logstoreName: z.string().min(1).max(63),
    shardId: z.int().nonnegative(),
    beginCursor: z.string().min(1).max(200),
    endCursor: z.string().min(1).max(200),
  }),
});

/** What the event of a log trigger points at (alb.md §10.3); undefined for any other event. */
export function logRangeIn(event: unknown): EventRange | undefined {
  const { input } = take(logEvent, event);
  if (input === undefined) return undefined;
  const { projectName: project, logstoreName: logstore, shardId: shard, beginCursor, endCursor } = input.source;
  return { project, logstore, shard, beginCursor, endCursor };
}
