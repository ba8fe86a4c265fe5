import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes sure that one process at a time writes a journal; the returned function gives the folder free. A lock whose
 * process is gone, as after SIGKILL, is taken over, by one of however many try it at once. Rejects when the folder is
 * in use.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  const holder = await claim(path);
  if (holder !== undefined) {
    throw new Error(`The folder ${dir} is in use by process ${holder}. Stop it, or use another folder.`);
  }
  return () => rm(path, { force: true });
}

/** Makes a file with our number in it; answers the number of the living process that was first instead. */
async function claim(path: string): Promise<number | undefined> {
  // A link is there at once and with its content, or not at all; a file that is being written is empty for a moment.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, String(process.pid));
  try {
    while (!(await linked(draft, path))) {
      const holder = await holderOf(path);
      if (holder === process.pid) return undefined;
      if (holder !== undefined && isAlive(holder)) return holder;
      if (holder !== undefined) await clear(path, holder);
    }
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what a dead process has left. Who may do that is claimed in its turn: nobody removes a successor's file. */
async function clear(path: string, dead: number): Promise<void> {
  const right = `${path}.of-${dead}`;
  if ((await claim(right)) !== undefined) return;
  try {
    if ((await holderOf(path)) === dead) await rm(path, { force: true });
  } finally {
    await rm(right, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The number in the file, 0 when it is none; undefined when the file is gone. */
async function holderOf(path: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(path, "utf8"), 10) || 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
