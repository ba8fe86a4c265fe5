import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import { changeServers, checkNewServers, type SentServer } from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  Servers: SentServer[];
}

/** New servers are `Adding` until the group is Available again. */
export const addServersToServerGroup: AlbAction<Parameters> = (state, { ServerGroupId, Servers }, call) => {
  const group = writableServerGroup(state, ServerGroupId, call);
  checkNewServers(group, Servers, call);
  const added = (Status: "Adding" | "Available") => [
    ...group.Servers,
    ...Servers.map((server) => ({ ...server, Weight: server.Weight ?? 100, Status })),
  ];
  return changeServers(state, call, group, added("Adding"), added("Available"));
};
