import type { LoadBalancer } from "../../../core/operation.ts";
import { read } from "../../../core/resourceSet.ts";
import type { Listener } from "../../../core/resources/listenerState.ts";
import type { Clients } from "../../../platform/clients.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";

/** A listener that something is chosen for, and its instance. */
export interface AskedListener {
  listener: Listener;
  loadBalancer: Required<Pick<LoadBalancer, "LoadBalancerId" | "LoadBalancerEdition" | "VpcId">>;
}

/** Reads it. Throws `AlbflowError`, NotFound where there is none. */
export async function askedListener(clients: Clients, listenerId: string): Promise<AskedListener> {
  const { resources } = await read(clients, { listener: { ListenerId: listenerId, certificates: true } });
  const listener = resources.listener ?? null;
  if (listener === null) throw new AlbflowError("NotFound", reason("listener-not-found", { listenerId }));
  const instance = await clients.alb.call("GetLoadBalancerAttribute", { LoadBalancerId: listener.LoadBalancerId });
  const { LoadBalancerEdition = "", VpcId = "" } = instance;
  return { listener, loadBalancer: { LoadBalancerId: listener.LoadBalancerId, LoadBalancerEdition, VpcId } };
}
