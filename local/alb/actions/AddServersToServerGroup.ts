import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import type { Server } from "../serverGroupRow.ts";
import { addedServers, changeServers, checkNewServers, type SentServer } from "../servers.ts";

interface Parameters {
  ServerGroupId: string;
  Servers: SentServer[];
}

/** New servers are `Adding` until the group is Available again. */
export const addServersToServerGroup: AlbAction<Parameters> = (state, { ServerGroupId, Servers }, call) => {
  const group = writableServerGroup(state, ServerGroupId, call);
  checkNewServers(group, Servers, call);
  const grown = (Status: Server["Status"]) => [...group.Servers, ...addedServers(Servers, Status)];
  return changeServers(state, call, group, grown("Adding"), grown("Available"));
};
