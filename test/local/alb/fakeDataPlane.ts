import type {
  DataPlane,
  ServedListener,
  ServedServerGroup,
  ServerHealth,
} from "../../../local/alb/dataPlane/contract.ts";

/** A data plane without sockets, that remembers what it was told. */
export interface FakeDataPlane extends DataPlane {
  listeners: Map<string, ServedListener>;
  groups: Map<string, ServedServerGroup>;
  /** What was told, in order: `serve lsn-1`, `stop lsn-1`. */
  reported: string[];
  /** The next `serve` fails with this message. */
  failNext?: string;
  healthOf: Map<string, ServerHealth[]>;
}

export function fakeDataPlane(): FakeDataPlane {
  const plane: FakeDataPlane = {
    listeners: new Map(),
    groups: new Map(),
    reported: [],
    healthOf: new Map(),
    async serve(listener) {
      if (plane.failNext !== undefined) {
        const message = plane.failNext;
        delete plane.failNext;
        throw new Error(message);
      }
      plane.reported.push(`serve ${listener.listenerId}`);
      plane.listeners.set(listener.listenerId, listener);
    },
    async stop(listenerId) {
      plane.reported.push(`stop ${listenerId}`);
      plane.listeners.delete(listenerId);
    },
    serveGroup: (group) => void plane.groups.set(group.serverGroupId, group),
    removeGroup: (serverGroupId) => void plane.groups.delete(serverGroupId),
    health: (serverGroupId) => plane.healthOf.get(serverGroupId) ?? [],
    traffic: () => undefined,
    ports: () => [],
    endpoint: () => undefined,
    snapshot: () => () => {},
    close: async () => {},
  };
  return plane;
}
