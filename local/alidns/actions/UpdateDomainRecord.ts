import type { AlidnsAction } from "../call.ts";
import { checkRecord } from "../checkRecord.ts";
import { recordOf } from "../lookups.ts";
import type { RecordRow } from "../rows.ts";

interface Parameters {
  RecordId: string;
  RR: string;
  Type: string;
  Value: string;
  TTL?: number;
  Priority?: number;
  Line?: string;
}

/** Changes a record, at once; status and remark stay. A call that changes nothing is refused, as the service does. */
export const updateDomainRecord: AlidnsAction<Parameters> = (state, { RecordId, RR, ...sent }, call) => {
  const before = recordOf(state, RecordId, call);
  const { Priority, ...rest } = before;
  const priority = sent.Priority ?? (sent.Type === "MX" ? Priority : undefined);
  const record: RecordRow = {
    ...rest,
    RR: RR.toLowerCase(),
    Type: sent.Type,
    Value: sent.Value,
    TTL: sent.TTL ?? before.TTL,
    Line: sent.Line ?? before.Line,
    ...(priority === undefined ? {} : { Priority: priority }),
    UpdateTimestamp: call.now,
  };
  const isSame = (["RR", "Type", "Value", "TTL", "Line", "Priority"] as const).every(
    (name) => record[name] === before[name],
  );
  if (isSame) throw call.error("DomainRecordDuplicate");
  checkRecord(state, record, call);
  state.records.put(record);
  return { RecordId };
};
