import type { CloudContext } from "../context.ts";
import type { Store } from "../rpc/store.ts";
import type { AlbRows, PendingChange } from "./rows.ts";
import { effectiveState, nextStep, settle } from "./schedule.ts";
import { albSchema } from "./state.ts";
import type { DataPlaneSync } from "./syncDataPlane.ts";

/** Lets changes come true in time, and keeps the data plane at what has become effective. */
interface Reconciler {
  /** Is told of every written row. */
  noticed(table: keyof AlbRows, before: Row | undefined, after: Row | undefined): void;
  /** Everything may have changed: an import. */
  noticeAll(): void;
  /** Makes everything due by `now` come true and effective; undefined when there is nothing to wait for. */
  settle(now: number): Promise<void> | undefined;
  close(): void;
}

type Row = AlbRows[keyof AlbRows];

const RETRY_MS = 1_000;

/**
 * Watches the rows that listeners are served from. The next moment at which a change comes true or effective wakes it.
 * `dated` is told the time of each change before its rows are written. Without `data` only the rows are kept in time.
 */
export function createReconciler(
  context: CloudContext,
  store: Store<AlbRows>,
  data: DataPlaneSync | undefined,
  dated: (at: number) => void,
): Reconciler {
  const dirtyListeners = new Set<string>();
  const dirtyGroups = new Set<string>();
  /** Rows under a change that is not effective yet: what is written to them is nothing new. */
  const pending = new Set<string>();
  let nextAt = Number.POSITIVE_INFINITY;
  let cancelWake: () => void = () => {};
  let underWay: Promise<void> | undefined;
  let closed = false;

  /** Which listeners or groups are served from a row of each table. */
  const marks: { [Name in keyof AlbRows]?: (row: AlbRows[Name]) => void } = {
    listeners: (row) => dirtyListeners.add(row.ListenerId),
    rules: (row) => dirtyListeners.add(row.ListenerId),
    loadBalancers: (row) => snapshotListeners("loadBalancer", row.LoadBalancerId),
    securityPolicies: (row) => snapshotListeners("securityPolicy", row.SecurityPolicyId),
    acls: (row) => snapshotListeners("acl", row.AclId),
    serverGroups: (row) => dirtyGroups.add(row.ServerGroupId),
  };

  function snapshot(table: keyof AlbRows, row: Row | null | undefined) {
    if (row !== null && row !== undefined) (marks[table] as ((row: Row) => void) | undefined)?.(row);
  }

  function snapshotListeners(index: string, value: string) {
    for (const listener of store.tables.listeners.by(index, value)) dirtyListeners.add(listener.ListenerId);
  }

  function noticeChange(before: PendingChange | undefined, after: PendingChange | undefined) {
    if (before === undefined) holdBack(after);
    if (after === undefined) becameEffective(before);
    else wakeNoLaterThan(nextStep(after));
  }

  function holdBack(change: PendingChange | undefined) {
    for (const { table, id } of change?.before ?? []) pending.add(`${table}/${id}`);
  }

  function becameEffective(change: PendingChange | undefined) {
    for (const { table, id, row } of change?.before ?? []) {
      pending.delete(`${table}/${id}`);
      snapshot(table, row);
      snapshot(table, store.tables[table].get(id));
    }
  }

  function wakeNoLaterThan(at: number) {
    if (at >= nextAt) return;
    nextAt = at;
    wakeAtNextStep(context.clock.now());
  }

  function findNextStep(now: number) {
    nextAt = Number.POSITIVE_INFINITY;
    for (const change of store.tables.changes.all()) nextAt = Math.min(nextAt, nextStep(change));
    wakeAtNextStep(now);
  }

  function wakeAtNextStep(now: number) {
    cancelWake();
    if (closed || nextAt === Number.POSITIVE_INFINITY) return;
    cancelWake = context.clock.after(nextAt - now, () => {
      void context.clock.hold(async (clock) => reconciler.settle(clock.now())).catch(tryAgain);
    });
  }

  /** The disk has not taken what was to be served. */
  function tryAgain() {
    if (closed) return;
    cancelWake();
    cancelWake = context.clock.after(RETRY_MS, () => {
      void context.clock.hold(async (clock) => reconciler.settle(clock.now())).catch(tryAgain);
    });
  }

  async function syncDirty(to: DataPlaneSync) {
    try {
      while (dirtyListeners.size + dirtyGroups.size > 0) {
        // What clients of listeners see must not be lost with the process either.
        const safe = context.keeper?.safe();
        if (safe !== undefined) await safe;
        await to.syncDataPlane(effectiveState(store), take(dirtyGroups), take(dirtyListeners));
      }
    } finally {
      underWay = undefined;
    }
  }

  const reconciler: Reconciler = {
    noticed(table, before, after) {
      if (table === "changes")
        return noticeChange(before as PendingChange | undefined, after as PendingChange | undefined);
      for (const row of [before, after]) {
        if (row !== undefined && !pending.has(`${table}/${idOf(table, row)}`)) snapshot(table, row);
      }
    },
    noticeAll() {
      pending.clear();
      for (const change of store.tables.changes.all()) holdBack(change);
      for (const { ServerGroupId } of store.tables.serverGroups.all()) dirtyGroups.add(ServerGroupId);
      for (const { ListenerId } of store.tables.listeners.all()) dirtyListeners.add(ListenerId);
      for (const id of data?.serverGroups() ?? []) dirtyGroups.add(id);
      for (const id of data?.listeners() ?? []) dirtyListeners.add(id);
      findNextStep(context.clock.now());
    },
    settle(now) {
      if (closed) return undefined;
      if (now >= nextAt) {
        settle(store, now, dated);
        findNextStep(now);
      }
      if (data !== undefined && dirtyListeners.size + dirtyGroups.size > 0) underWay ??= syncDirty(data);
      return underWay;
    },
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
