import type { Clock } from "../../../shared/platform/clock.ts";
import type { DataPlane, ServedListener, ServedServerGroup, WatchedPort, WriteLogs } from "./contract.ts";
import type { HealthFinding } from "./healthMonitor.ts";
import { type OpenListener, openListener } from "./listener.ts";
import type { Plane } from "./plane.ts";
import { createPortMinutes, type PortMinutes } from "./portMinutes.ts";
import { createRecordWriter } from "./recordWriter.ts";
import { createServerPool, type ServerPool } from "./serverPool.ts";

/** What a data plane is built from. */
interface DataPlaneOptions {
  /** What the time is, for log records. */
  clock: Clock;
  /**
   * How time passes on the wire: timeouts, draining, and health checks but for simulated time (see `monitorHealth`). Default: `clock`. A cloud in simulated time gives
   * the system's, because its clients and backends are real.
   */
  wireClock?: Clock;
  /** Trace ids and sampling. */
  random: () => number;
  writeLogs: WriteLogs;
  /** The port to bind for a configured one; 0 lets the system choose. Default: the configured port. */
  mapPort?: (port: number) => number;
}

/** How long `stop` lets open requests run, in milliseconds. */
const DRAIN_MS = 5_000;

/**
 * Real sockets that serve what the control plane says (alb.md §5, §8, §9, §10.1). QUIC is not served: it is an object of
 * the control plane only.
 *
 * Errors: `serve` rejects when the port cannot be had or the TLS configuration cannot be served, saying what to do.
 */
export function createDataPlane(options: DataPlaneOptions): DataPlane {
  const { clock, wireClock = clock, random, writeLogs, mapPort = (port) => port } = options;
  const listeners = new Map<string, OpenListener>();
  const pools = new Map<string, ServerPool>();
  const draining = new Map<OpenListener, Promise<void>>();
  const turns = createTurns();
  let isClosed = false;
  const records = createRecordWriter(writeLogs, [clock, wireClock]);
  const watched = new Map<string, Omit<WatchedPort, "between"> & { minutes: PortMinutes }>();
  function minutesOf({ loadBalancerId, protocol, port }: Omit<WatchedPort, "between">): PortMinutes {
    const key = `${loadBalancerId} ${protocol} ${port}`;
    const counted = watched.get(key) ?? { loadBalancerId, protocol, port, minutes: createPortMinutes(clock) };
    watched.set(key, counted);
    return counted.minutes;
  }
  const plane: Plane = {
    clock,
    wireClock,
    random,
    records,
    minutesOf,
    poolOf: (serverGroupId) => pools.get(serverGroupId),
    realPort(loadBalancerId, port) {
      for (const { listener, endpoint } of listeners.values()) {
        if (listener.loadBalancerId === loadBalancerId && listener.port === port) return endpoint.port;
      }
      return port;
    },
  };
  /** How servers were at the moment to which this has been taken back, until their checks begin. */
  let known = new Map<string, HealthFinding>();
  const newPool = (group: ServedServerGroup) =>
    createServerPool(group, { clock, wireClock }, (address) => {
      const key = `${group.serverGroupId} ${address}`;
      const found = known.get(key);
      known.delete(key);
      return found;
    });
  /** In how many listeners' configurations each server group stands. */
  const uses = new Map<string, number>();
  const noteUse = (before: ServedListener | undefined, after: ServedListener | undefined) => {
    for (const [listener, change] of [
      [before, -1],
      [after, 1],
    ] as const) {
      if (listener === undefined) continue;
      for (const id of groupsOf(listener)) uses.set(id, (uses.get(id) ?? 0) + change);
    }
    const changed = new Set([before, after].flatMap((listener) => (listener === undefined ? [] : groupsOf(listener))));
    for (const id of changed) pools.get(id)?.setInUse((uses.get(id) ?? 0) > 0);
  };
  const shut = (listenerId: string, graceMs: number): Promise<void> => {
    const open = listeners.get(listenerId);
    if (open === undefined) return Promise.resolve();
    listeners.delete(listenerId);
    minutesOf(open.listener).closed();
    noteUse(open.listener, undefined);
    const drained = open.close(graceMs).then(() => {
      draining.delete(open);
      records.flush();
    });
    draining.set(open, drained);
    return drained;
  };

  return {
    async serve(listener, lazily) {
      const { listenerId } = listener;
      if (isClosed) throw new Error(`Listener ${listenerId} cannot be served: the data plane is closed.`);
      await turns.take(listenerId, async () => {
        const open = listeners.get(listenerId);
        const before = open?.listener;
        if (open === undefined) {
          listeners.set(listenerId, await openListener(listener, plane, mapPort(listener.port), lazily));
          minutesOf(listener).opened();
        } else open.switchTo(listener);
        noteUse(before, listener);
      });
    },
    async stop(listenerId) {
      // The next call need not wait until the old connections are gone.
      const { drained } = await turns.take(listenerId, async () => ({ drained: shut(listenerId, DRAIN_MS) }));
      await drained;
    },
    serveGroup(group) {
      const pool = pools.get(group.serverGroupId);
      if (pool === undefined) pools.set(group.serverGroupId, newPool(group));
      else pool.update(group);
      pools.get(group.serverGroupId)?.setInUse((uses.get(group.serverGroupId) ?? 0) > 0);
    },
    removeGroup(serverGroupId) {
      pools.get(serverGroupId)?.close();
      pools.delete(serverGroupId);
    },
    health: (serverGroupId) => pools.get(serverGroupId)?.health() ?? [],
    traffic: (listenerId) => listeners.get(listenerId)?.traffic,
    ports: () =>
      [...watched.values()].map(({ minutes, ...port }) => ({
        ...port,
        between: (from, to) => minutes.between(from, to),
      })),
    endpoint: (listenerId) => listeners.get(listenerId)?.endpoint,
    snapshot() {
      const kept = [...pools].flatMap(([serverGroupId, pool]) =>
        pool.findings().map(([address, found]) => [`${serverGroupId} ${address}`, found] as const),
      );
      return () => {
        records.forget();
        const counted = new Set([...listeners.values()].map(({ listener }) => minutesOf(listener)));
        for (const [key, { minutes }] of watched) {
          if (counted.has(minutes)) minutes.forget();
          else watched.delete(key);
        }
        known = new Map(kept);
        for (const pool of pools.values()) pool.checkAnew();
      };
    },
    async close() {
      isClosed = true;
      await turns.settled();
      const drained = [...draining.values(), ...[...listeners.keys()].map((listenerId) => shut(listenerId, 0))];
      for (const open of draining.keys()) void open.close(0);
      await Promise.all(drained);
      for (const pool of pools.values()) pool.close();
      pools.clear();
      records.flush();
    },
  };
}

function groupsOf({ serverGroups, rules }: ServedListener): string[] {
  const forwarding = rules.flatMap(({ action }) => (action.type === "ForwardGroup" ? action.serverGroups : []));
  return [...serverGroups, ...forwarding].map(
    ({ serverGroupId }: Pick<ServedServerGroup, "serverGroupId">) => serverGroupId,
  );
}

/** Runs the work for one key one after the other, whatever came of the one before. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    take<T>(key: string, work: () => Promise<T>): Promise<T> {
      const turn = (last.get(key) ?? Promise.resolve()).then(work);
      const ended = turn
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === ended) last.delete(key);
        });
      last.set(key, ended);
      return turn;
    },
    /** All that has been asked for so far is done. */
    settled: () => Promise.all(last.values()),
  };
}
