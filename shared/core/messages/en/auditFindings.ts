import type { auditFindingReasons } from "../../../platform/reasons/topics/auditFindings.ts";
import type { Messages } from "../message.ts";

const next = "Find out who may write to the log store or remove from it, and compare with another copy of the records";

export const auditFindings: Messages<typeof auditFindingReasons> = {
  "record-changed": { message: ({ position }) => `Record ${position} was changed`, next },
  "record-forged": { message: ({ position }) => `Record ${position} was not made by albflow`, next },
  "record-behind": { message: ({ position, before }) => `Record ${position} stands behind record ${before}`, next },
  "record-not-following": {
    message: ({ position }) =>
      `Record ${position} does not follow the record that stands before it: one of them was changed`,
    next,
  },
  "record-replaced": {
    message: ({ chain, position }) => `Record ${position} of ${chain} is not the one that the ledger has seen`,
    next,
  },
  "records-shapeless": {
    message: ({ count: entries }, { count }) =>
      `${count(entries, "entry has", "entries have")} not the shape of a record`,
    next,
  },
  "entry-shapeless": { message: ({ entry }) => `The entry ${entry} is no record any more`, next },
  "chain-miscounted": { message: ({ calls }) => `The end of the chain counts ${calls} calls`, next },
  "chain-unlisted": {
    message: ({ chain }) => `${chain} says that it ended in a window whose ledger does not know it`,
    next,
  },
  "records-missing": {
    message: ({ first, last }) =>
      first === last ? `Record ${first} is missing` : `Records ${first} to ${last} are missing`,
    next,
  },
  "record-lost": { message: ({ chain, position }) => `The ledger has seen record ${position} of ${chain}`, next },
  "chain-lost": { message: ({ chain }) => `The ledger knows ${chain}, and none of its records is there`, next },
  "chain-unclosed": { message: ({ position }) => `The chain ends with record ${position}, without its end`, next },
  "execution-without-records": {
    message: ({ chain, position }) =>
      `CloudFlow knew the execution ${chain} when record ${position} of the ledger was written; it had no records`,
    next,
  },
  "execution-records-missing": {
    message: ({ chain }) => `CloudFlow knows ${chain}, and none of its records is there`,
    next,
  },
  "ledger-gap": { message: ({ from, to }) => `No record covers ${from} to ${to}`, next },
  "ledger-day-unbound": {
    message: ({ from, to }) =>
      `No record of the ledger covers ${from} to ${to}, when executions ended: the ledger is gone, or keepLedger has not run`,
    next,
  },
  "ledger-head-missing": {
    message: ({ head }) => `The ledger's record ${head.slice(0, 12)}…, which was told outside, is not there`,
    next,
  },
  "report-pending": "It ended without a report; keepLedger writes its records with the next record of the ledger",
  "record-repeated": ({ position, times }) => `Record ${position} was written ${times} times`,
  "audit-summary": ({ records, chains, since, executions, isSealed }, f) =>
    `${records} records in ${chains} chains since ${f.time(since)}, ${executions} executions; ${isSealed ? "their seals are ours" : "seals were not checked: ALBFLOW_SECRET is not set"}`,
  "audit-head": ({ head }) => `The head of the ledger is ${head}; compare it with the last one that you were told of`,
  "audit-clean": "Nothing is wrong with them",
  "audit-faults": { message: ({ faults }) => `Found to be wrong: ${faults}`, next },
};
