import { mkdir } from "node:fs/promises";
import type { Clock } from "../../../../shared/platform/clock.ts";
import type { Command } from "../command.ts";
import type { Journal } from "./journal.ts";
import { lockFolder } from "./lockFolder.ts";
import { openRecordFile, type RecordFile } from "./recordFile.ts";
import { encodeRecord } from "./recordLine.ts";
import { compactSegments, readSegments, segmentPath, syncFolder } from "./segments.ts";

/** A record that is not yet safe. */
interface Pending {
  line: string;
  done: (failure?: Error) => void;
}

/** When a segment is full, in bytes. */
const SEGMENT_BYTES = 16 * 1024 * 1024;

/**
 * A journal of appended lines in a folder. What is appended while the disk is busy goes out in one write with one
 * `fdatasync`, so that thousands of records a second need a few hundred syncs. Full segments are sealed and compacted
 * in the background. What a full disk refuses is not kept, and what comes later is tried again: once there is space, it goes on.
 */
export function fileJournal(dir: string, clock: Clock, segmentBytes = SEGMENT_BYTES): Journal {
  let file: RecordFile | undefined;
  let number = 1;
  let pending: Pending[] = [];
  let writing: Promise<void> | undefined;
  let compacting: Promise<void> | undefined;
  let unlock = async () => {};
  let relevance: () => (command: Command) => boolean = () => () => true;
  const sealed = new Map<number, number>();
  /** Bytes that the last compaction could not spare. */
  let incompressible = 0;

  const openSegment = async (next: number) => {
    const opened = await openRecordFile(segmentPath(dir, next));
    await syncFolder(dir);
    await file?.close();
    number = next;
    file = opened;
  };
  const writeAll = async () => {
    while (pending.length > 0) {
      const batch = pending;
      pending = [];
      const failure = await write(batch.map(({ line }) => line).join(""));
      for (const { done } of batch) done(failure);
      // A segment that cannot be sealed now only grows a little longer.
      if (file !== undefined && file.size > segmentBytes && failure === undefined) await seal().catch(() => {});
    }
    writing = undefined;
  };
  const write = async (text: string): Promise<Error | undefined> => {
    try {
      if (file === undefined) return new Error("the journal is closed");
      await file.append(text);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  };
  /** The state is now exactly what the sealed segments say: the moment to ask what still matters. */
  const seal = async () => {
    const [full, size] = [number, file?.size ?? 0];
    const isRelevant = relevance();
    await openSegment(number + 1);
    sealed.set(full, size);
    const total = [...sealed.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (compacting !== undefined || total < 2 * incompressible) return;
    // Compaction only saves space: when it fails, everything is still there and the next one tries again.
    // A compacted segment stands for what came first, although it was sealed last.
    const inOrder = [...sealed.keys()].sort((one, other) => one - other);
    compacting = compact(inOrder, isRelevant)
      .catch(() => {})
      .finally(() => {
        compacting = undefined;
      });
  };
  const compact = async (numbers: number[], isRelevant: (command: Command) => boolean) => {
    incompressible = await compactSegments(dir, numbers, isRelevant);
    for (const done of numbers) sealed.delete(done);
    sealed.set(numbers.at(-1) ?? 0, incompressible);
  };

  return {
    async replay(apply) {
      await mkdir(dir, { recursive: true });
      unlock = await lockFolder(dir);
      const sizes = await readSegments(dir, apply);
      const last = [...sizes.keys()].at(-1) ?? 1;
      for (const [segment, bytes] of sizes) if (segment !== last) sealed.set(segment, bytes);
      await openSegment(last);
    },
    append(command, done) {
      pending.push({ line: encodeRecord(command), done });
      writing ??= clock.hold(async () => {
        // Everything that this tick appends goes into the first batch.
        await Promise.resolve();
        await writeAll();
      });
    },
    onCompaction(ask) {
      relevance = ask;
    },
    async close() {
      await writing;
      await compacting;
      await file?.close();
      file = undefined;
      await unlock();
    },
  };
}
