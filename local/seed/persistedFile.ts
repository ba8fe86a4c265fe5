import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../cloudflow/engine/journal/segments.ts";

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
  const message = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `${path}, where a local cloud has kept its state, cannot be read: ${message}. ` +
      "Put back a copy of it, or move it away to begin without what it held.",
    { cause },
  );
}

/**
 * Puts a text in the place of a file. A reader finds the old text or the new one, never a part, whatever happens to the
 * process or the machine meanwhile. It is readable for its owner alone. Rejects with the system's error.
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}
