import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type AuditRecord, hashOf, isAuditRecord, newChain, sameText, sealOf } from "./auditRecord.ts";

/** Something that is wrong with what is remembered. */
export interface AuditFinding {
  kind: FindingKind;
  chain: string;
  /** Of the record; of the first of several that are missing. */
  position: number;
  /** What is wrong. */
  reason: Reason;
}

type FindingKind =
  /** A record does not say what it said when it was written. */
  | "changed"
  /** A record that there must have been is not there. */
  | "missing"
  /** Records stand in another order than they were written in. */
  | "reordered"
  /** A record was made by somebody without the key. */
  | "forged"
  /** The chain has no end: its execution still runs, or the end is gone. The ledger tells which. */
  | "unclosed"
  /** An execution was ended from outside, or its report was lost: the next record of the ledger brings its chain. Not a fault. */
  | "pending"
  /** The same step was recorded twice, as after a repeated delivery. Not a fault. */
  | "repeated";

/** Whether a finding says that something is wrong; the others are remarks. */
export function isFault({ kind }: AuditFinding): boolean {
  return kind !== "repeated" && kind !== "pending";
}

/**
 * Everything that is wrong with the records of one chain, in the order of positions. Give them in the order in which
 * they are stored. With `key` it is found too when somebody has made the hashes anew. `isPart` says that the records are
 * those of a span of time, before which the chain may have begun: what comes before the first is not missed then.
 */
export function verifyChain(records: AuditRecord[], key?: Buffer, isPart = false): AuditFinding[] {
  const [first] = records.filter(isAuditRecord);
  if (first === undefined) return records.length === 0 ? [] : [shapeless(records)];
  const { chain } = first;
  const finding = (kind: FindingKind, position: number, why: Reason): AuditFinding => ({
    kind,
    chain,
    position,
    reason: why,
  });
  const findings: AuditFinding[] = [];

  const found = distinct(records.filter(isAuditRecord));
  if (records.some((record) => !isAuditRecord(record))) findings.push({ ...shapeless(records), chain });
  for (const [index, record] of found.entries()) {
    const at = record.position;
    if (record.hash !== hashOf(record))
      findings.push(finding("changed", at, reason("record-changed", { position: at })));
    else if (key !== undefined && !sameText(record.seal, sealOf(record.hash, key))) {
      findings.push(finding("forged", at, reason("record-forged", { position: at })));
    }
    const before = found[index - 1];
    if (before !== undefined && before.position > at) {
      findings.push(finding("reordered", at, reason("record-behind", { position: at, before: before.position })));
    }
  }

  const byPosition = groupByPosition(found);
  const last = Math.max(...byPosition.keys());
  let before: AuditRecord[] | undefined;
  const begin = isPart ? Math.min(...byPosition.keys()) : 1;
  for (let position = begin; position <= last; position += 1) {
    const here = byPosition.get(position);
    if (here === undefined) {
      const next = [...byPosition.keys()].filter((one) => one > position).sort((one, other) => one - other)[0] ?? last;
      findings.push(finding("missing", position, reason("records-missing", { first: position, last: next - 1 })));
      before = undefined;
      position = next - 1;
      continue;
    }
    const expected = position === 1 ? [newChain(chain).hash] : before?.map(({ hash }) => hash);
    if (expected !== undefined && !here.some(({ previous }) => expected.includes(previous))) {
      findings.push(finding("changed", position, reason("record-not-following", { position })));
    }
    if (here.length > 1) {
      findings.push(finding("repeated", position, reason("record-repeated", { position, times: here.length })));
    }
    before = here;
  }
  return [...findings, ...endOf(before ?? [], finding)].sort((one, other) => one.position - other.position);
}

/** Whether the chain has its end, and the end counts right. */
function endOf(
  last: AuditRecord[],
  finding: (kind: FindingKind, position: number, why: Reason) => AuditFinding,
): AuditFinding[] {
  return last.flatMap(({ content, position }) => {
    if (content.kind === "ledger") return [];
    if (content.kind !== "closed") return finding("unclosed", position, reason("chain-unclosed", { position }));
    return content.calls === position - 1
      ? []
      : finding("changed", position, reason("chain-miscounted", { calls: content.calls }));
  });
}

/** Whoever changes a record need not leave it the shape of one. */
function shapeless(records: AuditRecord[]): AuditFinding {
  const count = records.filter((record) => !isAuditRecord(record)).length;
  return { kind: "changed", chain: "", position: 0, reason: reason("records-shapeless", { count }) };
}

/** Identical copies count once: what is delivered at least once may be there twice. */
function distinct(records: AuditRecord[]): AuditRecord[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    const id = `${record.position}/${record.hash}/${record.seal}/${hashOf(record)}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function groupByPosition(records: AuditRecord[]): Map<number, AuditRecord[]> {
  const groups = new Map<number, AuditRecord[]>();
  for (const record of records) groups.set(record.position, [...(groups.get(record.position) ?? []), record]);
  return groups;
}
