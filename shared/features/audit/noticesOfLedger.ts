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
  const notice = (kind: Notice["kind"], key: string, title: string, sentences: string[]): Notice => ({
    key: `${kind}/audit/${key}/${last.to}`,
    kind,
    title,
    sentences,
    changes: [],
    ...(url === "" ? {} : { link: { label: "Open albflow", url } }),
    at,
  });
  return [
    notice("audit", "head", `Audit trail until ${last.to.slice(0, 10)}: ${chains} executions`, [
      `The head of the ledger is ${head}. Keep this message: \`albflow audit verify --head ${head}\` finds records that are removed after it.`,
      ...(closed.length === 0 ? [] : [`Closed because they were ended from outside: ${listed(closed)}.`]),
    ]),
    ...cutOff.map(({ chain, status, writes }) =>
      notice("failure", `cut-off/${chain}`, `${chain} was cut off before it could report`, [
        `CloudFlow ended it as ${status}. ${
          writes.length === 0
            ? "It had written nothing, so nothing was changed."
            : `It had written ${listed(writes)}; another execution has taken back what it could, or look at its listener.`
        } Start it again when it is still wanted.`,
      ]),
    ),
    ...(foreign.length === 0
      ? []
      : [
          notice(
            "escalation",
            "foreign",
            `${foreign.length} entries among the audit records were not written by albflow`,
            [
              `They are ${listed(foreign)}. They count for nothing. Find out who may write to the log store; \`albflow audit verify\` shows each of them.`,
            ],
          ),
        ]),
    ...(isNew
      ? [
          notice("escalation", "new", "The ledger of the audit trail begins anew", [
            `There are audit records since ${first.from.slice(0, 10)}, and no ledger. If keepLedger has run before, its records were removed: compare with the last head that you were told of.`,
          ]),
        ]
      : []),
  ];
}

function listed(names: string[]): string {
  const more = names.length - MOST;
  return `${names.slice(0, MOST).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const MOST = 10;
