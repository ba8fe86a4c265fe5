import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type AuditRecord, append, type ChainHead, isAuditRecord, newChain } from "./auditRecord.ts";
import { type AuditFinding, verifyChain } from "./verifyChain.ts";

/** The name of the chain that holds the others together. No execution's chain is named so: theirs have a slash. */
export const LEDGER = "ledger";

/** A span of time, milliseconds since 1970; the end does not belong to it. */
export interface Window {
  from: number;
  to: number;
}

/**
 * The ledger's records about a window of time: they bind the head of every chain that has ended in the window, so that a
 * whole chain cannot vanish. `absent` are the executions that CloudFlow, a witness of its own, lists as ended in the window
 * and that have no chain. More heads than fit into one entry of the log are in several records of the same window. One
 * writer only, once a window, empty windows too, and some minutes after its end: what is absent then stays so.
 */
export function ledgerRecords(
  previous: AuditRecord | undefined,
  window: Window,
  { heads, absent }: { heads: ChainHead[]; absent: string[] },
  key: Buffer,
): AuditRecord[] {
  const chains = [...heads].sort((one, other) => (one.chain < other.chain ? -1 : 1));
  const records: AuditRecord[] = [];
  let head =
    previous === undefined ? newChain(LEDGER) : { chain: LEDGER, position: previous.position, hash: previous.hash };
  for (let at = 0; at === 0 || at < chains.length; at += HEADS_A_RECORD) {
    const part = { chains: chains.slice(at, at + HEADS_A_RECORD), absent: at === 0 ? [...absent].sort() : [] };
    const next = append(head, { kind: "ledger", at: window.to, ...window, ...part }, key);
    records.push(next.record);
    head = next.head;
  }
  return records;
}

/** An entry of Simple Log Service holds 1 MB; a head takes some 200 bytes. */
const HEADS_A_RECORD = 2_000;

/** The heads of the chains among these records that have ended in a window. */
export function endedIn(records: AuditRecord[], { from, to }: Window): ChainHead[] {
  return records
    .filter(({ content }) => content.kind === "closed" && content.at >= from && content.at < to)
    .map(({ chain, position, hash }) => ({ chain, position, hash }));
}

/** What is verified, and what is known beside the records. */
interface AuditScope {
  /** With it, records that somebody without the key has made are found. */
  key?: Buffer | undefined;
  /** The records are all since this time (ms since 1970), not all that there are: nothing earlier is missed. */
  since?: number;
  /** … and before this time. */
  until?: number;
  /** Hash of the ledger's last record as it was told outside, in a notice: an end of the ledger that was cut off is found. */
  head?: string | undefined;
  /** Executions that CloudFlow knows, by the names of their chains, with the time of their end. */
  executions?: { chain: string; at: number }[];
  /** Until when (ms since 1970) the ledger must have bound everything by now. */
  boundUntil?: number;
}

/** Everything that is wrong with all records, the ledger among them: each chain by itself, and every chain that the ledger has seen. */
export function verifyAudit(given: AuditRecord[], scope: AuditScope = {}): AuditFinding[] {
  const { key, since = 0, until = Number.POSITIVE_INFINITY, head } = scope;
  const records = given.filter(isAuditRecord);
  const chains = new Map<string, AuditRecord[]>();
  for (const record of records) chains.set(record.chain, [...(chains.get(record.chain) ?? []), record]);
  const ledger = chains.get(LEDGER) ?? [];
  // Of a window that the span holds in part, some chains are not in the span.
  const windows = ledger.flatMap(({ content, position }) =>
    content.kind === "ledger" ? { ...content, position } : [],
  );
  const asked = windows.filter(({ from, to }) => from >= since && to <= until);
  const listed = asked.flatMap(({ chains: heads }) => heads);
  return [
    ...verifyChain(given.filter((record) => !isAuditRecord(record))),
    ...[...chains].flatMap(([name, chain]) => verifyChain(chain, key, name === LEDGER && since > 0)),
    ...listed.flatMap((one) => compare(one, chains.get(one.chain) ?? [])),
    ...asked.flatMap(absences),
    ...gaps(ledger),
    ...unlisted(chains, new Set(windows.flatMap(({ chains: heads }) => heads.map(({ chain }) => chain))), windows),
    ...unbound(chains, windows, scope),
    ...cutOff(ledger, head),
  ];
}

