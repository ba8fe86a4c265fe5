import type { AlbCall } from "./call.ts";
import type { AlbState, ResourceTags } from "./rows.ts";

/** A tag as a call sends it. */
export interface SentTag {
  Key?: string;
  Value?: string;
}

/** Lays tags over those that a resource has. */
export function putTags(
  state: AlbState,
  ResourceType: ResourceTags["ResourceType"],
  ResourceId: string,
  tags: SentTag[] = [],
) {
  if (tags.length === 0) return;
  const merged = new Map(tagsOf(state, ResourceId).map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of tags) if (Key !== undefined) merged.set(Key, Value ?? "");
  state.tags.put({ ResourceId, ResourceType, Tags: [...merged].map(([Key, Value]) => ({ Key, Value })) });
}

/** A resource's tags, none when it has none. */
export function tagsOf(state: AlbState, id: string): { Key: string; Value: string }[] {
  return state.tags.get(id)?.Tags ?? [];
}

/** Does a resource carry all of these tags? A tag without value asks for the key alone. */
export function hasTags(state: AlbState, id: string, wanted: SentTag[] = []): boolean {
  const tags = wanted.length === 0 ? [] : tagsOf(state, id);
  return wanted.every(({ Key, Value }) =>
    tags.some((tag) => (Key === undefined || tag.Key === Key) && (Value === undefined || tag.Value === Value)),
  );
}

/** Part of a change that deletes resources: their tags go when they are gone. */
export function tagsGone(state: AlbState, ids: string[]) {
  return ids
    .flatMap((id) => state.tags.get(id) ?? [])
    .map((during) => ({ table: "tags" as const, id: during.ResourceId, during, after: null }));
}

/** Is there such a resource of this type? Else 404. */
export function requireTaggable(state: AlbState, type: ResourceTags["ResourceType"], id: string, call: AlbCall) {
  const { table, code } = TAGGABLE[type];
  if (state[table].get(id) === undefined) throw call.error(`ResourceNotFound.${code}`, id);
}

const TAGGABLE = {
  acl: { table: "acls", code: "Acl" },
  healthchecktemplate: { table: "healthCheckTemplates", code: "HealthCheckTemplate" },
  loadbalancer: { table: "loadBalancers", code: "LoadBalancer" },
  listener: { table: "listeners", code: "Listener" },
  rule: { table: "rules", code: "Rule" },
  securitypolicy: { table: "securityPolicies", code: "SecurityPolicy" },
  servergroup: { table: "serverGroups", code: "ServerGroup" },
} as const;
