import { readdir, readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../shared/platform/clock.ts";
import { openRecordFile, type RecordFile } from "../cloudflow/engine/journal/recordFile.ts";
import { decodeRecords, encodeText } from "../cloudflow/engine/journal/recordLine.ts";
import { syncFolder } from "../cloudflow/engine/journal/segments.ts";
import type { Keeper, Part } from "../keeper.ts";
import { CloudError } from "../wire/cloudError.ts";
import { damaged } from "./persistedFile.ts";

/** A row as it was at some moment; null: gone. */
export type JournalEntry = [part: Part, id: string, value: unknown];

/** What was written at once. */
interface Batch {
  /** Milliseconds since 1970, by the cloud's clock. */
  at: number;
  changes: JournalEntry[];
}

/** Writes changes one after the other. */
interface ChangeJournal extends Keeper {
  /** Begins a file. From now on what is noted is kept; before, it is not. */
  follow(number: number): Promise<void>;
  /**
   * Writes what is noted, calls `capture` at that very moment of the sequence, and begins another file: what was captured
   * stands for everything up to the number that it is told. Rejects with the system's error.
   */
  turnOver(capture: (through: number) => void): Promise<void>;
  /** Bytes that were written since `turnOver`. */
  readonly size: number;
  /** Writes what is noted. Rejects with `CloudError` 503. */
  close(): Promise<void>;
}

/** How long what nobody waits for may wait, and how soon a full disk is tried again. */
const LAZY_MS = 100;
const RETRY_MS = 1_000;

/**
 * A journal in a folder. All that is noted while the disk is busy goes out in one record with one `fdatasync`: there in
 * whole or not at all. When the disk refuses, it stays in memory, whoever waits is told, and it is tried again.
 */
export function changeJournal(dir: string, now: () => number): ChangeJournal {
  let file: RecordFile | undefined;
  let number = 0;
  /** Rows as JSON, since they may change in place. */
  let pending: string[] = [];
  let recorded = 0;
  let kept = 0;
  let waiting: { upTo: number; done: (failure?: Error) => void }[] = [];
  let writing: Promise<void> | undefined;
  let failure: Error | undefined;
  let cancelTimer: (() => void) | undefined;
  const watches: (() => void)[] = [];

  /** Rejects with the system's error; then nothing is lost, and the next call tries again. */
  async function writePending() {
    const batch = pending;
    pending = [];
    const upTo = recorded;
    try {
      if (batch.length > 0) await file?.append(encodeText(`{"at":${now()},"changes":[${batch.join(",")}]}`));
    } catch (error) {
      pending = [...batch, ...pending];
      if (failure === undefined) {
        console.error(`local cloud: ${dir} cannot be written, calls are refused until it can:`, error);
      }
      failure = error as Error;
      settle(recorded, failure);
      throw error;
    }
    if (failure !== undefined) console.error(`local cloud: ${dir} can be written again.`);
    failure = undefined;
    kept = upTo;
    settle(kept);
  }

  function settle(upTo: number, reason?: Error) {
    const over = waiting.filter((one) => one.upTo <= upTo);
    waiting = waiting.filter((one) => one.upTo > upTo);
    for (const { done } of over) done(reason);
  }

  function write(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    writing ??= (async () => {
      // Everything that this turn notes goes into the first batch.
      await Promise.resolve();
      try {
        while (pending.length > 0) await writePending();
      } catch {
        later(RETRY_MS);
      } finally {
        writing = undefined;
      }
    })();
    return writing;
  }

  /** Disks live in the machine's time, whatever time the cloud lives in. */
  function later(ms: number) {
    cancelTimer ??= systemClock.after(ms, () => {
      cancelTimer = undefined;
      void write();
    });
  }

  function allRecorded(refusal: (message: string) => CloudError): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      waiting.push({
        upTo: recorded,
        done: (reason) => (reason === undefined ? resolve() : reject(refusal(reason.message))),
      });
    });
    void write();
    return promise;
  }

  return {
    get size() {
      return file?.size ?? 0;
    },
    note(part, id, value, { lazily } = { lazily: false }) {
      if (file === undefined) return;
      pending.push(JSON.stringify([part, id, value]));
      recorded += 1;
      if (failure !== undefined || lazily) later(failure === undefined ? LAZY_MS : RETRY_MS);
      else void write();
    },
    watch(part, rows) {
      let known = new Map<string, string>();
      const compare = (onChange: (id: string, value: unknown) => void) => {
        const before = known;
        known = new Map();
        for (const [id, value] of rows()) {
          const text = JSON.stringify(value);
          known.set(id, text);
          if (before.get(id) !== text) onChange(id, value);
          before.delete(id);
        }
        for (const id of before.keys()) onChange(id, null);
      };
      watches.push(() => compare(() => {}));
      return () => {
        if (file !== undefined) compare((id, value) => this.note(part, id, value));
      };
    },
    ready() {
      if (failure === undefined) return undefined;
      return allRecorded((message) => unavailable(`Nothing was done, because ${dir} cannot be written: ${message}.`));
    },
    safe() {
      if (kept === recorded) return undefined;
      return allRecorded((message) =>
        unavailable(`It is not certain that this is kept, because ${dir} cannot be written: ${message}.`),
      );
    },
    async follow(first) {
      number = first;
      file = await openRecordFile(changesFile(dir, number));
      await syncFolder(dir);
      for (const begin of watches) begin();
    },
    async turnOver(capture) {
      const next = await openRecordFile(changesFile(dir, number + 1));
      try {
        await syncFolder(dir);
        while (writing !== undefined) await writing;
        writing = (async () => {
          await writePending();
          const full = file;
          file = next;
          number += 1;
          // What is noted and not yet written is in what is captured, and is written behind it, all at once.
          capture(number - 1);
          await full?.close();
        })();
        await writing.finally(() => {
          writing = undefined;
          if (pending.length > 0) void write();
        });
      } catch (error) {
        if (file !== next) await next.close();
        throw error;
      }
    },
    async close() {
      try {
        await writing;
        if (pending.length > 0) await this.safe();
      } finally {
        await writing;
        cancelTimer?.();
        await file?.close();
        file = undefined;
      }
    },
  };
}

