import type { AlidnsAction } from "../call.ts";
import { recordOf } from "../lookups.ts";

/** What people note about a record; absent: nothing any more. */
export const updateDomainRecordRemark: AlidnsAction<{ RecordId: string; Remark?: string }> = (
  state,
  { RecordId, Remark },
  call,
) => {
  const { Remark: _, ...record } = recordOf(state, RecordId, call);
  state.records.put({ ...record, ...(Remark === undefined ? {} : { Remark }) });
  return {};
};
