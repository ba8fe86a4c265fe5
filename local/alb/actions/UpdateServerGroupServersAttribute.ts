import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import type { Server } from "../serverGroupRow.ts";
import { changeServers, type NamedServer, refuseDuplicates, requireServers, serverRowKey } from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  Servers: (NamedServer & Pick<Partial<Server>, "Weight" | "Description" | "RemoteIpEnabled">)[];
}

/** Weight and description of servers; what is left out stays. */
export const updateServerGroupServersAttribute: AlbAction<Parameters> = (state, { ServerGroupId, Servers }, call) => {
  const group = writableServerGroup(state, ServerGroupId, call);
  refuseDuplicates(Servers, call);
  requireServers(group, Servers, call);
  const sent = new Map(Servers.map((server) => [serverRowKey(server), server]));
  const updated = (Status: Server["Status"]) =>
    group.Servers.map((server) => {
      const change = sent.get(serverRowKey(server));
      return change === undefined
        ? server
        : {
            ...server,
            Weight: change.Weight ?? server.Weight,
            Description: change.Description ?? server.Description,
            Status,
          };
    });
  return changeServers(state, call, group, updated("Configuring"), updated("Available"));
};
