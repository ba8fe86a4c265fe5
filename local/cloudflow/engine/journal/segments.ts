import { open, readdir, readFile, rename, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../command.ts";
import { decodeRecords, encodeRecord } from "./recordLine.ts";

/** The first record of a segment that stands for itself and all before it. */
interface Compacted {
  kind: "compacted";
}

const NAME = /^journal-(\d{8})\.jsonl$/;

/** The file of a segment; they are numbered in the order of writing. */
export function segmentPath(dir: string, number: number): string {
  return join(dir, `journal-${String(number).padStart(8, "0")}.jsonl`);
}

/** The numbers of the segments in a folder, ascending. */
export async function listSegments(dir: string): Promise<number[]> {
  const names = await readdir(dir);
  const numbers = names.map((name) => NAME.exec(name)?.[1]).filter((digits) => digits !== undefined);
  return numbers.map(Number).sort((a, b) => a - b);
}

/**
 * Reads every segment in order. What follows the last whole record of the last one is cut off; damage anywhere else is
 * an error, because what was acknowledged would be lost. Gives the numbers of the segments that count, and their size.
 */
export async function readSegments(dir: string, apply: (command: Command) => void) {
  const bySize = new Map<number, number>();
  const numbers = await listSegments(dir);
  const contents: { number: number; commands: Command[] }[] = [];
  for (const number of numbers) {
    const path = segmentPath(dir, number);
    const bytes = await readFile(path);
    const { records, validBytes, damaged } = decodeRecords<Command | Compacted>(bytes);
    const isLast = number === numbers.at(-1);
    if (damaged || (validBytes < bytes.length && !isLast)) {
      throw new Error(
        `The journal ${path} is damaged at byte ${validBytes}. Move the folder ${dir} away to begin anew, or restore it from a copy.`,
      );
    }
    if (validBytes < bytes.length) await truncate(path, validBytes);
    if (records[0]?.kind === "compacted") {
      // A crash came between putting this segment in place and removing those that it stands for.
      for (const earlier of bySize.keys()) await rm(segmentPath(dir, earlier));
      contents.length = 0;
      bySize.clear();
    }
    contents.push({ number, commands: records.filter((record): record is Command => record.kind !== "compacted") });
    bySize.set(number, validBytes);
  }
  for (const { commands } of contents) for (const command of commands) apply(command);
  return bySize;
}

/** Puts one segment with only the relevant commands in the place of several sealed ones; gives its size in bytes. */
export async function compactSegments(
  dir: string,
  numbers: number[],
  isRelevant: (command: Command) => boolean,
): Promise<number> {
  const last = numbers.at(-1) ?? 0;
  const draft = `${segmentPath(dir, last)}.draft`;
  const file = await open(draft, "w");
  try {
    await file.appendFile(encodeRecord({ kind: "compacted" } satisfies Compacted));
    for (const number of numbers) {
      const { records } = decodeRecords<Command | Compacted>(await readFile(segmentPath(dir, number)));
      const kept = records.filter((record) => record.kind !== "compacted" && isRelevant(record));
      await file.appendFile(kept.map(encodeRecord).join(""));
    }
    await file.datasync();
    const { size } = await file.stat();
    await rename(draft, segmentPath(dir, last));
    await syncFolder(dir);
    for (const number of numbers.slice(0, -1)) await rm(segmentPath(dir, number));
    return size;
  } finally {
    await file.close();
  }
}

/** A new name in a folder is safe only when the folder is. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, "r");
  await folder.sync();
  await folder.close();
}
