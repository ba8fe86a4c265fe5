import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { listSegments } from "../cloudflow/engine/journal/segments.ts";
import { changesFile, changesIn, type JournalEntry, readChanges } from "./changeJournal.ts";
import { damaged, readKept } from "./persistedFile.ts";
import type { KeptState } from "./persistedState.ts";
import type { BackendSpec } from "./seed.ts";

/** 1: without journal, nothing but `state.json` and `logs.json`. */
export const VERSION = 2;
const VERSIONS: unknown[] = [1, VERSION];

/** What a former cloud has left. */
interface Found {
  /** Undefined when the folder is new. */
  state: (KeptState & { backends: BackendSpec[] }) | undefined;
  logs: Record<string, unknown> | undefined;
  /** What has changed since, file by file. */
  changes: { number: number; changes: JournalEntry[] }[];
  /** Up to which file of changes the state, and the logs, stand for. */
  through: number;
  logsThrough: number;
  /** The last number that a file of changes has had. */
  last: number;
  bytes: number;
  lastMoment: number | undefined;
}

/** Reads what a former cloud has left in a folder. `mending`: cuts off what a killed process has half written; for who has the folder. */
export async function readDataDir(path: string, { mending }: { mending: boolean }): Promise<Found> {
  const kept = await readVersioned(join(path, "state.json"));
  const logs = await readVersioned(join(path, "logs.json"));
  const numbers = await changesIn(path);
  const flows = await listSegments(join(path, "cloudflow")).catch(() => []);
  if (kept === undefined) {
    const left = [
      ...(logs === undefined ? [] : ["logs.json"]),
      ...numbers.map((number) => changesFile("", number)),
      ...(flows.length > 0 ? ["cloudflow/"] : []),
    ];
    if (left.length > 0) throw missing(path, "state.json", left.join(", "));
  }
  const isNew = kept === undefined || kept.begun === true;
  const through = Number(kept?.through ?? 0);
  const logsThrough = Number(logs?.through ?? 0);
  const last = Math.max(through, logsThrough, ...numbers);
  if (isNew) {
    return { state: undefined, logs, changes: [], through, logsThrough, last, bytes: 0, lastMoment: undefined };
  }
  if (kept.version === VERSION) {
    if (logs === undefined) throw missing(path, "logs.json", "state.json");
    if (flows.length === 0) throw missing(path, "cloudflow/", "state.json");
    const first = Math.min(through, logsThrough) + 1;
    for (let number = first; number <= Math.max(last, through + 1); number += 1) {
      if (!numbers.includes(number)) throw missing(path, changesFile("", number), "state.json");
    }
  }
  const changes: Found["changes"] = [];
  let lastMoment = Number(kept.at);
  let bytes = 0;
  const wanted = numbers.filter((one) => one > Math.min(through, logsThrough));
  // A file is begun a moment before the one before it gets its last record.
  const lastWritten = await lastWrittenOf(path, wanted);
  for (const number of wanted) {
    const read = await readChanges(path, number, { isLast: number === lastWritten, mending });
    for (const { at } of read.batches) lastMoment = Math.max(lastMoment, at);
    changes.push({ number, changes: read.batches.flatMap((batch) => batch.changes) });
    bytes += read.bytes;
  }
  return {
    state: kept as unknown as Found["state"],
    logs,
    changes,
    through,
    logsThrough,
    last,
    bytes,
    lastMoment,
  };
}

/** When the cloud that left this folder was here last by its own clock, so that simulated time goes on from there. */
export async function lastMomentIn(dir: string): Promise<number | undefined> {
  const path = resolve(dir);
  const there = await readdir(path).catch(() => undefined);
  return there === undefined ? undefined : (await readDataDir(path, { mending: false })).lastMoment;
}

/** The last of these files of changes that holds anything; undefined when none does. */
async function lastWrittenOf(path: string, numbers: number[]): Promise<number | undefined> {
  const sizes = await Promise.all(numbers.map(async (number) => (await stat(changesFile(path, number))).size));
  return numbers.findLast((_, index) => (sizes[index] ?? 0) > 0);
}

async function readVersioned(file: string): Promise<Record<string, unknown> | undefined> {
  const kept = await readKept(file);
  if (kept !== undefined && !VERSIONS.includes(kept.version)) {
    throw damaged(file, new Error(`its version is ${JSON.stringify(kept.version)}, this program reads 1 and 2`));
  }
  return kept;
}

/** A cloud without a part of what it has acknowledged would be another one. */
function missing(path: string, what: string, though: string): Error {
  return new Error(
    `The folder ${path} has lost ${what}: a local cloud has kept its state there, and ${though} is still there. ` +
      "Put back a copy of it, or move the whole folder away to begin anew.",
  );
}
