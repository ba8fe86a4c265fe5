import type { AlbAction } from "../call.ts";
import { writableLoadBalancer } from "../lookups.ts";
import { requireTaggable } from "../tags.ts";

interface Parameters {
  ResourceType: "loadbalancer" | "acl" | "securitypolicy" | "servergroup";
  ResourceId: string;
  NewResourceGroupId: string;
}

const TABLES = {
  loadbalancer: "loadBalancers",
  acl: "acls",
  securitypolicy: "securityPolicies",
  servergroup: "serverGroups",
} as const;

/** Puts one resource into another resource group, at once. */
export const moveResourceGroup: AlbAction<Parameters> = (state, parameters, call) => {
  const { ResourceType, ResourceId, NewResourceGroupId: ResourceGroupId } = parameters;
  if (!ResourceGroupId.startsWith("rg-")) throw call.error("ResourceNotFound.ResourceGroup", ResourceGroupId);
  if (ResourceType === "loadbalancer") writableLoadBalancer(state, ResourceId, call);
  else requireTaggable(state, ResourceType, ResourceId, call);
  const table = state[TABLES[ResourceType]];
  const row = table.get(ResourceId);
  // Each row goes back into the table that it came from.
  if (row !== undefined) table.put({ ...row, ResourceGroupId } as never);
  return {};
};
