import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callerIdentity } from "../shared/platform/clients/ram.ts";
import type { Credentials } from "../shared/platform/session.ts";
import { home } from "./local/keysOnPort.ts";

/**
 * The account to which keys belong, as Security Token Service says it; undefined where it does not answer within some seconds, or
 * knows no such keys. A key never changes its account: it is asked once, and kept in the folder of this user.
 */
export async function accountOfKeys(credentials: Credentials, endpoint?: string): Promise<string | undefined> {
  const file = join(home(), "accounts.json");
  const known = knownIn(file);
  // Of an overridden endpoint nobody knows whether it is the same the next time.
  const kept = endpoint === undefined ? known[credentials.accessKeyId] : undefined;
  if (kept !== undefined) return kept;
  const asked = await callerIdentity(credentials, endpoint, LONGEST_MS).catch(() => undefined);
  const found = asked?.accountId;
  if (found === undefined || endpoint !== undefined) return found;
  // Keys of a role live for an hour: only those that stay are worth a line.
  if (credentials.securityToken === undefined) keep(file, { ...known, [credentials.accessKeyId]: found });
  return found;
}

const LONGEST_MS = 3_000;

function knownIn(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Where nothing can be written it is asked again the next time. */
function keep(file: string, known: Record<string, string>): void {
  try {
    mkdirSync(home(), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(known), { mode: 0o600 });
  } catch {}
}
