import type { CloudContext } from "../context.ts";
import type { Store } from "../rpc/store.ts";
import type { DataPlane } from "./dataPlane/contract.ts";
import type { AlbRows, AlbState, Change } from "./rows.ts";
import { effectiveState, nextStep, settle } from "./schedule.ts";
import { type CertificateStore, servedListener, servedServerGroup } from "./served.ts";
import { albSchema } from "./state.ts";

/** Keeps the data plane at what the control plane has made effective, and lets changes come true in time. */
export interface Reconciler {
  /** Hears of every written row. */
  noticed(table: keyof AlbRows, before: Row | undefined, after: Row | undefined): void;
  /** Makes everything due by `now` come true and effective; undefined when there is nothing to wait for. */
  settle(now: number): Promise<void> | undefined;
  /** Everything may have changed: an import. */
  noticeAll(): void;
  /** Listeners that the data plane could not open or switch, and why. */
  problems(): { listenerId: string; message: string }[];
  close(): void;
}

type Row = AlbRows[keyof AlbRows];

/**
 * Watches the rows that a listener is served from, and hands the data plane each that differs from what it has. The
 * next moment at which a change comes true or effective wakes it.
 */
export function createReconciler(
  context: CloudContext,
  store: Store<AlbRows>,
  certificates: CertificateStore,
  dataPlane: DataPlane | undefined,
  dated: (at: number) => void,
): Reconciler {
  const dirtyListeners = new Set<string>();
  const dirtyGroups = new Set<string>();
  const given = new Map<string, string>();
  const problems = new Map<string, string>();
  /** Rows under a change that is not effective yet. */
  const pending = new Set<string>();
  let nextAt = Number.POSITIVE_INFINITY;
  let cancelWake: () => void = () => {};
  let underWay: Promise<void> | undefined;
  let closed = false;

  const notice: { [Name in keyof AlbRows]?: (row: AlbRows[Name]) => void } = {
    listeners: (row) => dirtyListeners.add(row.ListenerId),
    rules: (row) => dirtyListeners.add(row.ListenerId),
    loadBalancers: (row) => markListeners("loadBalancer", row.LoadBalancerId),
    securityPolicies: (row) => markListeners("securityPolicy", row.SecurityPolicyId),
    serverGroups: (row) => dirtyGroups.add(row.ServerGroupId),
  };

  function mark(table: keyof AlbRows, row: Row) {
    (notice[table] as ((row: Row) => void) | undefined)?.(row);
  }

  /** A row under change is news only when the change is effective, that is when its own row is gone. */
  function noticeChange(before: Change | undefined, after: Change | undefined) {
    if (before === undefined) for (const { table, id } of after?.before ?? []) pending.add(`${table}/${id}`);
    if (after !== undefined) return wakeNoLaterThan(nextStep(after));
    for (const { table, id, row } of before?.before ?? []) {
      pending.delete(`${table}/${id}`);
      const now = store.tables[table].get(id);
      for (const either of [row, now]) if (either !== null && either !== undefined) mark(table, either);
    }
  }

  function wakeNoLaterThan(at: number) {
    if (at >= nextAt) return;
    nextAt = at;
    wakeAtNextStep(context.clock.now());
  }

  function markListeners(index: string, value: string) {
    for (const listener of store.tables.listeners.by(index, value)) dirtyListeners.add(listener.ListenerId);
  }

  function wakeAtNextStep(now: number) {
    cancelWake();
    if (closed || nextAt === Number.POSITIVE_INFINITY) return;
    cancelWake = context.clock.after(nextAt - now, () => {
      void context.clock.hold(async (clock) => reconciler.settle(clock.now()));
    });
  }

  function findNextStep() {
    nextAt = Number.POSITIVE_INFINITY;
    for (const change of store.tables.changes.all()) nextAt = Math.min(nextAt, nextStep(change));
  }

  /** Gives the data plane what is new to it; listeners one after another, so that the latest wins. */
  async function serve(plane: DataPlane) {
    while (dirtyListeners.size + dirtyGroups.size > 0) {
      const state = effectiveState(store);
      for (const id of take(dirtyGroups)) serveGroup(plane, state, id);
      await Promise.all(take(dirtyListeners).map((id) => serveListener(plane, state, id)));
    }
    underWay = undefined;
  }

  function serveGroup(plane: DataPlane, state: AlbState, id: string) {
    const group = state.serverGroups.get(id);
    const served = group === undefined ? undefined : servedServerGroup(group);
    if (!isNews(id, served)) return;
    if (served === undefined) plane.removeGroup(id);
    else plane.serveGroup(served);
  }

  async function serveListener(plane: DataPlane, state: AlbState, id: string) {
    const served = servedListener(state, id, certificates);
    if (!isNews(id, served)) return;
    const failed = (error: unknown) => {
      given.delete(id);
      problems.set(id, error instanceof Error ? error.message : String(error));
    };
    problems.delete(id);
    // The port is closed at once; nobody has to wait for the open requests to finish.
    if (served === undefined) void plane.stop(id).catch(failed);
    else await plane.serve(served).catch(failed);
  }

  function isNews(id: string, served: object | undefined): boolean {
    const text = served === undefined ? undefined : JSON.stringify(served);
    if (given.get(id) === text) return false;
    if (text === undefined) given.delete(id);
    else given.set(id, text);
    return true;
  }

  const reconciler: Reconciler = {
    noticed(table, before, after) {
      if (table === "changes") return noticeChange(before as Change | undefined, after as Change | undefined);
      for (const row of [before, after]) {
        if (row !== undefined && !pending.has(`${table}/${idOf(table, row)}`)) mark(table, row);
      }
    },
    settle(now) {
      if (closed) return undefined;
      if (now >= nextAt) {
        settle(store, now, dated);
        findNextStep();
        wakeAtNextStep(now);
      }
      if (dataPlane === undefined || dirtyListeners.size + dirtyGroups.size === 0) return underWay;
      underWay ??= serve(dataPlane);
      return underWay;
    },
    noticeAll() {
      pending.clear();
      for (const change of store.tables.changes.all()) {
        for (const { table, id } of change.before) pending.add(`${table}/${id}`);
      }
      for (const { ServerGroupId } of store.tables.serverGroups.all()) dirtyGroups.add(ServerGroupId);
      for (const listener of store.tables.listeners.all()) dirtyListeners.add(listener.ListenerId);
      for (const [id, kind] of given) (kind.startsWith('{"serverGroupId"') ? dirtyGroups : dirtyListeners).add(id);
      findNextStep();
      wakeAtNextStep(context.clock.now());
    },
    problems: () => [...problems].map(([listenerId, message]) => ({ listenerId, message })),
    close() {
      closed = true;
      cancelWake();
    },
  };
  return reconciler;
}

function idOf(table: keyof AlbRows, row: Row): string {
  return (albSchema[table].id as (row: Row) => string)(row);
}

function take(ids: Set<string>): string[] {
  const taken = [...ids];
  ids.clear();
  return taken;
}
