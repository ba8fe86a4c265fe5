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
  const tags = [...(listener.Tags ?? []), ...(instance?.Tags ?? [])] as { Key?: string; Value?: string }[];
  const managed = tags.find(({ Key = "" }) => MANAGED_BY.test(Key));
  const obstacles = [
    ...(ListenerStatus === "Stopped"
      ? ["its listener is stopped, so nothing could be verified; start it, or remove the certificate from it"]
      : []),
    ...(managed === undefined
      ? []
      : [
          `its listener is managed by a Kubernetes cluster (tag ${managed.Key}: ${managed.Value ?? ""}), which would undo the change; renew it in the AlbConfig`,
        ]),
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
    state: JSON.stringify(state),
  };
}

/** Tags of what an ALB Ingress controller of Container Service owns (ACK FAQ of ALB Ingress; alb-ingress-controller). */
const MANAGED_BY = /^(ack\.aliyun\.com|ingress\.k8s\.alibaba\/)/;
