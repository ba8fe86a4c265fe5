import type { AlbAction } from "../call.ts";
import type { ResourceTags } from "../rows.ts";
import { putTags, requireTaggable, type SentTag } from "../tags.ts";

interface Parameters {
  ResourceType: ResourceTags["ResourceType"];
  ResourceId: string[];
  Tag: SentTag[];
}

/** Adds tags, or gives those that are there new values. */
export const tagResources: AlbAction<Parameters> = (state, { ResourceType, ResourceId, Tag }, call) => {
  for (const id of ResourceId) requireTaggable(state, ResourceType, id, call);
  for (const id of ResourceId) putTags(state, ResourceType, id, Tag);
  return {};
};
