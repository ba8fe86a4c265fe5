import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processIdentity } from "./processIdentity.ts";

/**
 * Makes sure that one process at a time writes a journal; the returned function gives the folder free. A lock whose
 * process is gone, as after SIGKILL or a restart of the system, is taken over, by one of however many try it at once; that
 * another process has got its number since does not matter. Rejects when the folder is in use or cannot be written.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  const service = await claim(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `The folder ${dir} cannot be written: ${error.message}. Free some space or give rights, or use another folder.`,
      {
        cause: error,
      },
    );
  });
  if (service !== undefined) {
    throw new Error(`The folder ${dir} is in use by process ${numberIn(service)}. Stop it, or use another folder.`);
  }
  return () => rm(path, { force: true });
}

/** Makes a file that says who we are; answers who was first instead, if that process runs. */
async function claim(path: string): Promise<string | undefined> {
  const own = processIdentity(process.pid) ?? `${process.pid}:`;
  // A link is there at once and with its content, or not at all; a file that is being written is empty for a moment.
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, own);
    while (!(await linked(draft, path))) {
      const service = await holderOf(path);
      if (service === own) return undefined;
      if (service !== undefined && isRunning(service)) return service;
      if (service !== undefined) await clear(path, service);
    }
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what a dead process has left. Who may do that is claimed in its turn: nobody removes a successor's file. */
async function clear(path: string, dead: string): Promise<void> {
  const right = `${path}.of-${numberIn(dead)}`;
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

/** What the file says; undefined when it is gone. */
async function holderOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A number alone says nothing: every process gets one that others had before. */
function isRunning(service: string): boolean {
  return processIdentity(numberIn(service)) === service;
}

function numberIn(service: string): number {
  return Number.parseInt(service, 10) || 0;
}
