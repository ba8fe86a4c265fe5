import { defineReasons } from "../define.ts";

const chain = "albflow-stopListener/stop-1";
const changed = { en: "A record of the audit trail is not as it was written.", zh: "审计记录与写入时不一致。" };
const gone = { en: "A record of the audit trail that must be there is not there.", zh: "审计记录缺失。" };
const remark = {
  en: "`albflow audit verify` remarks something that is no fault.",
  zh: "`albflow audit verify` 的提示，并非问题。",
};
const summary = { en: "`albflow audit verify` has read the records.", zh: "`albflow audit verify` 已读取记录。" };
const days = { from: "2026-11-27T00:00:00.000Z", to: "2026-11-28T00:00:00.000Z" };

/** What `albflow audit verify` finds in the records. */
export const auditFindingReasons = defineReasons({
  "record-changed": { kind: "finding", params: { position: 2 }, cause: changed },
  "record-forged": { kind: "finding", params: { position: 2 }, cause: changed },
  "record-behind": { kind: "finding", params: { position: 2, before: 3 }, cause: changed },
  "record-not-following": { kind: "finding", params: { position: 3 }, cause: changed },
  "record-replaced": { kind: "finding", params: { chain, position: 3 }, cause: changed },
  "records-shapeless": { kind: "finding", params: { count: 1 }, cause: changed },
  "entry-shapeless": { kind: "finding", params: { entry: "albflow-stopListener/stop-1/2" }, cause: changed },
  "chain-miscounted": { kind: "finding", params: { calls: 4 }, cause: changed },
  "chain-unlisted": { kind: "finding", params: { chain }, cause: changed },
  "records-missing": { kind: "finding", params: { first: 2, last: 3 }, cause: gone },
  "record-lost": { kind: "finding", params: { chain, position: 3 }, cause: gone },
  "chain-lost": { kind: "finding", params: { chain }, cause: gone },
  "chain-unclosed": { kind: "finding", params: { position: 3 }, cause: gone },
  "execution-without-records": { kind: "finding", params: { chain, position: 7 }, cause: gone },
  "execution-records-missing": { kind: "finding", params: { chain }, cause: gone },
  "ledger-gap": { kind: "finding", params: days, cause: gone },
  "ledger-day-unbound": { kind: "finding", params: days, cause: gone },
  "ledger-head-missing": { kind: "finding", params: { head: "9f2c04d1a7b3" }, cause: gone },
  "report-pending": { kind: "notice", params: {}, cause: remark },
  "record-repeated": { kind: "notice", params: { position: 2, times: 2 }, cause: remark },
  "audit-summary": {
    kind: "result",
    params: { records: 12, chains: 3, since: "2026-11-21T00:00:00.000Z", executions: 2, isSealed: true },
    cause: summary,
  },
  "audit-head": { kind: "result", params: { head: "9f2c04d1a7b3" }, cause: summary },
  "audit-clean": { kind: "result", params: {}, cause: summary },
  "audit-faults": { kind: "finding", params: { faults: 2 }, cause: changed },
});
