import type { Clients } from "../../platform/clients.ts";
import { AlbflowError, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type Environment, wholeNumberSetting } from "../../platform/settings/readSetting.ts";
import type { LoadBalancer } from "../operation.ts";
import type { Listener } from "../resources/listenerState.ts";
import { handshake, tcpConnect } from "./handshake.ts";
import { httpAnswer } from "./httpAnswer.ts";
import { fromInside, probedVpcsFrom } from "./probedVpcs.ts";
import { type Endpoint, isUnreachable } from "./probeResult.ts";

/**
 * Where the clients of a listener connect: those of an internal instance from inside its VPC, where a function stands there. Throws
 * `AlbflowError` Failed when the instance has no name.
 */
export async function endpointOfListener(
  { alb, functions }: Pick<Clients, "alb" | "functions">,
  { LoadBalancerId, ListenerPort }: Pick<Listener, "LoadBalancerId" | "ListenerPort">,
  known?: LoadBalancer,
): Promise<Endpoint> {
  const loadBalancer = known ?? (await alb.call("GetLoadBalancerAttribute", { LoadBalancerId }));
  const { DNSName } = loadBalancer;
  if (DNSName === undefined || DNSName === "") {
    throw new AlbflowError("Failed", reason("instance-without-name", { loadBalancerId: LoadBalancerId }));
  }
  const endpoint = { host: DNSName, port: clientPort(ListenerPort) };
  const vpcId = internalIn(loadBalancer);
  if (vpcId === undefined) return endpoint;
  const through = fromInside(functions, vpcId);
  return through === undefined ? { ...endpoint, unseenVpc: vpcId } : { ...endpoint, through };
}

/** The VPC of an internal instance in which no function stands that could look at it; undefined for every other. */
export function unseenVpcOf(loadBalancer: LoadBalancer): string | undefined {
  const vpcId = internalIn(loadBalancer);
  return vpcId === undefined || probedVpcsFrom(process.env).includes(vpcId) ? undefined : vpcId;
}

function internalIn({ AddressType, VpcId }: LoadBalancer): string | undefined {
  return AddressType === "Intranet" && VpcId !== undefined && VpcId !== "" ? VpcId : undefined;
}

/** Why a listener cannot be asked from here what it serves; undefined when it can. */
export async function whyUnreachable(
  clients: Pick<Clients, "alb" | "functions">,
  listener: Listener,
  loadBalancer: LoadBalancer,
): Promise<Reason | undefined> {
  if (listener.ListenerProtocol === "QUIC") return reason("quic-not-probed");
  // Nothing accepts connections there, so nothing can be learnt yet.
  if (listener.ListenerStatus !== "Running") return undefined;
  try {
    const endpoint = await endpointOfListener(clients, listener, loadBalancer);
    await tcpConnect(endpoint);
    return await whyKeptOut(listener, endpoint);
  } catch (error) {
    return isUnreachable(error) ? reasonOf(error) : undefined;
  }
}

/** Why a listener with access control lists lets nobody in from here; undefined when it does, or has none. */
export async function whyKeptOut(listener: Listener, endpoint: Endpoint): Promise<Reason | undefined> {
  if (listener.AclConfig === null || listener.AclConfig === undefined) return undefined;
  const isSecure = listener.ListenerProtocol !== "HTTP";
  try {
    await (isSecure ? handshake(endpoint) : httpAnswer({ ...endpoint, path: "/", hostname: undefined }));
    return undefined;
  } catch {
    const { AclType, AclRelations } = listener.AclConfig;
    const aclIds = AclRelations.map(({ AclId }) => AclId);
    return reason("access-control-blocks", { aclType: AclType, aclIds });
  }
}

/**
 * The port to connect to. `ALBFLOW_PORT_OFFSET` is added to ports below 1024: a local cloud that runs without the right
 * to open those maps them, as a NAT in front of a load balancer would.
 */
function clientPort(port: number): number {
  const offset = portOffsetFrom(process.env);
  return port < 1024 ? port + offset : port;
}

/** `ALBFLOW_PORT_OFFSET`, 0 unless set. Throws `AlbflowError` InvalidInput for what is no such number. */
export function portOffsetFrom(environment: Environment): number {
  return wholeNumberSetting(environment, "ALBFLOW_PORT_OFFSET", { least: 0, most: 64_000 }) ?? 0;
}
