import { whyNotForwarded } from "../../../core/operations/serverGroups.ts";
import { isDown, serverGroupsOf } from "../../../core/probes/health.ts";
import { allPages, collect } from "../../../platform/clients/pages.ts";
import type { Clients } from "../../../platform/clients.ts";
import { eachLimited } from "../../../platform/eachLimited.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import type { AskedListener } from "./askedListener.ts";
import type { ListedServerGroup } from "./listedResource.ts";

/** The server groups of a region; of those in `healthOf` ALB's own check, too. Throws `AlbflowError`. */
export async function serverGroupList(
  clients: Clients,
  asked: AskedListener | undefined,
  healthOf: string[],
): Promise<ListedServerGroup[]> {
  const rows = await collect(
    allPages(
      (paging) => clients.alb.call("ListServerGroups", paging),
      (page) => page.ServerGroups,
    ),
  );
  const used = asked === undefined ? [] : serverGroupsOf(asked.listener);
  const groups = rows.map((row): ListedServerGroup => {
    const { ServerGroupId: id = "", ServerGroupName: name = "", Protocol: protocol = "", VpcId: vpcId = "" } = row;
    const servers = row.ServerCount ?? 0;
    return {
      id,
      name,
      isUsed: used.includes(id),
      unfit: asked === undefined ? [] : whyUnfit({ protocol, vpcId, servers }, asked),
      protocol,
      serverGroupType: row.ServerGroupType ?? "",
      vpcId,
      servers,
      loadBalancerIds: row.RelatedLoadBalancerIds ?? [],
    };
  });
  return withHealth(clients, groups, healthOf);
}

function whyUnfit(
  { protocol, vpcId, servers }: Pick<ListedServerGroup, "protocol" | "vpcId" | "servers">,
  { listener, loadBalancer }: AskedListener,
): Reason[] {
  const { LoadBalancerId: loadBalancerId, VpcId: instanceVpcId } = loadBalancer;
  return [
    ...(vpcId === "" || vpcId === instanceVpcId
      ? []
      : [reason("group-in-other-vpc", { vpcId, loadBalancerId, instanceVpcId })]),
    ...(whyNotForwarded(protocol, listener, loadBalancer) ?? []),
    ...(servers === 0 ? [reason("group-without-servers")] : []),
  ];
}

/** A call for all instances, and one for each listener that forwards to one of the groups: ALB answers 200 a minute. */
async function withHealth(
  { alb }: Clients,
  groups: ListedServerGroup[],
  healthOf: string[],
): Promise<ListedServerGroup[]> {
  const wanted = groups.filter(({ id }) => healthOf.includes(id));
  const loadBalancerIds = [...new Set(wanted.flatMap((group) => group.loadBalancerIds))];
  if (wanted.length === 0) return groups;
  const parts = Array.from({ length: Math.ceil(loadBalancerIds.length / 20) }, (_, part) =>
    loadBalancerIds.slice(part * 20, part * 20 + 20),
  );
  const listeners = (
    await eachLimited(parts, (LoadBalancerIds) =>
      collect(
        allPages(
          (paging) => alb.call("ListListeners", { LoadBalancerIds, ...paging }),
          (page) => page.Listeners,
        ),
      ),
    )
  )
    .flat()
    .filter(({ ListenerStatus }) => ListenerStatus === "Running");
  const userOf = ({ id }: ListedServerGroup) =>
    listeners.find((one) => serverGroupsOf(one as never).includes(id))?.ListenerId;
  const users = [...new Set(wanted.flatMap((group) => userOf(group) ?? []))];
  const infos = await eachLimited(users, async (ListenerId) => {
    const { ListenerHealthStatus = [] } = await alb.call("GetListenerHealthStatus", { ListenerId });
    return ListenerHealthStatus.flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  });
  return groups.map((group) => {
    if (!healthOf.includes(group.id)) return group;
    const user = userOf(group);
    if (user === undefined) return { ...group, health: null };
    const own = (infos[users.indexOf(user)] ?? []).filter(({ ServerGroupId }) => ServerGroupId === group.id);
    return {
      ...group,
      health: { down: own.flatMap(({ NonNormalServers = [] }) => NonNormalServers).filter(isDown).length },
    };
  });
}
