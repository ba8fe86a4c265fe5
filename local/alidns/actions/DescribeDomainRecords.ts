import type { AlidnsAction } from "../call.ts";
import { domainOf } from "../lookups.ts";
import { dnsPage } from "../paging.ts";
import { recordView } from "../recordView.ts";
import type { RecordRow } from "../rows.ts";

interface Parameters {
  DomainName: string;
  RRKeyWord?: string;
  TypeKeyWord?: string;
  ValueKeyWord?: string;
  KeyWord?: string;
  Type?: string;
  Line?: string;
  Status?: string;
  SearchMode?: "LIKE" | "EXACT" | "ADVANCED" | "COMBINATION";
  Direction?: "ASC" | "DESC";
  PageNumber?: number;
  PageSize?: number;
}

/** Lists the records of a domain, the newest first unless asked otherwise. */
export const describeDomainRecords: AlidnsAction<Parameters> = (state, parameters, call) => {
  const { DomainName } = domainOf(state, parameters.DomainName, call);
  const found = state.records.by("domain", DomainName).filter((record) => matches(record, parameters));
  const inOrder = parameters.Direction === "ASC" ? found : [...found].reverse();
  const { shown, ...page } = dnsPage(inOrder, parameters);
  const Record = shown.map((record) => {
    const { CreateTimestamp, UpdateTimestamp } = record;
    return { ...recordView(record), LbaStatus: false, CreateTimestamp, UpdateTimestamp };
  });
  return { ...page, DomainRecords: { Record } };
};

/** With a KeyWord, or the modes LIKE and EXACT, only the KeyWord counts; COMBINATION compares whole values. */
function matches(record: RecordRow, wanted: Parameters): boolean {
  const { KeyWord, SearchMode } = wanted;
  if (SearchMode === "EXACT") return KeyWord === undefined || same(KeyWord, record.RR) || same(KeyWord, record.Value);
  if (SearchMode === "LIKE" || (SearchMode === undefined && KeyWord !== undefined)) {
    return KeyWord === undefined || within(KeyWord, record.RR) || within(KeyWord, record.Value);
  }
  const compare = SearchMode === "COMBINATION" ? same : within;
  return (
    (wanted.RRKeyWord === undefined || compare(wanted.RRKeyWord, record.RR)) &&
    (wanted.ValueKeyWord === undefined || compare(wanted.ValueKeyWord, record.Value)) &&
    [wanted.Type, wanted.TypeKeyWord].every((type) => type === undefined || same(type, record.Type)) &&
    (wanted.Line === undefined || same(wanted.Line, record.Line)) &&
    (wanted.Status === undefined || same(wanted.Status, record.Status))
  );
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function within(part: string, whole: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}
