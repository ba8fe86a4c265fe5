import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import type { ListenerList } from "../../shared/features/inventory/listedListener.ts";
import type { ResourceList } from "../../shared/features/inventory/resources/listedResource.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import type { IdKind } from "./idKinds.ts";

/**
 * Prints the ids of a kind for a shell, each with what it is behind a tab. They are kept for a minute in the user's cache,
 * for their eyes only: whoever presses the key again is answered at once.
 */
export async function completeIds(kind: IdKind, options: ConnectionOptions): Promise<void> {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "albflow");
  const about = `${kind} ${flagsOf(options)} ${process.env.ALIBABA_CLOUD_ACCOUNT_ID} ${process.env.ALIBABA_CLOUD_REGION_ID}`;
  const file = join(folder, `${createHash("sha256").update(about).digest("hex").slice(0, 16)}.txt`);
  const kept = keptIn(file);
  if (kept !== undefined) return void process.stdout.write(kept);
  const text = (await readIds(kind, options)).map(([id, name]) => `${id}\t${name}\n`).join("");
  process.stdout.write(text);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
}

async function readIds(kind: IdKind, options: ConnectionOptions): Promise<[id: string, name: string][]> {
  return withConnection(options, async ({ session }) => {
    const ask = async (name: string, event: object) => openFunctions(session).invoke(flowNameOf(prefix(), name), event);
    if (kind === "listeners") {
      const { listeners } = (await ask("listListeners", { certificates: false })) as ListenerList;
      return listeners.map(({ listenerId, description, protocol, port }) => [
        listenerId,
        `${description} ${protocol} ${port}`.trim(),
      ]);
    }
    const { resources } = (await ask("listResources", { kind })) as ResourceList;
    return resources.map((resource) => [
      resource.id,
      "names" in resource ? resource.names.join(", ") : resource.name.replaceAll(/\s+/g, " "),
    ]);
  });
}

/** Undefined where nothing was kept within the last minute. */
function keptIn(file: string): string | undefined {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const age = made === undefined ? Number.POSITIVE_INFINITY : clock.now() - made;
  return age >= 0 && age < KEPT_MS ? readFileSync(file, "utf8") : undefined;
}

const KEPT_MS = 60_000;
