import { managerOf } from "../../core/managedBy.ts";
import { objectionsTo } from "../../core/operations/preconditions.ts";
import type { AlbAnswer } from "../../platform/clients/alb.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { ListedRow } from "./fleet.ts";

/** A listener as ALB lists it. */
export type AlbListener = NonNullable<AlbAnswer<"ListListeners">["Listeners"]>[number];
/** An instance as ALB lists it. */
export type AlbInstance = NonNullable<AlbAnswer<"ListLoadBalancers">["LoadBalancers"]>[number];

/** A listener as far as its list tells whether something can be rotated on it. */
export function listedRow(listener: AlbListener, instance: AlbInstance | undefined): ListedRow {
  const { ListenerId = "", LoadBalancerId = "", ListenerProtocol = "", ListenerStatus = "" } = listener;
  const manager = managerOf(listener, instance);
  const obstacles: Reason[] = [
    ...(ListenerStatus === "Stopped" ? [reason("listener-stopped-unrenewed")] : []),
    ...(instance === undefined ? [] : objectionsTo(instance as never)),
  ];
  const { SecurityPolicyId = "", ListenerPort = 0 } = listener;
  const state = [
    ListenerProtocol,
    ListenerStatus,
    ListenerPort,
    SecurityPolicyId,
    instance?.AddressType ?? "",
    obstacles,
  ];
  return {
    id: ListenerId,
    loadBalancerId: LoadBalancerId,
    protocol: ListenerProtocol,
    policyId: SecurityPolicyId,
    obstacle: allOf(obstacles),
    ...(manager === undefined ? {} : { elsewhere: reason("renewed-by-manager", { manager }) }),
    state: JSON.stringify(state),
  };
}

function allOf(reasons: Reason[]): Reason | null {
  return reasons.length > 1 ? reason("several", { parts: reasons }) : (reasons[0] ?? null);
}