function compare(head: ChainHead, records: AuditRecord[]): AuditFinding[] {
  const { chain, position } = head;
  const finding = (kind: AuditFinding["kind"], why: Reason): AuditFinding[] => [{ kind, chain, position, reason: why }];
  if (records.length === 0) return finding("missing", reason("chain-lost", { chain }));
  const last = records.find((record) => record.position === position);
  if (last === undefined) return finding("missing", reason("record-lost", { chain, position }));
  if (records.some((record) => record.position === position && record.hash === head.hash)) return [];
  return finding("changed", reason("record-replaced", { chain, position }));
}

function absences({ absent, position }: { absent: string[]; position: number }): AuditFinding[] {
  return absent.map((chain) => ({
    kind: "missing",
    chain,
    position: 1,
    reason: reason("execution-without-records", { chain, position }),
  }));
}

/** The windows of the ledger touch each other: one that was left out is time in which nothing was bound. */
function gaps(ledger: AuditRecord[]): AuditFinding[] {
  const inOrder = [...ledger].sort((one, other) => one.position - other.position);
  return inOrder.flatMap(({ content, position }, index) => {
    const before = inOrder[index - 1];
    if (content.kind !== "ledger" || before?.content.kind !== "ledger" || before.position === position) return [];
    const isSameWindow = content.from === before.content.from && content.to === before.content.to;
    if (isSameWindow || content.from === before.content.to) return [];
    return [
      {
        kind: "missing" as const,
        chain: LEDGER,
        position,
        reason: reason("ledger-gap", span(before.content.to, content.from)),
      },
    ];
  });
}

/** A chain that has ended in a window that is bound, and is not bound in it, was put there later. */
function unlisted(chains: Map<string, AuditRecord[]>, bound: Set<string>, windows: Window[]): AuditFinding[] {
  return [...chains].flatMap(([chain, records]) => {
    const end = records.find(({ content }) => content.kind === "closed");
    if (chain === LEDGER || bound.has(chain) || end === undefined) return [];
    if (!isIn(windows, end.content.at)) return [];
    return [{ kind: "forged" as const, chain, position: end.position, reason: reason("chain-unlisted", { chain }) }];
  });
}

/** Days of which the ledger must know by now, as something has ended on them, and does not: its records are gone, or were never made. */
function unbound(
  chains: Map<string, AuditRecord[]>,
  windows: Window[],
  { since = 0, boundUntil = 0, executions = [] }: AuditScope,
): AuditFinding[] {
  const ends = [...chains.values()].flatMap((records) =>
    records.flatMap(({ content }) => (content.kind === "closed" ? content.at : [])),
  );
  const days = [...ends, ...executions.map(({ at }) => at)]
    .filter((at) => at >= since && at < boundUntil && !isIn(windows, at))
    .map((at) => Math.floor(at / DAY_MS) * DAY_MS);
  return [...new Set(days)]
    .sort((one, other) => one - other)
    .map((day) => ({
      kind: "missing",
      chain: LEDGER,
      position: 0,
      reason: reason("ledger-day-unbound", span(day, day + DAY_MS)),
    }));
}

/** The ledger's windows. */
export const DAY_MS = 86_400_000;

/** keepLedger's timer strikes at 00:40 (UTC); until then, and while it is tried again, the last day is not bound. */
export const LEDGER_GRACE_MS = 7_200_000;

function isIn(windows: Window[], at: number): boolean {
  return windows.some(({ from, to }) => at >= from && at < to);
}

function span(from: number, to: number): { from: string; to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function cutOff(ledger: AuditRecord[], headKnown: string | undefined): AuditFinding[] {
  if (headKnown === undefined || ledger.some(({ hash }) => hash === headKnown)) return [];
  const position = Math.max(0, ...ledger.map((record) => record.position)) + 1;
  return [{ kind: "missing", chain: LEDGER, position, reason: reason("ledger-head-missing", { head: headKnown }) }];
}
