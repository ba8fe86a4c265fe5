import type { AlidnsAction } from "../call.ts";
import { checkRecord } from "../checkRecord.ts";
import { domainOf } from "../lookups.ts";
import type { AlidnsState, RecordRow } from "../rows.ts";

interface Parameters {
  DomainName: string;
  RR: string;
  Type: string;
  Value: string;
  TTL?: number;
  Priority?: number;
  Line?: string;
}

/** Adds a record. The name servers tell it a little later. */
export const addDomainRecord: AlidnsAction<Parameters> = (state, { DomainName, RR, ...given }, call) => {
  const domain = domainOf(state, DomainName, call);
  const record: RecordRow = {
    RecordId: freeRecordId(state, call.random),
    DomainName: domain.DomainName,
    RR: RR.toLowerCase(),
    Type: given.Type,
    Value: given.Value,
    TTL: given.TTL ?? 600,
    ...(given.Priority === undefined ? {} : { Priority: given.Priority }),
    Line: given.Line ?? "default",
    Status: "ENABLE",
    CreateTimestamp: call.now,
    UpdateTimestamp: call.now,
    servedFrom: call.now + call.propagationMs,
  };
  checkRecord(state, record, call);
  if (state.records.by("domain", domain.DomainName).length >= call.recordQuota) {
    throw call.error("QuotaExceeded.Record");
  }
  state.records.put(record);
  return { RecordId: record.RecordId };
};

/** Eighteen digits that no record has. */
export function freeRecordId(state: AlidnsState, random: () => number): string {
  for (;;) {
    const id =
      String(1 + Math.floor(random() * 8)) + Array.from({ length: 17 }, () => Math.floor(random() * 10)).join("");
    if (state.records.get(id) === undefined) return id;
  }
}
