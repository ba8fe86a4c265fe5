import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes sure that one process at a time writes a journal; the returned function gives the folder free. A lock whose
 * process is gone, as after SIGKILL, is taken over. Rejects when the folder is in use.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, "lock");
  const holder = Number(await readFile(path, "utf8").catch(() => "0"));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(`The folder ${dir} is in use by process ${holder}. Stop it, or use another folder.`);
  }
  await writeFile(path, String(process.pid));
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
