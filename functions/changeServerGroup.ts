import { z } from "zod";
import { AlbflowError } from "../shared/errors.ts";
import type { Listener } from "../shared/facets/listenerState.ts";
import { FACETS } from "../shared/facets/registry.ts";
import { serverGroupsOf } from "../shared/looks/health.ts";
import { defineOperation } from "../shared/operation.ts";
import { thrownByChange } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";
import { impactOfSwitch, type KnownSwitch, readSwitch, SWITCH_PERMISSIONS } from "../shared/serverGroupSwitch.ts";
import { groupOf, type KnownGroup, readGroups, readServerGroup, serverGroupInput } from "../shared/serverGroups.ts";
import { idOf } from "../shared/world.ts";

/** Sends a listener's requests to another server group, watches it for a while, and goes back when it is worse. */
export const changeServerGroup = defineOperation({
  name: "changeServerGroup",
  area: "forwarding",
  summary:
    "Forward to another server group, existing or new, and go back if its health or its errors are worse than bounds.",
  when: "a new version stands on servers of its own, or the present servers have to go",
  impacts: ["may interrupt", "no interruption", "restores traffic", "lowers security"],
  input: {
    serverGroupId: z
      .string()
      .regex(/^(sgp|rsp)-[\w-]{1,64}$/)
      .optional()
      .describe("Id of the server group to forward to, like sgp-qy7dh3of28; or `create`"),
    create: serverGroupInput.optional().describe("Server group to make and forward to; in place of `serverGroupId`"),
    watchSeconds: z
      .int()
      .min(0)
      .max(900)
      .default(60)
      .describe("Seconds for which the new group is watched before the change counts"),
    unhealthyPercent: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe("Percent of its servers that may be down; above that the change is refused, or taken back"),
    errorPercent: z
      .int()
      .min(0)
      .max(100)
      .default(5)
      .describe("Percent of answers that may be server errors (5xx); above that the change is taken back"),
  },
  sees: ({ listenerId, create }) => ({
    listener: { ListenerId: listenerId },
    ...(create === undefined ? {} : { serverGroup: { ServerGroupName: create.serverGroupName } }),
  }),
  study: async (doors, { listener }, { serverGroupId }): Promise<Known> => ({
    target: serverGroupId === undefined ? undefined : await readServerGroup(doors, serverGroupId),
    protocols: (await readGroups(doors, serverGroupsOf(listener))).map(({ Protocol = "" }) => Protocol),
    ...(await readSwitch(doors, listener, serverGroupId)),
  }),
  change(world, { serverGroupId, create }) {
    if ((serverGroupId === undefined) === (create === undefined)) {
      throw new AlbflowError("Refused", "exactly one of serverGroupId and create must be given");
    }
    const { listener } = world;
    if (create === undefined) return { listener: forwardingTo(listener, serverGroupId ?? "") };
    const wanted = groupOf(create);
    const there = world.serverGroup ?? null;
    if (there !== null && !FACETS.serverGroup.same(there, wanted)) {
      throw new AlbflowError(
        "Refused",
        `there is a server group ${create.serverGroupName} with other settings: ${there.ServerGroupId}`,
      );
    }
    const id = there?.ServerGroupId ?? idOf("serverGroup");
    return { serverGroup: there ?? wanted, listener: forwardingTo(listener, id) };
  },
  refuse: [
    thrownByChange("serverGroupId and create both, or neither"),
    thrownByChange("the name of a server group with other settings for the one to make"),
    {
      refuses: "a stopped listener, where nothing could be watched",
      because: ({ world }) =>
        world.listener.ListenerStatus === "Stopped"
          ? ["it is stopped, so nothing could be watched; start it first"]
          : [],
    },
    {
      refuses: "a server group in another VPC than the instance",
      because({ input, loadBalancer, facts }) {
        const vpcId = input.create?.vpcId ?? facts.target?.group.VpcId;
        return vpcId === undefined || vpcId === "" || vpcId === loadBalancer.VpcId
          ? []
          : [`the server group is in ${vpcId}, and ${loadBalancer.LoadBalancerId} in ${loadBalancer.VpcId}`];
      },
    },
    {
      refuses:
        "a protocol that the listener cannot forward: HTTPS behind HTTP, QUIC or the Basic edition, gRPC behind anything but HTTPS",
      because({ input, world, loadBalancer, facts }) {
        const protocol = input.create?.protocol ?? facts.target?.group.Protocol ?? "HTTP";
        const listener = world.listener.ListenerProtocol;
        if (protocol === "HTTP") return [];
        if (listener !== "HTTPS") return [`its servers speak ${protocol}, and behind ${listener} they must speak HTTP`];
        return protocol === "HTTPS" && loadBalancer.LoadBalancerEdition === "Basic"
          ? ["its servers speak HTTPS, which the Basic edition does not forward; upgrade the instance"]
          : [];
      },
    },
    {
      refuses: "a server group without a server that takes requests",
      because({ input, facts }) {
        const servers = input.create?.servers ?? facts.target?.servers ?? [];
        return servers.some(({ Weight }) => Weight > 0)
          ? []
          : ["the server group has no server with a weight above 0, so every request would fail; add servers first"];
      },
    },
    {
      refuses: "a server group more of whose servers are known to be down than unhealthyPercent",
      because({ input, facts }) {
        const { down = [], servers = [] } = facts.target ?? {};
        const percent = servers.length === 0 ? 0 : (down.length / servers.length) * 100;
        return percent > input.unhealthyPercent
          ? [
              `${down.length} of ${servers.length} servers of ${facts.target?.group.ServerGroupId} are down: ${down.join(", ")}`,
            ]
          : [];
      },
    },
  ],
  effect({ input, world, facts }) {
    const from = serverGroupsOf(world.listener).join(", ");
    const to = input.serverGroupId ?? `the new group ${input.create?.serverGroupName}`;
    const known = facts.unproven === "" ? "" : `; it has not proven itself: ${facts.unproven}`;
    const now = facts.failing === "" ? "" : `; now ${facts.failing}`;
    const watched = input.watchSeconds === 0 ? "" : `; watched for ${input.watchSeconds} s`;
    const protocol = input.create?.protocol ?? facts.target?.group.Protocol ?? "HTTP";
    const isOpened = facts.protocols.includes("HTTPS") && protocol === "HTTP";
    return {
      impact: impactOfSwitch(facts),
      words: `requests go to ${to} instead of ${from}${now}${known}${watched}`,
      opens: isOpened ? ["requests are no longer encrypted on the way to its servers"] : [],
    };
  },
  watch: ({ watchSeconds }) => ({ seconds: watchSeconds, throughout: true }),
  writes: ["UpdateListenerAttribute", "CreateServerGroup", "AddServersToServerGroup", "DeleteServerGroup"],
  reads: SWITCH_PERMISSIONS,
  example: { listenerId: "lsn-demo4u54y73wq7b", serverGroupId: "sgp-next" },
});

/** What must be known before requests go elsewhere. */
interface Known extends KnownSwitch {
  /** Undefined when it is to be made. */
  target: KnownGroup | undefined;
  /** Protocols that the present groups' servers speak. */
  protocols: string[];
}

export const handler = serve(changeServerGroup);

function forwardingTo(listener: Listener, ServerGroupId: string): Listener {
  const DefaultActions = [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } }];
  return { ...listener, DefaultActions };
}
