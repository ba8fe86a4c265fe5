import { isDown } from "../../core/probes/health.ts";
import { readServers } from "../../core/resources/serverGroup.ts";
import type { Clients } from "../../platform/clients.ts";
import type { ListedHealth } from "./listedListener.ts";

/** Tells how the servers behind a listener are. Throws `AlbflowError`. */
type HealthReader = (listenerId: string, serverGroupIds: string[]) => Promise<ListedHealth>;

/** Reads it, each server group once, however many listeners forward to it. */
export function healthReader({ alb }: Clients): HealthReader {
  const sizes = new Map<string, Promise<number>>();
  const sizeOf = (id: string) => {
    const reading = sizes.get(id) ?? readServers(alb, id).then(({ servers }) => servers.length);
    sizes.set(id, reading);
    return reading;
  };
  return async (ListenerId, serverGroupIds) => {
    const { ListenerHealthStatus = [] } = await alb.call("GetListenerHealthStatus", { ListenerId });
    const infos = ListenerHealthStatus.flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
    const ours = infos.filter(({ ServerGroupId = "" }) => serverGroupIds.includes(ServerGroupId));
    const down = ours.flatMap(({ NonNormalServers = [] }) => NonNormalServers).filter(isDown).length;
    const servers = await Promise.all(serverGroupIds.map(sizeOf));
    return { down, servers: servers.reduce((sum, size) => sum + size, 0) };
  };
}
