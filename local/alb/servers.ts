import type { AlbCall } from "./call.ts";
import { checkServersQuota } from "./listenerRules.ts";
import type { AlbState } from "./rows.ts";
import { type ScheduledChange, schedule } from "./schedule.ts";
import type { Server, ServerGroup } from "./serverGroupRow.ts";
import { loadBalancersUsing } from "./views.ts";

/** A server as a request names it. */
export type SentServer = Omit<Server, "Status" | "Weight"> & { Weight?: number };

/** A server of a group as a request points at it. */
export type NamedServer = Pick<Server, "ServerId" | "ServerIp" | "Port">;

/** What makes two servers of a group the same: what it is, where it listens. The id of an IP server is its address. */
export function serverRowKey(server: NamedServer): string {
  return `${server.ServerId}|${server.ServerIp ?? server.ServerId}|${server.Port ?? ""}`;
}

/** Throws when a server is named twice in one call. */
export function refuseDuplicates(servers: NamedServer[], call: AlbCall) {
  if (new Set(servers.map(serverRowKey)).size < servers.length)
    throw call.error("DuplicatedParam.BackendServer", "Servers");
}

/** Checks new servers against the kind of their group. */
export function checkNewServers(group: ServerGroup, servers: SentServer[], call: AlbCall) {
  refuseDuplicates(servers, call);
  const present = new Set(group.Servers.map(serverRowKey));
  const type = group.ServerGroupType;
  for (const server of servers) {
    const { ServerType, ServerId } = server;
    const fits = type === "Instance" ? ["Ecs", "Eni", "Eci"].includes(ServerType) : type === ServerType;
    if (!fits) throw call.error("Mismatch.ServerType", "ServerType", ServerId, group.ServerGroupId);
    if (type === "Ip" && !IP_ADDRESS.test(ServerId)) throw call.error("IllegalParam.ServerIp");
    if (present.has(serverRowKey(server))) throw call.error("Conflict.BackendServer", ServerId, group.ServerGroupId);
  }
}

/** The keys of servers that must be in the group; throws for the first that is not. */
export function requireServers(group: ServerGroup, servers: NamedServer[], call: AlbCall): Set<string> {
  const present = new Set(group.Servers.map(serverRowKey));
  for (const server of servers) {
    if (!present.has(serverRowKey(server))) throw call.error("ResourceNotFound.BackendServer", server.ServerId);
  }
  return new Set(servers.map(serverRowKey));
}

/** New servers as rows of the group. */
export function addedServers(servers: SentServer[], Status: Server["Status"]): Server[] {
  return servers.map((server) => ({ ...server, Weight: server.Weight ?? 100, Status }));
}

/** Changes a group's servers: what they are while the change runs, and what they are afterwards. */
export function changeServers(
  state: AlbState,
  call: AlbCall,
  group: ServerGroup,
  during: Server[],
  after: Server[],
): { JobId: string } {
  const quota = call.quotas.serversPerGroup;
  if (after.length > quota) {
    const name = "alb_quota_servergroup_servers_num";
    throw call.error("ResourceQuotaExceeded.ServerAddedNum", name, group.ServerGroupId, after.length, quota);
  }
  for (const id of loadBalancersUsing(state, group.ServerGroupId)) {
    const loadBalancer = state.loadBalancers.get(id);
    if (loadBalancer === undefined) continue;
    checkServersQuota(state, loadBalancer, [group.ServerGroupId], call, after.length - group.Servers.length);
  }
  return changeGroup(state, call, "Update", { ...group, Servers: during }, { ...group, Servers: after });
}

/** Takes a server group through Configuring to what it shall be; null: gone. */
export function changeGroup(
  state: AlbState,
  call: AlbCall,
  operate: ScheduledChange["operate"],
  during: ServerGroup,
  after: ServerGroup | null,
): { JobId: string } {
  const id = during.ServerGroupId;
  return schedule(state, call, {
    resource: { type: "servergroup", id },
    operate,
    edits: [{ table: "serverGroups", id, during: { ...during, ServerGroupStatus: "Configuring" }, after }],
  });
}

const IP_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i;
