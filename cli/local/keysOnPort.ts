import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { processIdentity } from "../../local/cloudflow/engine/journal/processIdentity.ts";
import { type KeyPair, ROOT_KEY } from "../../local/ram/ram.ts";

/** What the commands of this user are told of the local cloud on a port. */
interface Reported {
  /** Of the process that runs it: what a killed one has left means nothing. */
  process: string;
  keys: KeyPair;
}

/** The account's key pair in the local cloud on this port: the one that was told to this user's commands, or local/local. */
export function keysOnPort(port: number): KeyPair {
  try {
    const { process: runs, keys } = JSON.parse(readFileSync(fileOf(port), "utf8")) as Reported;
    if (processIdentity(Number.parseInt(runs, 10)) === runs) return keys;
  } catch {
    // Nobody has told anything.
  }
  return ROOT_KEY;
}

/** Tells the commands of this user, and nobody else, the keys of the local cloud that this process runs on a port. */
export function storeKeys(port: number, keys: KeyPair): void {
  forgetKeys(port);
  if (keys === ROOT_KEY) return;
  mkdirSync(home(), { recursive: true, mode: 0o700 });
  const reported: Reported = { process: processIdentity(process.pid) ?? "", keys };
  writeFileSync(fileOf(port), JSON.stringify(reported), { mode: 0o600, flag: "wx" });
}

export function forgetKeys(port: number): void {
  rmSync(fileOf(port), { force: true });
}

/** As for the embedded engine: `ALBFLOW_HOME`, or `.albflow` in the user's home. */
export function home(): string {
  return process.env.ALBFLOW_HOME ?? join(homedir(), ".albflow");
}

function fileOf(port: number): string {
  return join(home(), `local-${port}.json`);
}
