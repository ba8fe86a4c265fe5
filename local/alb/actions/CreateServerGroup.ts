import { newId } from "../../rpc/ids.ts";
import type { AlbAction, AlbCall } from "../call.ts";
import { schedule } from "../schedule.ts";
import { type ServerGroup, serverGroupRow } from "../serverGroupRow.ts";
import { putTags, type SentTag } from "../tags.ts";
import { isoSeconds } from "../time.ts";

type Parameters = Partial<Omit<ServerGroup, "ServerGroupId" | "ServerGroupStatus" | "Servers" | "CreateTime">> & {
  ServerGroupName: string;
  Tag?: SentTag[];
};

/** An empty server group. */
export const createServerGroup: AlbAction<Parameters> = (state, { Tag, ...parameters }, call) => {
  const { size } = state.serverGroups;
  if (size >= call.quotas.serverGroups) {
    throw call.error("QuotaExceeded.ServerGroupsNum", "alb_quota_server_groups_num", size, call.quotas.serverGroups);
  }
  const { VpcId, ServerGroupType } = parameters;
  if (VpcId !== undefined && !VpcId.startsWith("vpc-")) throw call.error("ResourceNotFound.Vpc", VpcId);
  // Servers of a VPC, unlike functions, can only be found in one.
  if (VpcId === undefined && ServerGroupType !== "Fc") throw call.error("InvalidParameter");
  refuseForFunctions(parameters, call);
  checkSlowStart(parameters, call);
  const ServerGroupId = newId("sgp", call.random);
  const row = serverGroupRow.parse({ ...parameters, ServerGroupId, CreateTime: isoSeconds(call.now) });
  putTags(state, "servergroup", ServerGroupId, Tag);
  const job = schedule(state, call, {
    resource: { type: "servergroup", id: ServerGroupId },
    operate: "Create",
    edits: [
      {
        table: "serverGroups",
        id: ServerGroupId,
        during: { ...row, ServerGroupStatus: "Creating" },
        after: row,
      },
    ],
  });
  return { ...job, ServerGroupId };
};

/** A group of functions has neither a protocol nor sessions that stick: whoever sends one would look for it in vain. */
export function refuseForFunctions(
  group: Pick<Partial<ServerGroup>, "ServerGroupType" | "Protocol" | "StickySessionConfig">,
  call: AlbCall,
) {
  const { ServerGroupType, Protocol = "HTTP", StickySessionConfig } = group;
  if (ServerGroupType !== "Fc") return;
  if (Protocol !== "HTTP" || StickySessionConfig?.StickySessionEnabled === true) throw call.error("InvalidParameter");
}

/** Slow start spreads load by weight, so it needs the weighted round robin. */
export function checkSlowStart(group: Pick<Partial<ServerGroup>, "Scheduler" | "SlowStartConfig">, call: AlbCall) {
  if (group.SlowStartConfig?.SlowStartEnabled === true && (group.Scheduler ?? "Wrr") !== "Wrr") {
    throw call.error("Mismatch.ServerGroupSchedulerAndSlowStartEnable", "Scheduler", "SlowStartEnable");
  }
}
