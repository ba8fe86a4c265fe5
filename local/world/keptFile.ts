import { open, readFile, rename } from "node:fs/promises";
import { systemClock } from "../../shared/clock.ts";

/** A JSON file that follows something that changes. */
export interface KeptFile {
  /** It has changed: the file is written within 100 ms, or a little later when writing takes long. */
  changed(): void;
  /** Writes what is not written yet. Rejects with the system's error when that cannot be done. */
  close(): Promise<void>;
}

/** At most this share of the time goes into writing. */
const SHARE = 10;
const SHORTEST_PAUSE_MS = 25;

/**
 * Keeps `snapshot()` in a file. A reader finds the old text or the new one, never a part: it is written beside the file
 * and renamed. Disks live in the machine's time, so this does too, whatever time the cloud lives in.
 */
export function keepFile(path: string, snapshot: () => unknown): KeptFile {
  let dirty = false;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> | undefined;
  let pauseMs = SHORTEST_PAUSE_MS;
  let complained = false;

  async function write() {
    const begun = systemClock.now();
    dirty = false;
    try {
      await writeWhole(path, `${JSON.stringify(snapshot())}\n`);
      complained = false;
    } catch (error) {
      dirty = true;
      throw error;
    } finally {
      pauseMs = Math.max(SHORTEST_PAUSE_MS, SHARE * (systemClock.now() - begun));
      writing = undefined;
    }
  }

  function schedule() {
    if (cancel !== undefined || writing !== undefined) return;
    cancel = systemClock.after(pauseMs, () => {
      cancel = undefined;
      writing = write();
      void writing.catch(complain).then(() => dirty && schedule());
    });
  }

  function complain(error: unknown) {
    if (!complained) console.error(`local cloud: ${path} cannot be written, later changes may be lost:`, error);
    complained = true;
  }

  return {
    changed() {
      dirty = true;
      schedule();
    },
    async close() {
      await writing?.catch(complain);
      cancel?.();
      if (dirty) await write();
      // A failed write has asked for another one meanwhile.
      cancel?.();
    },
  };
}

/** What a file holds; undefined when it is not there. Throws an `Error` that says what to do when it is damaged. */
export async function readKept(path: string): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw damaged(path, error);
  }
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept === "object" && kept !== null && !Array.isArray(kept)) return { ...kept };
  } catch (error) {
    throw damaged(path, error);
  }
  throw damaged(path, new Error("it is not a JSON object"));
}

/** The error for a file that cannot be taken up. */
export function damaged(path: string, cause: unknown): Error {
  const because = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `${path}, where a local cloud has kept its state, cannot be read: ${because}. ` +
      "Put back a copy of it, or move it away to begin without what it held.",
    { cause },
  );
}

async function writeWhole(path: string, text: string) {
  const beside = `${path}.new`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
