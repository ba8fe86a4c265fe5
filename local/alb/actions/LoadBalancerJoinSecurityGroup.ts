import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";

interface Parameters {
  LoadBalancerId: string;
  SecurityGroupIds: string[];
}

/** Adds security groups, which are only kept: this cloud has no packets to filter by them. */
export const loadBalancerJoinSecurityGroup: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, SecurityGroupIds } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  for (const id of SecurityGroupIds) {
    if (!id.startsWith("sg-")) throw call.error("ResourceNotFound.SecurityGroup", id);
    if (loadBalancer.SecurityGroupIds.includes(id)) throw call.error("ResourceAlreadyAssociated.SecurityGroup", id);
  }
  return changeLoadBalancer(state, call, {
    ...loadBalancer,
    SecurityGroupIds: [...loadBalancer.SecurityGroupIds, ...SecurityGroupIds],
  });
};
