import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";

interface Parameters {
  LoadBalancerId: string;
  SecurityGroupIds: string[];
}

/** Takes security groups away. */
export const loadBalancerLeaveSecurityGroup: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, SecurityGroupIds } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  for (const id of SecurityGroupIds) {
    if (!loadBalancer.SecurityGroupIds.includes(id)) throw call.error("ResourceNotAssociated.SecurityGroup", id);
  }
  return changeLoadBalancer(state, call, {
    ...loadBalancer,
    SecurityGroupIds: loadBalancer.SecurityGroupIds.filter((id) => !SecurityGroupIds.includes(id)),
  });
};
