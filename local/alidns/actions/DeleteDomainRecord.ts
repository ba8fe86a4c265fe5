import type { AlidnsAction } from "../call.ts";
import { recordOf } from "../lookups.ts";

/** Deletes a record; from then on no name server tells it. */
export const deleteDomainRecord: AlidnsAction<{ RecordId: string }> = (state, { RecordId }, call) => {
  state.records.delete(recordOf(state, RecordId, call).RecordId);
  return { RecordId };
};
