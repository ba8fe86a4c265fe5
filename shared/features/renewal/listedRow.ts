import { managerOf } from "../../core/managedBy.ts";
import { objectionsTo } from "../../core/operations/preconditions.ts";
import type { AlbAnswer } from "../../platform/clients/alb.ts";
import type { ListedRow } from "./fleet.ts";

/** A listener as ALB lists it. */
export type AlbListener = NonNullable<AlbAnswer<"ListListeners">["Listeners"]>[number];
/** An instance as ALB lists it. */
export type AlbInstance = NonNullable<AlbAnswer<"ListLoadBalancers">["LoadBalancers"]>[number];

/** A listener as far as its list tells whether something can be rotated on it. */
export function listedRow(listener: AlbListener, instance: AlbInstance | undefined): ListedRow {
  const { ListenerId = "", LoadBalancerId = "", ListenerProtocol = "", ListenerStatus = "" } = listener;
  const manager = managerOf(listener, instance);
  const obstacles = [
    ...(ListenerStatus === "Stopped"
      ? ["its listener is stopped, so nothing could be verified; start it, or remove the certificate from it"]
      : []),
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
    obstacle: obstacles.join("; "),
    ...(manager === undefined
      ? {}
      : { elsewhere: `its listener is managed by ${manager.name}; renew it in ${manager.place}` }),
    state: JSON.stringify(state),
  };
}
