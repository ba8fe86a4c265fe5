import { allPages, collect } from "../../../platform/clients/pages.ts";
import type { Clients } from "../../../platform/clients.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { AskedListener } from "./askedListener.ts";
import type { ListedVpc } from "./listedResource.ts";

/** The VPCs that instances are in: in no other one can a server group get requests. Throws `AlbflowError`. */
export async function listVpcs({ alb }: Clients, asked: AskedListener | undefined): Promise<ListedVpc[]> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListLoadBalancers", paging),
      (page) => page.LoadBalancers,
    ),
  );
  const instancesIn = new Map<string, typeof rows>();
  for (const row of rows) instancesIn.set(row.VpcId ?? "", [...(instancesIn.get(row.VpcId ?? "") ?? []), row]);
  const { LoadBalancerId: loadBalancerId = "", VpcId: instanceVpcId } = asked?.loadBalancer ?? {};
  return [...instancesIn].map(([id, instances]) => ({
    id,
    name: "",
    isUsed: id === instanceVpcId,
    unfit:
      instanceVpcId === undefined || id === instanceVpcId
        ? []
        : [reason("group-in-other-vpc", { vpcId: id, loadBalancerId, instanceVpcId })],
    loadBalancers: instances.map(({ LoadBalancerId = "", LoadBalancerName = "" }) => ({
      id: LoadBalancerId,
      name: LoadBalancerName,
    })),
  }));
}
