import type { Listener } from "../alb/rows.ts";
import type { LocalCloud } from "../cloud.ts";

/** Where everything of a local cloud can be reached. */
export interface CloudEndpoints {
  services: LocalCloud["endpoints"];
  region: string;
  accountId: string;
  time: { kind: "system" | "simulated"; now: number };
  listeners: ListenerEndpoint[];
  backends: { name: string; url: string }[];
}

/** A listener, and the socket that is really open for it. */
interface ListenerEndpoint {
  listenerId: string;
  loadBalancerId: string;
  description: string;
  protocol: Listener["ListenerProtocol"];
  /** As configured; the real one may differ, see `lowPortOffset`. */
  port: number;
  status: Listener["ListenerStatus"];
  /** Absent when no socket is open: the listener is stopped, is QUIC, or has a problem. */
  url?: string;
  problem?: string;
}

/** The endpoints of the services, and the real address of every listener. */
export async function cloudEndpoints(cloud: LocalCloud): Promise<CloudEndpoints> {
  const { endpoints, region, accountId, clock, alb, backends } = cloud;
  await alb.settled();
  return {
    services: endpoints,
    region,
    accountId,
    time: { kind: "advance" in clock ? "simulated" : "system", now: clock.now() },
    listeners: listenersOf(cloud, new Map(alb.problems().map(({ listenerId, message }) => [listenerId, message]))),
    backends: backends.map(({ name, port, spec: { tls = false } }) => ({
      name,
      url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    })),
  };
}

function listenersOf({ alb, dataPlane }: LocalCloud, problems: Map<string, string>): ListenerEndpoint[] {
  return alb.exportState().listeners.map((listener): ListenerEndpoint => {
    const { ListenerId, ListenerProtocol, ListenerPort } = listener;
    const open = dataPlane.endpoint(ListenerId);
    const problem = problems.get(ListenerId);
    return {
      listenerId: ListenerId,
      loadBalancerId: listener.LoadBalancerId,
      description: listener.ListenerDescription ?? "",
      protocol: ListenerProtocol,
      port: ListenerPort,
      status: listener.ListenerStatus,
      ...(open !== undefined && { url: `${ListenerProtocol.toLowerCase()}://${open.address}:${open.port}` }),
      ...(problem !== undefined && { problem }),
    };
  });
}
