import type { Clock } from "../../../shared/clock.ts";
import type { WriteLogs } from "./contract.ts";

/** Collects records and hands them on in batches: one call for many requests. */
export interface RecordWriter {
  write(target: { project: string; logstore: string }, topic: string, record: Record<string, string>): void;
  /** Hands on what has been collected. */
  flush(): void;
}

/** A record waits this long at most, in milliseconds. */
const LONGEST_WAIT = 500;

/** A batch holds this many records at most. */
const LARGEST_BATCH = 1000;

interface Batch {
  target: { project: string; logstore: string };
  topic: string;
  records: Record<string, string>[];
}

export function createRecordWriter(writeLogs: WriteLogs, clock: Clock): RecordWriter {
  const batches = new Map<string, Batch>();
  let cancel: (() => void) | undefined;

  const flush = () => {
    cancel?.();
    cancel = undefined;
    for (const { target, topic, records } of batches.values()) writeLogs(target, topic, records);
    batches.clear();
  };
  return {
    flush,
    write(target, topic, record) {
      const key = `${target.project}/${target.logstore}/${topic}`;
      const batch = batches.get(key) ?? { target, topic, records: [] };
      batches.set(key, batch);
      batch.records.push(record);
      if (batch.records.length >= LARGEST_BATCH) flush();
      else cancel ??= clock.after(LONGEST_WAIT, flush);
    },
  };
}
