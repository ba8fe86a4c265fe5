import type { Realities } from "../realities/realities.ts";
import type { DataPlane } from "./dataPlane/contract.ts";
import type { AlbState } from "./rows.ts";
import { type CertificateStore, servedListener, servedServerGroup } from "./served.ts";

/** Tells the data plane what is new to it, and nothing twice. */
export interface DataPlaneSync {
  /** Server groups first, for listeners need them; resolves when every listener serves what this state says. */
  syncDataPlane(state: AlbState, serverGroupIds: string[], listenerIds: string[]): Promise<void>;
  /** What the data plane has. */
  serverGroups(): Iterable<string>;
  listeners(): Iterable<string>;
  /** Listeners that could not be opened, switched or closed, and why. */
  problems(): { listenerId: string; message: string }[];
}

/** More listeners at once than anybody changes by calls: a large seed that begins. */
const MANY = 200;

/** Begins with a data plane that has nothing. */
export function createDataPlaneSync(
  plane: DataPlane,
  certificates: CertificateStore,
  realities?: Pick<Realities, "is">,
): DataPlaneSync {
  const groups = new Map<string, string>();
  const listeners = new Map<string, string>();
  const problems = new Map<string, string>();

  function syncGroup(state: AlbState, id: string) {
    const group = state.serverGroups.get(id);
    const served = group === undefined ? undefined : servedServerGroup(group);
    if (!isNew(groups, id, served)) return;
    if (served === undefined) plane.removeGroup(id);
    else plane.serveGroup(served);
  }

  async function syncListener(state: AlbState, id: string, lazily: boolean) {
    const served = servedListener(state, id, certificates, realities);
    if (!isNew(listeners, id, served)) return;
    problems.delete(id);
    const failed = (error: unknown) => {
      // Not given after all: the next change of this listener tries again.
      listeners.delete(id);
      problems.set(id, error instanceof Error ? error.message : String(error));
    };
    // A port is closed at once; nobody has to wait for the open requests to finish.
    if (served === undefined) void plane.stop(id).catch(failed);
    else await plane.serve(served, lazily).catch(failed);
  }

  return {
    async syncDataPlane(state, serverGroupIds, listenerIds) {
      for (const id of serverGroupIds) syncGroup(state, id);
      const lazily = listenerIds.length > MANY;
      // A port that one gives up is had by another that has waited for it: those that close come first.
      const isServed = (id: string) => servedListener(state, id, certificates, realities) !== undefined;
      const closing = listenerIds.filter((id) => listeners.has(id) && !isServed(id));
      for (const id of closing) await syncListener(state, id, lazily);
      const waiting = closing.length === 0 ? [] : [...problems.keys()];
      const others = new Set([...listenerIds, ...waiting]);
      await Promise.all([...others].map((id) => syncListener(state, id, lazily)));
    },
    serverGroups: () => groups.keys(),
    listeners: () => listeners.keys(),
    problems: () => [...problems].map(([listenerId, message]) => ({ listenerId, message })),
  };
}

function isNew(given: Map<string, string>, id: string, served: object | undefined): boolean {
  const text = served === undefined ? undefined : JSON.stringify(served);
  if (given.get(id) === text) return false;
  if (text === undefined) given.delete(id);
  else given.set(id, text);
  return true;
}
