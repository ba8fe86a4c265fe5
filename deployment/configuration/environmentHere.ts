import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Secrets for the folder in which somebody deploys, in lines like `ALBFLOW_SECRET=…`: made by `albflow init`, never committed. */
export const SECRETS_FILE = ".albflow.env";

/** The variables that secrets are taken from: those of this process, and those of the file, which count where the process has none. */
export function environmentHere(): Record<string, string | undefined> {
  const kept = existsSync(SECRETS_FILE) ? parseEnv(readFileSync(SECRETS_FILE, "utf8")) : {};
  return { ...kept, ...process.env };
}
