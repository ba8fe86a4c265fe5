import type { Listener } from "../../core/resources/listenerState.ts";
import type { LogsClient } from "../../platform/clients/logs.ts";
import type { KeepRecords } from "./records.ts";

/** What listeners were like, kept in Simple Log Service. Every method throws `AlbflowError`. */
export interface Snapshots {
  keep(listeners: Listener[]): Promise<void>;
  /** The last one of a listener, and when it was taken (RFC 3339); undefined when none was within 30 days. */
  latest(listenerId: string): Promise<{ snapshot: Record<string, unknown>; at: string } | undefined>;
}

/** Opens them in the deployment's logstore. */
export function openSnapshots(
  log: Pick<LogsClient, "read">,
  keepRecords: KeepRecords,
  { project, logstore }: { project: string; logstore: string },
  now: () => number,
): Snapshots {
  return {
    async keep(listeners) {
      const at = new Date(now()).toISOString();
      const records = listeners.map(({ ListenerId: listenerId, ...snapshot }) => ({
        listenerId,
        at,
        snapshot: JSON.stringify(snapshot),
      }));
      await keepRecords("albflow_snapshot", records);
    },
    async latest(listenerId) {
      const query = `__topic__: albflow_snapshot and "${listenerId}"`;
      const until = Math.ceil((now() + 1_000) / 1_000) * 1_000;
      for (let to = until; to > until - MEMORY_DAYS * DAY_MS; to -= STRETCH_MS) {
        const found = (await log.read(project, logstore, { from: to - STRETCH_MS, to, query })) as Record<
          string,
          string
        >[];
        // The search compares words, not whole names.
        const own = found.filter((entry) => entry.listenerId === listenerId);
        const last = own.sort((one, other) => ((one.at ?? "") < (other.at ?? "") ? -1 : 1)).at(-1);
        if (last?.snapshot === undefined) continue;
        return { snapshot: withoutEmptyFields(JSON.parse(last.snapshot)), at: last.at ?? "" };
      }
      return undefined;
    },
  };
}

const DAY_MS = 86_400_000;
const MEMORY_DAYS = 30;
/** One is kept every four hours, and a search gives a hundred. */
const STRETCH_MS = 10 * DAY_MS;

/** What a listener does not have is `null` when it is read, and left out where one is to be made. */
function withoutEmptyFields(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}
