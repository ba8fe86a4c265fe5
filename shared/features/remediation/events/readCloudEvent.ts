import * as z from "zod";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { readActionTrail } from "./readActionTrail.ts";
import { inShape, momentIn } from "./shape.ts";

const envelope = z.looseObject({
  specversion: z.literal("1.0"),
  id: z.string().min(1).max(300),
  source: z.string().min(1).max(300),
  type: z.string().min(1).max(300),
  time: z.string(),
  data: z.looseObject({}),
});

/**
 * Reads an event of EventBridge (alb.md §11.1). Delivery is at least once, and source and id together are one event's;
 * `aliyunpublishtime` is not read, because it is no date. Throws `AlbflowError` InvalidInput.
 */
export function readCloudEvent(record: Record<string, unknown>): NormalizedEvent {
  const { id, source, type, time, data } = inShape("event", envelope, record);
  const at = momentIn("event", "time", time);
  // `alb:ActionTrail:ApiCall`, `slb:ActionTrail:ConsoleOperation`, `actiontrail:ActionTrail:ApiCall` (alb.md U11). The
  // event has an id of its own, which is the same where a trail delivers it to a logstore as well.
  if (/^[\w-]+:ActionTrail:\w+$/.test(type)) return readActionTrail(data);
  const eventId = `${source}/${id}`;
  const [, days] = /^[\w-]+:CloudMonitor:CertKeyExpired(\d{1,3})$/.exec(type) ?? [];
  if (days !== undefined) return { kind: "certificateExpiring", daysLeft: Number(days), eventId, at };
  throw new AlbflowError("InvalidInput", reason("event-unknown-type", { type }));
}
