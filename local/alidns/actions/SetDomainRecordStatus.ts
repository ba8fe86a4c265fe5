import type { AlidnsAction } from "../call.ts";
import { recordOf } from "../lookups.ts";

/** Lets the name servers tell a record, or stops them. */
export const setDomainRecordStatus: AlidnsAction<{ RecordId: string; Status: string }> = (
  state,
  { RecordId, Status: asked },
  call,
) => {
  // The SDK documents ENABLE and DISABLE, the vendor's own tools send Enable and Disable: both are taken.
  const Status = asked.toUpperCase() === "ENABLE" ? "ENABLE" : "DISABLE";
  const record = recordOf(state, RecordId, call);
  state.records.put({ ...record, Status, UpdateTimestamp: call.now });
  return { RecordId, Status: Status === "ENABLE" ? "Enable" : "Disable" };
};
