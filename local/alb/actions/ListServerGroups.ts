import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import { hasTags, type SentTag } from "../tags.ts";
import { serverGroupSummary } from "../views.ts";

interface Parameters extends Paging {
  ServerGroupIds?: string[];
  ServerGroupNames?: string[];
  ServerGroupType?: string;
  VpcId?: string;
  ResourceGroupId?: string;
  Tag?: SentTag[];
}

/** Every filter that is given must fit; unknown ids give an empty list. */
export const listServerGroups: AlbAction<Parameters> = (state, parameters) => {
  const { ServerGroupIds, ServerGroupNames, ServerGroupType, VpcId, ResourceGroupId, Tag } = parameters;
  const candidates =
    ServerGroupIds === undefined ? [...state.serverGroups.all()] : pick(state.serverGroups, ServerGroupIds);
  const found = candidates.filter(
    (group) =>
      (ServerGroupNames === undefined || ServerGroupNames.includes(group.ServerGroupName)) &&
      (ServerGroupType === undefined || group.ServerGroupType === ServerGroupType) &&
      (VpcId === undefined || group.VpcId === VpcId) &&
      (ResourceGroupId === undefined || group.ResourceGroupId === ResourceGroupId) &&
      hasTags(state, group.ServerGroupId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.serverGroups, found, parameters);
  return { ...page, ServerGroups: rows.map((group) => serverGroupSummary(state, group)) };
};
