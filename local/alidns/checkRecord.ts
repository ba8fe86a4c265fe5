import type { AlidnsCall } from "./call.ts";
import { type AlidnsState, type RecordRow, recordNameOf } from "./rows.ts";

/** Throws when a record is no record, or cannot be beside the others of its name. */
export function checkRecord(state: AlidnsState, record: RecordRow, call: AlidnsCall): void {
  if (!/^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*)$/i.test(record.RR)) {
    throw call.error("InvalidParameter");
  }
  const beside = state.records
    .by("name", recordNameOf(record))
    .filter(({ Line, RecordId }) => Line === record.Line && RecordId !== record.RecordId);
  if (beside.some(({ Type, Value }) => Type === record.Type && Value === record.Value)) {
    throw call.error("DomainRecordDuplicate");
  }
  // RFC 1034 §3.6.2: where there is an alias, there is nothing else.
  if (beside.some(({ Type }) => Type === "CNAME" || record.Type === "CNAME")) throw call.error("DomainRecordConflict");
}
