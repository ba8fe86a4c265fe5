import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { createOnlyResource, inMotion, type Resource } from "./resource.ts";

/** A backend server in a group, under ALB's names. */
export interface Server {
  ServerType: string;
  ServerId: string;
  ServerIp?: string;
  Port: number;
  /** 0 to 100. */
  Weight: number;
}

/** A group of backend servers, as it is made. */
export interface ServerGroup {
  ServerGroupName: string;
  ServerGroupType: string;
  VpcId: string;
  Protocol: string;
  Scheduler: string;
  HealthCheckConfig: Record<string, unknown>;
  Servers: Server[];
  /** Given by the cloud. */
  ServerGroupId?: string;
}

/** A server group, found by its name. Its servers are added by a second write. */
export const serverGroup: Resource<Pick<ServerGroup, "ServerGroupName">, ServerGroup> = {
  ...createOnlyResource<Pick<ServerGroup, "ServerGroupName">, ServerGroup>({
    field: "ServerGroup",
    async read({ alb }, { ServerGroupName }) {
      const rows = await collect(
        allPages(
          (paging) => alb.call("ListServerGroups", { ServerGroupNames: [ServerGroupName], ...paging }),
          (page) => page.ServerGroups,
        ),
      );
      const found = rows.find((row) => row.ServerGroupName === ServerGroupName);
      if (found === undefined) return { value: null, unsettled: undefined };
      const { servers, moving } = await readServers(alb, found.ServerGroupId ?? "");
      return {
        value: {
          ServerGroupName,
          ServerGroupType: found.ServerGroupType ?? "",
          VpcId: found.VpcId ?? "",
          Protocol: found.Protocol ?? "",
          Scheduler: found.Scheduler ?? "",
          HealthCheckConfig: { ...found.HealthCheckConfig },
          Servers: servers,
          ServerGroupId: found.ServerGroupId ?? "",
        },
        unsettled:
          found.ServerGroupStatus === "Available" ? moving : inMotion(ServerGroupName, found.ServerGroupStatus),
      };
    },
    make(value) {
      const { ServerGroupId: _, Servers, ...group } = value;
      const empty = { ...group, Servers: [] };
      const created = { action: "CreateServerGroup" as const, parameters: group, after: empty };
      if (Servers.length === 0) return [created];
      const parameters = { ServerGroupId: "@serverGroup", Servers };
      return [created, { action: "AddServersToServerGroup", parameters, after: { ...group, Servers } }];
    },
    remove: () => [{ action: "DeleteServerGroup", parameters: { ServerGroupId: "@serverGroup" }, after: null }],
  }),
  same(seen, expected) {
    if (seen === null || expected === null) return seen === expected;
    return (
      (["ServerGroupType", "VpcId", "Protocol", "Scheduler"] as const).every(
        (field) => seen[field] === expected[field],
      ) &&
      Object.entries(expected.HealthCheckConfig).every(
        ([field, value]) => JSON.stringify(seen.HealthCheckConfig[field]) === JSON.stringify(value),
      ) &&
      textOf(seen.Servers) === textOf(expected.Servers)
    );
  },
};

/** The servers of a group, and what is still in motion among them. */
export async function readServers(
  alb: AlbClient,
  ServerGroupId: string,
): Promise<{ servers: Server[]; moving: Reason | undefined }> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListServerGroupServers", { ServerGroupId, ...paging }),
      (page) => page.Servers,
    ),
  );
  const moving = rows.find(({ Status }) => Status !== "Available");
  return {
    servers: rows.map(({ ServerType = "", ServerId = "", ServerIp, Port = 0, Weight = 0 }) => ({
      ServerType,
      ServerId,
      ...(ServerIp === undefined || ServerIp === "" ? {} : { ServerIp }),
      Port,
      Weight,
    })),
    moving: moving && inMotion(moving.ServerId ?? "", moving.Status),
  };
}

/** Servers in no particular order. Whether ALB repeats an address that is also the id is its own affair. */
function textOf(servers: Server[]): string {
  return servers
    .map(({ ServerType, ServerId, Port, Weight }) => JSON.stringify([ServerType, ServerId, Port, Weight]))
    .sort()
    .join();
}
