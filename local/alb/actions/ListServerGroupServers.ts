import { type Paging, pageOfList } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import { hasTags, type SentTag } from "../tags.ts";

interface Parameters extends Paging {
  ServerGroupId?: string;
  ServerIds?: string[];
  Tag?: SentTag[];
}

/** The servers of one group, or of all; an unknown group has none. `Tag` asks for tags of the group. */
export const listServerGroupServers: AlbAction<Parameters> = (state, parameters) => {
  const { ServerGroupId, ServerIds, Tag } = parameters;
  const groups =
    ServerGroupId === undefined ? [...state.serverGroups.all()] : pick(state.serverGroups, [ServerGroupId]);
  const found = groups
    .filter((group) => hasTags(state, group.ServerGroupId, Tag))
    .flatMap((group) => group.Servers.map((server) => ({ ...server, ServerGroupId: group.ServerGroupId })))
    .filter((server) => ServerIds === undefined || ServerIds.includes(server.ServerId));
  const { rows, ...page } = pageOfList(found, parameters);
  return { ...page, Servers: rows };
};
