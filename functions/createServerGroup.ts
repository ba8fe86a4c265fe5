import { defineCreation } from "../shared/core/operation.ts";
import { checkedByChange } from "../shared/core/operations/preconditions.ts";
import { groupOf, serverGroupInput } from "../shared/core/operations/serverGroups.ts";
import { RESOURCES } from "../shared/core/resources/registry.ts";
import { serve } from "../shared/core/serve.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Makes a group of backend servers that listeners can forward to. */
export const createServerGroup = defineCreation({
  name: "createServerGroup",
  area: "forwarding",
  summary: "Make a group of backend servers, with a health check, for listeners to forward to.",
  when: "servers are ready and no listener shall forward to them yet",
  impacts: ["no interruption"],
  input: serverGroupInput.shape,
  scope: ({ serverGroupName }) => ({ serverGroup: { ServerGroupName: serverGroupName } }),
  change(resources, input) {
    const wanted = groupOf(input);
    const there = resources.serverGroup ?? null;
    if (there === null) return { serverGroup: wanted };
    if (RESOURCES.serverGroup.same(there, wanted)) return resources;
    throw new AlbflowError(
      "Refused",
      reason("server-group-differs", { name: wanted.ServerGroupName, serverGroupId: there.ServerGroupId ?? "" }),
    );
  },
  preconditions: [checkedByChange(reason("check-group-name"))],
  writes: ["CreateServerGroup", "AddServersToServerGroup", "DeleteServerGroup"],
  reads: ["alb:ListServerGroups", "alb:ListServerGroupServers"],
  example: {
    serverGroupName: "checkout-blue",
    vpcId: "vpc-demo",
    servers: [{ ServerType: "Ip", ServerId: "10.0.0.7", ServerIp: "10.0.0.7", Port: 8080, Weight: 100 }],
  },
});

export const handler = serve(createServerGroup);
