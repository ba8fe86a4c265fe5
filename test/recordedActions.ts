import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { LocalCloud } from "../local/cloud.ts";

/** What roles did and were denied, over all tests of a run: a file for each process. */
const FOLDER = "dist/recorded-actions";

/** RAM actions by the lower-case name of a role. */
export type RoleActions = Record<string, string[]>;

export interface RecordedActions {
  used: RoleActions;
  denied: RoleActions;
}

/** Forgets what was recorded, before a run. */
export function forgetActions(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Writes down what the roles of a cloud have done so far; before it is closed or taken back, which makes it forget. */
export function recordActions({ ram }: Pick<LocalCloud, "ram">): void {
  const recorded: RecordedActions = {
    used: newIn("used", ram.usedActions()),
    denied: newIn("denied", ram.deniedActions()),
  };
  if (Object.keys(recorded.used).length + Object.keys(recorded.denied).length === 0) return;
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(join(FOLDER, `${process.pid}.jsonl`), `${JSON.stringify(recorded)}\n`);
}

/** What this process has written already: clouds are taken back thousands of times. */
const written = new Set<string>();

function newIn(book: string, actions: Map<string, Set<string>>): RoleActions {
  const fresh: RoleActions = {};
  for (const [role, names] of actions) {
    const more = [...names].filter((name) => !written.has(`${book} ${role} ${name}`));
    if (more.length > 0) fresh[role.toLowerCase()] = more;
    for (const name of more) written.add(`${book} ${role} ${name}`);
  }
  return fresh;
}

/** Everything that was recorded in this run. */
export function readActions(): RecordedActions {
  const all: RecordedActions = { used: {}, denied: {} };
  for (const file of existsSync(FOLDER) ? readdirSync(FOLDER) : []) {
    for (const line of readFileSync(join(FOLDER, file), "utf8").trimEnd().split("\n")) {
      const { used, denied } = JSON.parse(line) as RecordedActions;
      addTo(all.used, used);
      addTo(all.denied, denied);
    }
  }
  return all;
}

function addTo(all: RoleActions, more: RoleActions): void {
  for (const [role, actions] of Object.entries(more)) {
    all[role] = [...new Set([...(all[role] ?? []), ...actions])].sort();
  }
}
