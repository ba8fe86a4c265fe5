import { canonicalJson } from "../../platform/canonicalJson.ts";
import type { LogsClient } from "../../platform/clients/logs.ts";
import { type AuditRecord, isAuditRecord } from "./auditRecord.ts";

/** Where audit records are kept. Every method throws `AlbflowError`. */
export interface AuditLog {
  /** Writes records in one call: all of them are there, or none. */
  write(records: AuditRecord[]): Promise<void>;
  /**
   * Every record that was written between two times (ms since 1970, whole seconds), in the order of writing; of one
   * chain only when `chain` is given. An entry that is no record is returned as `unreadable`.
   */
  read(range: { from: number; to: number; chain?: string }): Promise<{ records: AuditRecord[]; unreadable: string[] }>;
}

/** Keeps audit records in Simple Log Service, each as one entry: the record itself, and fields to search by. */
export function openAuditLog(logs: LogsClient, { project, logstore }: { project: string; logstore: string }): AuditLog {
  const readPage = async (from: number, to: number, query: string, offset = 0) =>
    (await logs.read(project, logstore, { from, to, query, offset })) as Record<string, string>[];
  /** One answer holds a hundred entries, so a range with more is read in halves, and a second with more page by page. */
  const readAll = async (from: number, to: number, query: string): Promise<Record<string, string>[]> => {
    const found = await readPage(from, to, query);
    if (found.length < MOST) return found;
    if (to - from > 1_000) {
      const middle = from + Math.ceil((to - from) / 2_000) * 1_000;
      return [...(await readAll(from, middle, query)), ...(await readAll(middle, to, query))];
    }
    for (let page = found; page.length === MOST; found.push(...page)) {
      page = await readPage(from, to, query, found.length);
    }
    return found;
  };
  return {
    async write(records) {
      await logs.writeSigned(project, logstore, TOPIC, records.map(entryOf));
    },
    async read({ from, to, chain }) {
      const query = chain === undefined ? `__topic__: ${TOPIC}` : `__topic__: ${TOPIC} and "${chain}"`;
      const entries = await readAll(wholeSecond(from), wholeSecond(to + 999), query);
      const records: AuditRecord[] = [];
      const unreadable: string[] = [];
      for (const entry of entries) {
        const record = recordIn(entry);
        if (record === undefined) unreadable.push(`${entry.chain ?? "?"}/${entry.position ?? "?"}`);
        // The search compares words, not whole names.
        else if (chain === undefined || record.chain === chain) records.push(record);
      }
      // Entries of one second come in any order; within a chain its own positions decide.
      return {
        records: records.sort((one, other) => compareNames(one.chain, other.chain) || one.position - other.position),
        unreadable,
      };
    },
  };
}

/** The topic of audit records in the logstore. */
const TOPIC = "albflow_audit";
const MOST = 100;

function entryOf(record: AuditRecord): Record<string, string> {
  const { chain, position, content } = record;
  const call = content.kind === "call" ? content : undefined;
  return {
    chain,
    position: String(position),
    kind: content.kind,
    action: call?.action ?? "",
    resource: call?.resource ?? "",
    who: call?.who ?? "",
    outcome: call?.outcome ?? "",
    record: canonicalJson(record),
  };
}

/** The record of an entry; undefined when it is none, or the fields that people search by say something else. */
function recordIn(entry: Record<string, string>): AuditRecord | undefined {
  let record: unknown;
  try {
    record = JSON.parse(entry.record ?? "");
  } catch {
    return undefined;
  }
  if (!isAuditRecord(record)) return undefined;
  const same = Object.entries(entryOf(record)).every(([name, value]) => name === "record" || entry[name] === value);
  return same ? record : undefined;
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
