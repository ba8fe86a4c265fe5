import type { AlbAction } from "../call.ts";
import type { ResourceTags } from "../rows.ts";
import { requireTaggable, type SentTag, tagsOf } from "../tags.ts";

interface Parameters {
  ResourceType: ResourceTags["ResourceType"];
  ResourceId: string[];
  TagKey?: string[];
  Tag?: SentTag[];
  All?: boolean;
}

/** Takes tags off: all of them, those with certain keys, or certain pairs. */
export const unTagResources: AlbAction<Parameters> = (state, parameters, call) => {
  const { ResourceType, ResourceId, TagKey = [], Tag = [], All = false } = parameters;
  for (const id of ResourceId) requireTaggable(state, ResourceType, id, call);
  const goes = (key: string, value: string) =>
    All ||
    TagKey.includes(key) ||
    Tag.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
  for (const id of ResourceId) {
    const Tags = tagsOf(state, id).filter(({ Key, Value }) => !goes(Key, Value));
    if (Tags.length > 0) state.tags.put({ ResourceId: id, ResourceType, Tags });
    else state.tags.delete(id);
  }
  return {};
};
