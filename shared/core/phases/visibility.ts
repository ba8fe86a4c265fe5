import type { Clients } from "../../platform/clients.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { CommonInput, LoadBalancer } from "../operation.ts";
import { certificatesGot, companionsOf, holding } from "../probes/companions.ts";
import { unseenVpcOf, whyUnreachable } from "../probes/reachability.ts";
import type { ResourceSet, Scope } from "../resourceSet.ts";
import type { Listener } from "../resources/listenerState.ts";

/** Whether what clients will get can be seen from here: what preflight must know of it before it promises to verify. */

/** Why the result could not be verified from here, unless that is accepted. */
export async function reachabilityProblem(
  clients: Clients,
  { listener }: ResourceSet,
  target: ResourceSet[],
  loadBalancer: LoadBalancer,
  { verification }: CommonInput,
): Promise<Reason[]> {
  if (listener === undefined || listener === null || verification.acceptUnreachable) return [];
  if (await isSeenThroughOthers(clients.alb, listener, target.at(-1)?.listener)) return [];
  const why = await whyUnreachable(clients, listener, loadBalancer);
  return why === undefined ? [] : [reason("not-verifiable", { cause: why })];
}

/** Whether every certificate that a QUIC listener gets is held already by HTTPS listeners of its instance, which can be seen. */
async function isSeenThroughOthers(
  alb: Clients["alb"],
  now: Listener,
  then: Listener | null | undefined,
): Promise<boolean> {
  if (now.ListenerProtocol !== "QUIC" || then === null || then === undefined) return false;
  const gets = certificatesGot(now, then);
  return gets.length > 0 && holding(await companionsOf(alb, now), gets).missing.length === 0;
}

/** Whether it is about a listener that serves nobody, before and after: what it is given is seen when it starts. */
export function staysStopped(
  { listener: now, copy }: ResourceSet,
  { listener: then = now, copy: made }: ResourceSet,
): boolean {
  const isAlone = copy === undefined && made === undefined;
  return isAlone && now?.ListenerStatus === "Stopped" && then?.ListenerStatus === "Stopped";
}

/** That nobody will see what clients get, and which setting would change that. */
export function unseen(loadBalancer: LoadBalancer, { listener }: ResourceSet, { verification }: CommonInput): Reason[] {
  const isBlind = verification.acceptUnreachable && listener !== undefined && listener !== null;
  const vpcId = isBlind ? unseenVpcOf(loadBalancer) : undefined;
  return vpcId === undefined ? [] : [reason("stays-unverified", { vpcId })];
}

/** The instance of the listener, or of the one that is to be made; nothing where it is about neither. */
export async function readLoadBalancer(
  { alb }: Clients,
  { listener }: ResourceSet,
  { copy }: Scope,
): Promise<LoadBalancer> {
  const id = listener?.LoadBalancerId ?? copy?.address?.LoadBalancerId;
  if (id === undefined) return {} as LoadBalancer;
  const Unknown: string[] = [];
  return { ...(await alb.call("GetLoadBalancerAttribute", { LoadBalancerId: id }, Unknown)), Unknown } as LoadBalancer;
}
