import type { AlbAction, AlbCall } from "../call.ts";
import type { AlbState, ResourceTags } from "../rows.ts";

interface Parameters {
  ResourceType: ResourceTags["ResourceType"];
  ResourceId: string[];
  Tag: { Key?: string; Value?: string }[];
}

/** Adds tags, or gives those that are there new values. */
export const tagResources: AlbAction<Parameters> = (state, { ResourceType, ResourceId, Tag }, call) => {
  for (const id of ResourceId) requireTaggable(state, ResourceType, id, call);
  for (const id of ResourceId) putTags(state, ResourceType, id, Tag);
  return {};
};

/** Lays tags over those that a resource has. */
export function putTags(
  state: AlbState,
  ResourceType: ResourceTags["ResourceType"],
  ResourceId: string,
  tags: { Key?: string; Value?: string }[] = [],
) {
  if (tags.length === 0) return;
  const merged = new Map((state.tags.get(ResourceId)?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of tags) if (Key !== undefined) merged.set(Key, Value ?? "");
  state.tags.put({ ResourceId, ResourceType, Tags: [...merged].map(([Key, Value]) => ({ Key, Value })) });
}

/** Is there such a resource of this type? Else 404. */
export function requireTaggable(state: AlbState, type: ResourceTags["ResourceType"], id: string, call: AlbCall) {
  const { table, code } = TAGGABLE[type];
  if (table === undefined || state[table].get(id) === undefined) throw call.error(`ResourceNotFound.${code}`, id);
}

const TAGGABLE = {
  acl: { table: undefined, code: "Acl" },
  loadbalancer: { table: "loadBalancers", code: "LoadBalancer" },
  listener: { table: "listeners", code: "Listener" },
  rule: { table: "rules", code: "Rule" },
  securitypolicy: { table: "securityPolicies", code: "SecurityPolicy" },
  servergroup: { table: "serverGroups", code: "ServerGroup" },
} as const;
