import { isIP } from "node:net";
import * as z from "zod";
import type { AlbAnswer } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { LoadBalancer } from "../operation.ts";
import { isDown, serverGroupsOf } from "../probes/health.ts";
import type { Listener } from "../resources/listenerState.ts";
import { RESOURCES } from "../resources/registry.ts";
import { readServers, type Server, type ServerGroup } from "../resources/serverGroup.ts";

/** How a new server group is described (CreateServerGroup, AddServersToServerGroup). */
export const serverGroupInput = z.strictObject({
  serverGroupName: z.string().min(2).max(128).describe("Name of the group"),
  vpcId: z.string().min(1).max(128).describe("Id of the VPC of its servers, the same as the instance's"),
  serverGroupType: z
    .enum(["Instance", "Ip"])
    .default("Ip")
    .describe("What its servers are: instances and interfaces, or addresses"),
  protocol: z.enum(["HTTP", "HTTPS", "gRPC"]).default("HTTP").describe("Protocol that its servers speak"),
  scheduler: z.enum(["Wrr", "Wlc", "Sch"]).default("Wrr").describe("How requests are shared among them"),
  healthCheck: z
    .strictObject({
      HealthCheckEnabled: z.boolean().default(true).describe("Whether its servers are checked at all"),
      HealthCheckPath: z.string().regex(/^\//).max(80).default("/").describe("Path that is asked for"),
      HealthCheckProtocol: z.enum(["HTTP", "HTTPS", "TCP", "gRPC"]).default("HTTP").describe("How servers are asked"),
      HealthCheckInterval: z.int().min(1).max(50).default(2).describe("Seconds between two checks of a server"),
      HealthCheckTimeout: z.int().min(1).max(300).default(5).describe("Seconds that a server may take to answer"),
      HealthyThreshold: z.int().min(2).max(10).default(3).describe("Checks in a row that make a server well"),
      UnhealthyThreshold: z.int().min(2).max(10).default(3).describe("Checks in a row that make a server unwell"),
    })
    .prefault({})
    .describe("How it is found out whether a server is well"),
  servers: z
    .array(
      z.strictObject({
        ServerType: z.enum(["Ecs", "Eni", "Eci", "Ip"]).describe("What the server is; Ip in a group of type Ip"),
        ServerId: z.string().min(1).max(128).describe("Id of the instance or interface; the address for Ip"),
        ServerIp: z.string().max(45).optional().describe("Address of the server; for Ip, Eni and Eci"),
        Port: z.int().min(1).max(65535).describe("Port that it listens on"),
        Weight: z.int().min(0).max(100).default(100).describe("Weight among the servers; 0 takes no requests"),
      }),
    )
    .max(200)
    .default([])
    .describe("Servers that the group begins with"),
});

/** The group that an input describes. */
export function groupOf(input: z.output<typeof serverGroupInput>): ServerGroup {
  return {
    ServerGroupName: input.serverGroupName,
    ServerGroupType: input.serverGroupType,
    VpcId: input.vpcId,
    Protocol: input.protocol,
    Scheduler: input.scheduler,
    HealthCheckConfig: { ...input.healthCheck },
    Servers: input.servers.map(
      ({ ServerIp, ...server }): Server => (ServerIp === undefined ? server : { ...server, ServerIp }),
    ),
  };
}

/** Why no group can be made of an input: its name is that of a group, `there`, which is another one. */
export function groupNameTaken(
  there: ServerGroup | null | undefined,
  input: z.output<typeof serverGroupInput> | undefined,
): Reason[] {
  if (there === null || there === undefined || input === undefined) return [];
  if (RESOURCES.serverGroup.same(there, groupOf(input))) return [];
  return [reason("server-group-differs", { name: input.serverGroupName, serverGroupId: there.ServerGroupId ?? "" })];
}

/** Why ALB would refuse servers of a new group, which it does only when the group is there already. */
export function unfitServers(input: z.output<typeof serverGroupInput> | undefined): Reason[] {
  if (input === undefined) return [];
  const { serverGroupType: groupType, servers } = input;
  const placeOf = ({ ServerId, ServerIp, Port }: (typeof servers)[number]) =>
    `${ServerId} ${ServerIp ?? ServerId} ${Port}`;
  const places = servers.map(placeOf);
  return servers.flatMap((server, at) => {
    const { ServerType, ServerId: serverId, ServerIp = serverId } = server;
    const no = (problem: "address" | "type" | "twice") => [reason("server-unfit", { serverId, problem, groupType })];
    if ((ServerType === "Ip") !== (groupType === "Ip")) return no("type");
    if (ServerType === "Ip" && (isIP(serverId) === 0 || ServerIp !== serverId)) return no("address");
    if (server.ServerIp !== undefined && isIP(server.ServerIp) === 0) return no("address");
    return places.indexOf(placeOf(server)) < at ? no("twice") : [];
  });
}

/** What must be known of a server group before a listener forwards to it. */
export interface KnownGroup {
  group: NonNullable<AlbAnswer<"ListServerGroups">["ServerGroups"]>[number];
  servers: Server[];
  /** Servers that ALB's health check says are down, on listeners that forward to the group already. */
  down: string[];
  /** Servers that are anything but well by that check: not tried yet, unchecked, or down. */
  abnormal: string[];
  /** A running listener that forwards to it, so that ALB checks its health; undefined when there is none. */
  user: string | undefined;
}

/** RAM actions of `readServerGroup`. */
export const SERVER_GROUP_PERMISSIONS = [
  "alb:ListServerGroups",
  "alb:ListServerGroupServers",
  "alb:ListListeners",
  "alb:GetListenerHealthStatus",
];

/** Server groups as ALB tells them; those that are gone are left out. */
export async function readGroups({ alb }: Pick<Clients, "alb">, ids: string[]): Promise<KnownGroup["group"][]> {
  return ids.length === 0 ? [] : ((await alb.call("ListServerGroups", { ServerGroupIds: ids })).ServerGroups ?? []);
}

/** Reads a server group with all that is known of its health. Throws `AlbflowError` NotFound when there is none. */
export async function readServerGroup({ alb }: Clients, id: string): Promise<KnownGroup> {
  const [group] = await readGroups({ alb }, [id]);
  if (group === undefined) throw new AlbflowError("NotFound", reason("server-group-not-found", { serverGroupId: id }));
  const { servers } = await readServers(alb, id);
  const LoadBalancerIds = (group.RelatedLoadBalancerIds ?? []).slice(0, 20);
  const listeners =
    LoadBalancerIds.length === 0
      ? []
      : await collect(
          allPages(
            (paging) => alb.call("ListListeners", { LoadBalancerIds, ...paging }),
            (page) => page.Listeners,
          ),
        );
  const user = listeners.find((one) => one.ListenerStatus === "Running" && serverGroupsOf(one as never).includes(id));
  if (user?.ListenerId === undefined) return { group, servers, down: [], abnormal: [], user: undefined };
  const health = await alb.call("GetListenerHealthStatus", { ListenerId: user.ListenerId });
  const infos = (health.ListenerHealthStatus ?? []).flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  const abnormal = infos
    .filter(({ ServerGroupId }) => ServerGroupId === id)
    .flatMap(({ NonNormalServers = [] }) => NonNormalServers);
  const idsOf = (rows: typeof abnormal) => rows.map(({ ServerId = "" }) => ServerId);
  return { group, servers, down: idsOf(abnormal.filter(isDown)), abnormal: idsOf(abnormal), user: user.ListenerId };
}

/** Why a listener forwards to no servers of this protocol; undefined when it does. */
export function whyNotForwarded(
  protocol: string,
  { ListenerProtocol }: Pick<Listener, "ListenerProtocol">,
  { LoadBalancerEdition }: Pick<LoadBalancer, "LoadBalancerEdition">,
): Reason[] | undefined {
  if (protocol === "HTTP") return undefined;
  if (ListenerProtocol !== "HTTPS") {
    return [reason("group-protocol-unfit", { protocol, listenerProtocol: ListenerProtocol })];
  }
  return protocol === "HTTPS" && LoadBalancerEdition === "Basic" ? [reason("group-https-on-basic")] : undefined;
}
