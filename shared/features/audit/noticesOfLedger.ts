import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "../notify/notice.ts";

/** What the ledger has bound, as people are told. */
interface LedgerSummary {
  windows: { from: string; to: string; chains: number; closed: string[] }[];
  head: string;
  foreign: string[];
  cutOff: CutOff[];
}

/** An execution that CloudFlow has ended before it could report. */
export interface CutOff {
  chain: string;
  /** As CloudFlow says how. */
  status: string;
  /** The actions of its writes, in order. */
  writes: string[];
}

/**
 * What people are told of the audit trail once a day: its head, which whoever can change the log cannot change in their
 * chats and mails; and what needs a person: entries that albflow has not made, and a ledger that had to begin anew.
 * `at`: milliseconds since 1970. Nothing while nothing was bound. Pure.
 */
export function noticesOfLedger(
  { windows, head, foreign, cutOff }: LedgerSummary,
  { at, isNew, url }: { at: number; isNew: boolean; url: string },
): Notice[] {
  const [first, last] = [windows.at(0), windows.at(-1)];
  if (first === undefined || last === undefined) return [];
  const chains = windows.reduce((sum, window) => sum + window.chains, 0);
  const closed = windows.flatMap((window) => window.closed);
  const notice = (kind: Notice["kind"], key: string, title: Reason, sentences: Reason[]): Notice => ({
    key: `${kind}/audit/${key}/${last.to}`,
    kind,
    title,
    sentences,
    changes: [],
    ...(url === "" ? {} : { link: { label: reason("see-albflow"), url } }),
    at,
  });
  return [
    notice("audit", "head", reason("ledger-bound", { until: last.to.slice(0, 10), executions: chains }), [
      reason("ledger-head-told", { head }),
      ...(closed.length === 0 ? [] : [reason("ledger-closed-chains", { chains: closed })]),
    ]),
    ...cutOff.map(({ chain, status, writes }) =>
      notice("failure", `cut-off/${chain}`, reason("execution-cut-off", { chain }), [
        reason("execution-cut-off-after", { status, writes }),
      ]),
    ),
    ...(foreign.length === 0
      ? []
      : [
          notice("escalation", "foreign", reason("foreign-audit-records", { count: foreign.length }), [
            reason("foreign-audit-records-are", { names: foreign }),
          ]),
        ]),
    ...(isNew
      ? [
          notice("escalation", "new", reason("ledger-began-anew"), [
            reason("ledger-began-anew-since", { since: first.from.slice(0, 10) }),
          ]),
        ]
      : []),
  ];
}
