import type { AlidnsAction } from "../call.ts";
import { domainOf, recordOf } from "../lookups.ts";
import { punyCodeOf } from "../punyCode.ts";
import { recordView } from "../recordView.ts";

/** One record, and the domain that it is of. */
export const describeDomainRecordInfo: AlidnsAction<{ RecordId: string }> = (state, { RecordId }, call) => {
  const record = recordOf(state, RecordId, call);
  const { Weight: _, ...view } = recordView(record);
  const { DomainId, DomainName } = domainOf(state, record.DomainName, call);
  return { ...view, DomainId, PunyCode: punyCodeOf(DomainName), GroupId: "", GroupName: "" };
};
