import type { RecordRow } from "./rows.ts";

/** A record as the lists show it. */
export function recordView({ RecordId, DomainName, RR, Type, Value, TTL, Priority, Line, Status, Remark }: RecordRow) {
  const remark = Remark === undefined ? {} : { Remark };
  const priority = Priority === undefined ? {} : { Priority };
  return { RecordId, DomainName, RR, Type, Value, TTL, ...priority, ...remark, Line, Status, Locked: false, Weight: 1 };
}
