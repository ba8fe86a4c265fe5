import { type AuditRecord, append, type ChainHead, isAuditRecord, newChain } from "./auditRecord.ts";
import { type Finding, verifyChain } from "./verifyChain.ts";

/** The name of the chain that holds the others together. */
export const LEDGER = "ledger";

/**
 * The ledger's record about a window of time: it binds the head of every chain that has ended in the window, so that a
 * whole chain cannot vanish. `executions` are those that CloudFlow, a witness of its own, lists as ended in the window; the
 * ones without a chain are written down as absent, so every execution closes its chain, also one that has called nothing.
 * One writer only, once a window, empty windows too, and some minutes after its end: what is absent then stays so.
 */
export function ledgerRecord(
  previous: AuditRecord | undefined,
  window: { from: number; to: number },
  ended: { heads: ChainHead[]; executions: string[] },
  key: Buffer,
): AuditRecord {
  const head =
    previous === undefined ? newChain(LEDGER) : { chain: LEDGER, position: previous.position, hash: previous.hash };
  const known = new Set(ended.heads.map(({ chain }) => chain));
  const absent = ended.executions.filter((name) => !known.has(name)).sort();
  const chains = [...ended.heads].sort((one, other) => (one.chain < other.chain ? -1 : 1));
  return append(head, { kind: "ledger", at: window.to, ...window, chains, absent }, key).record;
}

/** The heads of the chains among these records that have ended in a window. */
export function endedIn(records: AuditRecord[], { from, to }: { from: number; to: number }): ChainHead[] {
  return records
    .filter(({ content }) => content.kind === "closed" && content.at >= from && content.at < to)
    .map(({ chain, position, hash }) => ({ chain, position, hash }));
}

/**
 * Everything that is wrong with all records, the ledger among them: each chain by itself, and every chain that the
 * ledger has seen. `headKnown` is the hash of the ledger's last record as it was told outside, in a report or a mail; with
 * it, an end of the ledger that was cut off is found as well.
 */
export function verifyAudit(given: AuditRecord[], key?: Buffer, headKnown?: string): Finding[] {
  const records = given.filter(isAuditRecord);
  const chains = new Map<string, AuditRecord[]>();
  for (const record of records) chains.set(record.chain, [...(chains.get(record.chain) ?? []), record]);
  const ledger = chains.get(LEDGER) ?? [];
  const listed = ledger.flatMap(({ content }) => (content.kind === "ledger" ? content.chains : []));
  const bound = new Set(listed.map(({ chain }) => chain));
  return [
    ...verifyChain(given.filter((record) => !isAuditRecord(record))),
    ...[...chains.values()].flatMap((chain) => verifyChain(chain, key)),
    ...listed.flatMap((head) => compare(head, chains.get(head.chain) ?? [])),
    ...ledger.flatMap(absences),
    ...gaps(ledger),
    ...unlisted(chains, bound, ledger),
    ...cutOff(ledger, headKnown),
  ];
}

function compare(head: ChainHead, records: AuditRecord[]): Finding[] {
  const finding = (kind: Finding["kind"], because: string): Finding[] => [
    { kind, chain: head.chain, position: head.position, because },
  ];
  if (records.length === 0)
    return finding("missing", `The ledger knows ${head.chain}, and none of its records is there.`);
  const last = records.find(({ position }) => position === head.position);
  if (last === undefined) return finding("missing", `The ledger has seen record ${head.position} of ${head.chain}.`);
  if (records.some(({ hash, position }) => position === head.position && hash === head.hash)) return [];
  return finding("changed", `Record ${head.position} of ${head.chain} is not the one that the ledger has seen.`);
}

function absences({ content, position }: AuditRecord): Finding[] {
  if (content.kind !== "ledger") return [];
  return content.absent.map((chain) => ({
    kind: "missing",
    chain,
    position: 1,
    because: `CloudFlow knew the execution ${chain} when record ${position} of the ledger was written; it had no records.`,
  }));
}

/** The windows of the ledger touch each other: one that was left out is time in which nothing was bound. */
function gaps(ledger: AuditRecord[]): Finding[] {
  const inOrder = [...ledger].sort((one, other) => one.position - other.position);
  return inOrder.flatMap(({ content, position }, index) => {
    const before = inOrder[index - 1];
    if (content.kind !== "ledger" || before?.content.kind !== "ledger") return [];
    if (before.position === position || content.from === before.content.to) return [];
    const span = [before.content.to, content.from].map((at) => new Date(at).toISOString()).join(" to ");
    return [{ kind: "missing" as const, chain: LEDGER, position, because: `Nothing is bound from ${span}.` }];
  });
}

/** A chain that has ended in a window that is bound, and is not bound in it, was put there later. */
function unlisted(chains: Map<string, AuditRecord[]>, bound: Set<string>, ledger: AuditRecord[]): Finding[] {
  const windows = ledger.flatMap(({ content }) => (content.kind === "ledger" ? content : []));
  return [...chains].flatMap(([chain, records]) => {
    const end = records.find(({ content }) => content.kind === "closed");
    if (chain === LEDGER || bound.has(chain) || end === undefined) return [];
    const { at } = end.content;
    if (!windows.some(({ from, to }) => at >= from && at < to)) return [];
    const because = `${chain} says that it ended in a window whose ledger does not know it.`;
    return [{ kind: "forged" as const, chain, position: end.position, because }];
  });
}

function cutOff(ledger: AuditRecord[], headKnown: string | undefined): Finding[] {
  if (headKnown === undefined || ledger.some(({ hash }) => hash === headKnown)) return [];
  const position = Math.max(0, ...ledger.map((record) => record.position)) + 1;
  const because = `The ledger's record ${headKnown.slice(0, 12)}…, which was told outside, is not there.`;
  return [{ kind: "missing", chain: LEDGER, position, because }];
}
