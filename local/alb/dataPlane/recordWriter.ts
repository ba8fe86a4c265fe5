import type { Clock } from "../../../shared/platform/clock.ts";
import type { WriteLogs } from "./contract.ts";

/** Collects records and hands them on in batches: one call for many requests. */
export interface RecordWriter {
  write(target: { project: string; logstore: string }, topic: string, record: Record<string, string>): void;
  /** Hands on what has been collected. */
  flush(): void;
  /** Throws it away. */
  forget(): void;
}

/** A record waits this long at most, in milliseconds of whichever clock is faster. */
const LONGEST_WAIT = 500;

/** A batch holds this many records at most. */
const LARGEST_BATCH = 1000;

interface Batch {
  target: { project: string; logstore: string };
  topic: string;
  records: Record<string, string>[];
}

export function createRecordWriter(writeLogs: WriteLogs, clocks: Clock[]): RecordWriter {
  const batches = new Map<string, Batch>();
  let cancels: (() => void)[] = [];

  const take = (): Batch[] => {
    for (const cancel of cancels) cancel();
    cancels = [];
    const taken = [...batches.values()];
    batches.clear();
    return taken;
  };
  const flush = () => {
    for (const { target, topic, records } of take()) writeLogs(target, topic, records);
  };
  return {
    flush,
    forget: () => void take(),
    write(target, topic, record) {
      const key = `${target.project}/${target.logstore}/${topic}`;
      const batch = batches.get(key) ?? { target, topic, records: [] };
      batches.set(key, batch);
      batch.records.push(record);
      if (batch.records.length >= LARGEST_BATCH) flush();
      else if (cancels.length === 0) cancels = [...new Set(clocks)].map((clock) => clock.after(LONGEST_WAIT, flush));
    },
  };
}
