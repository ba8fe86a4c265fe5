import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import { changeServers, type NamedServer, refuseDuplicates, requireServers, serverRowKey } from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  Servers: NamedServer[];
}

/** Servers are `Removing`, then gone. */
export const removeServersFromServerGroup: AlbAction<Parameters> = (state, { ServerGroupId, Servers }, call) => {
  const group = writableServerGroup(state, ServerGroupId, call);
  refuseDuplicates(Servers, call);
  const removed = requireServers(group, Servers, call);
  const goes = (server: NamedServer) => removed.has(serverRowKey(server));
  return changeServers(
    state,
    call,
    group,
    group.Servers.map((server) => (goes(server) ? { ...server, Status: "Removing" } : server)),
    group.Servers.filter((server) => !goes(server)),
  );
};
