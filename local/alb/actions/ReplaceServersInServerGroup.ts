import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import {
  addedServers,
  changeServers,
  checkNewServers,
  type NamedServer,
  refuseDuplicates,
  requireServers,
  type SentServer,
  serverRowKey,
} from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  AddedServers: SentServer[];
  RemovedServers: NamedServer[];
}

/** Some servers in, others out, in one change. */
export const replaceServersInServerGroup: AlbAction<Parameters> = (state, parameters, call) => {
  const { ServerGroupId, AddedServers, RemovedServers } = parameters;
  const group = writableServerGroup(state, ServerGroupId, call);
  refuseDuplicates(RemovedServers, call);
  const removed = requireServers(group, RemovedServers, call);
  const goes = (server: NamedServer) => removed.has(serverRowKey(server));
  const kept = group.Servers.filter((server) => !goes(server));
  checkNewServers({ ...group, Servers: kept }, AddedServers, call);
  return changeServers(
    state,
    call,
    group,
    [
      ...group.Servers.map((server) => (goes(server) ? { ...server, Status: "Removing" as const } : server)),
      ...addedServers(AddedServers, "Adding"),
    ],
    [...kept, ...addedServers(AddedServers, "Available")],
  );
};
