import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Tells a process from all others that have, had or will have its number, as one word: number, start and run of the
 * system. Undefined when no process with this number is running.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const started = process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
  return started === undefined ? undefined : `${pid}:${started}`;
}

/** Clock ticks since the system's start, and which start of the system that was (proc(5)). A zombie runs no more. */
function startOnLinux(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the program stands in parentheses and may hold anything.
  const [state, ...rest] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  if (state === undefined || state === "Z" || state === "X") return undefined;
  const boot = read("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${rest[STARTTIME]}:${boot}`;
}

/** Field 22 of proc(5), counted from the one after the state, which is field 3. */
const STARTTIME = 18;

/** The date of its start, to the second. */
function startByPs(pid: number): string | undefined {
  try {
    const date = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return date.trim().replaceAll(/\s+/g, "_") || undefined;
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
