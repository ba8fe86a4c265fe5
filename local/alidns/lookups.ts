import type { AlidnsCall } from "./call.ts";
import { punyCodeOf } from "./punyCode.ts";
import type { AlidnsState, DomainRow, RecordRow } from "./rows.ts";

/**
 * The domain, or 400 `InvalidDomainName.NoExist`. It is asked for as DescribeDomains names it, in Unicode; whether the
 * service also takes punycode here is not documented, so this one does not.
 */
export function domainOf(state: AlidnsState, DomainName: string, call: AlidnsCall): DomainRow {
  const domain = state.domains.get(DomainName.toLowerCase());
  if (domain === undefined) throw call.error("InvalidDomainName.NoExist", DomainName);
  return domain;
}

/** The record, or 400 `DomainRecordNotBelongToUser`: the cloud tells a record that is gone like one of somebody else. */
export function recordOf(state: AlidnsState, RecordId: string, call: AlidnsCall): RecordRow {
  const record = state.records.get(RecordId);
  if (record === undefined) throw call.error("DomainRecordNotBelongToUser");
  return record;
}

/** The domain of this account that a name is in, written either way: the longest that fits. */
export function domainAround(state: AlidnsState, name: string): DomainRow | undefined {
  const labels = punyCodeOf(name).split(".");
  for (let first = 0; first < labels.length; first += 1) {
    const [domain] = state.domains.by("punyCode", labels.slice(first).join("."));
    if (domain !== undefined) return domain;
  }
  return undefined;
}
