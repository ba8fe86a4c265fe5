import { type Paging, pageOfList } from "../../rpc/paging.ts";
import type { AlbAction } from "../call.ts";

interface Parameters extends Paging {
  TagKey: string;
  ResourceType?: string;
  ResourceId?: string;
}

/** The values that a key has, on one type of resource or on one resource. */
export const listTagValues: AlbAction<Parameters> = (state, parameters) => {
  const { TagKey, ResourceType, ResourceId } = parameters;
  const tagged = ResourceType === undefined ? [...state.tags.all()] : state.tags.by("type", ResourceType);
  const values = tagged
    .filter((row) => ResourceId === undefined || row.ResourceId === ResourceId)
    .flatMap((row) => row.Tags.filter((tag) => tag.Key === TagKey).map((tag) => tag.Value));
  const { rows, ...page } = pageOfList([...new Set(values)].sort(), parameters);
  return { ...page, TagValues: rows };
};
