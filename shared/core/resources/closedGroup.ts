import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Listener } from "./listenerState.ts";
import { createOnlyResource, inMotion, type Resource } from "./resource.ts";

/**
 * A server group without servers: whoever is forwarded there is answered 503. A listener whose rules and access control
 * lists are yet to be made forwards there meanwhile (docs/decisions/a-listener-is-made-closed.md).
 */
export interface ClosedGroup {
  ServerGroupName: string;
  /** The instance whose VPC it belongs to. */
  LoadBalancerId: string;
  /** Given by the cloud. */
  ServerGroupId?: string;
}

/** A closed group is found by its name, which says whose it is. */
export type ClosedGroupKey = Pick<ClosedGroup, "ServerGroupName" | "LoadBalancerId">;

const made = createOnlyResource<ClosedGroupKey, ClosedGroup>({
  field: "ClosedGroup",
  async read({ alb }, { ServerGroupName, LoadBalancerId }) {
    const rows = await collect(
      allPages(
        (paging) => alb.call("ListServerGroups", { ServerGroupNames: [ServerGroupName], ...paging }),
        (page) => page.ServerGroups,
      ),
    );
    const found = rows.find((row) => row.ServerGroupName === ServerGroupName);
    if (found === undefined) return { value: null, unsettled: undefined };
    const { ServerGroupId = "", ServerGroupStatus } = found;
    return {
      value: { ServerGroupName, LoadBalancerId, ServerGroupId },
      unsettled: ServerGroupStatus === "Available" ? undefined : inMotion(ServerGroupName, ServerGroupStatus),
    };
  },
  make: (value) => [{ action: "CreateServerGroup", parameters: { ...value }, after: value }],
  remove: () => [{ action: "DeleteServerGroup", parameters: { ServerGroupId: "@closedGroup" }, after: null }],
});

/** It never stays, whichever way a plan goes; that it comes and goes is no change that anybody must weigh. */
export const closedGroup: Resource<ClosedGroupKey, ClosedGroup> = {
  ...made,
  changes: () => [],
  rollbackTarget: () => null,
};

/** The closed group of a listener's place. */
export function closedGroupOf({
  LoadBalancerId,
  ListenerProtocol,
  ListenerPort,
}: Pick<Listener, "LoadBalancerId" | "ListenerProtocol" | "ListenerPort">): ClosedGroupKey {
  return { ServerGroupName: `albflow-closed-${LoadBalancerId}-${ListenerProtocol}-${ListenerPort}`, LoadBalancerId };
}

/** What CreateServerGroup takes for a closed group: it must be in the VPC of the instance. Throws `AlbflowError`. */
export async function creationOfClosedGroup(alb: AlbClient, { ServerGroupName, LoadBalancerId }: ClosedGroupKey) {
  const { VpcId = "" } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
  return { ServerGroupName, VpcId, ServerGroupType: "Ip", HealthCheckConfig: { HealthCheckEnabled: false } };
}

/** The default action that leads there, by the id that the cloud has yet to give. */
export const TO_CLOSED_GROUP = [
  { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "@closedGroup" }] } },
];
