import { defineCreation } from "../shared/core/operation.ts";
import { groupNameTaken, groupOf, serverGroupInput, unfitServers } from "../shared/core/operations/serverGroups.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Makes a group of backend servers that listeners can forward to. */
export const createServerGroup = defineCreation({
  name: "createServerGroup",
  area: "forwarding",
  summary: "Create a server group with a health check for listeners to forward to.",
  when: "servers are ready, and no listener forwards to them yet",
  impacts: ["no interruption"],
  input: serverGroupInput.shape,
  scope: ({ serverGroupName }) => ({ serverGroup: { ServerGroupName: serverGroupName } }),
  change(resources, input) {
    return (resources.serverGroup ?? null) === null ? { serverGroup: groupOf(input) } : resources;
  },
  preconditions: [
    {
      requires: reason("check-group-name"),
      isNeededByChange: true,
      check: ({ resources, input }) => groupNameTaken(resources.serverGroup, input),
    },
    { requires: reason("check-new-servers"), check: ({ input }) => unfitServers(input) },
  ],
  writes: ["CreateServerGroup", "AddServersToServerGroup", "DeleteServerGroup"],
  reads: ["alb:ListServerGroups", "alb:ListServerGroupServers"],
  example: {
    serverGroupName: "checkout-blue",
    vpcId: "vpc-demo",
    servers: [{ ServerType: "Ip", ServerId: "10.0.0.7", ServerIp: "10.0.0.7", Port: 8080, Weight: 100 }],
  },
});

export const handler = serve(createServerGroup);
