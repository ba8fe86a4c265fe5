import { type Paging, pageOfList } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { ResourceTags } from "../rows.ts";
import { hasTags, requireTaggable, type SentTag } from "../tags.ts";

interface Parameters extends Paging {
  ResourceType: ResourceTags["ResourceType"];
  ResourceId?: string[];
  Tag?: SentTag[];
}

/** One row for each tag of each resource. */
export const listTagResources: AlbAction<Parameters> = (state, parameters, call) => {
  const { ResourceType, ResourceId, Tag } = parameters;
  for (const id of ResourceId ?? []) requireTaggable(state, ResourceType, id, call);
  const tagged = ResourceId === undefined ? state.tags.by("type", ResourceType) : pick(state.tags, ResourceId);
  const found = tagged
    .filter((row) => hasTags(state, row.ResourceId, Tag))
    .flatMap((row) =>
      row.Tags.map(({ Key, Value }) => ({ ResourceType, ResourceId: row.ResourceId, TagKey: Key, TagValue: Value })),
    );
  const { rows, TotalCount: _, ...page } = pageOfList(found, parameters);
  return { ...page, TagResources: rows };
};