/** The numbers of the files of changes in a folder, ascending. */
export async function changesIn(dir: string): Promise<number[]> {
  const numbers = (await readdir(dir)).map((name) => NAME.exec(name)?.[1]).filter((digits) => digits !== undefined);
  return numbers.map(Number).sort((one, other) => one - other);
}

/** Where the changes with this number are. */
export function changesFile(dir: string, number: number): string {
  return join(dir, `changes-${String(number).padStart(8, "0")}.jsonl`);
}

const NAME = /^changes-(\d{8})\.jsonl$/;

/**
 * Reads a file of changes up to the beginning of a record at its end, of which nobody has been told; that is cut off when
 * `mending`. Throws an `Error` that names the file when it is damaged elsewhere.
 */
export async function readChanges(
  dir: string,
  number: number,
  { isLast, mending }: { isLast: boolean; mending: boolean },
): Promise<{ batches: Batch[]; bytes: number }> {
  const path = changesFile(dir, number);
  const bytes = await readFile(path);
  const { records, validBytes, damaged: isDamaged } = decodeRecords<Batch>(bytes);
  if (isDamaged || (validBytes < bytes.length && !isLast)) {
    throw damaged(path, new Error(`it is damaged at byte ${validBytes}`));
  }
  if (mending && validBytes < bytes.length) await truncate(path, validBytes);
  return { batches: records, bytes: validBytes };
}

/** Removes the files of changes up to a number. */
export async function removeChanges(dir: string, through: number): Promise<void> {
  for (const number of await changesIn(dir)) if (number <= through) await rm(changesFile(dir, number), { force: true });
}

function unavailable(sentence: string): CloudError {
  return new CloudError(503, "ServiceUnavailable", `${sentence} Free some space; it goes on by itself.`);
}
