import * as z from "zod";
import { canaryResources, isAtOnce, LAST_PRIORITY, MOST_GROUPS } from "../shared/core/canaryResources.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { TRAFFIC_NOW_PERMISSIONS, trafficNow } from "../shared/core/operations/clientFigures.ts";
import {
  groupNameTaken,
  groupOf,
  type KnownGroup,
  readGroups,
  readServerGroup,
  serverGroupInput,
  unfitServers,
  whyNotForwarded,
} from "../shared/core/operations/serverGroups.ts";
import { serverGroupsOf } from "../shared/core/probes/health.ts";
import { idOf } from "../shared/core/resourceSet.ts";
import { CANARY_NAME } from "../shared/core/resources/canaryRule.ts";
import type { Listener } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { impactOfSwitch, type KnownSwitch, readSwitch, SWITCH_PERMISSIONS } from "../shared/core/serverGroupSwitch.ts";
import { allPages, collect } from "../shared/platform/clients/pages.ts";
import type { Clients } from "../shared/platform/clients.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Sends a listener's requests to another server group, watches it for a while, and goes back when it is worse. */
export const changeServerGroup = defineOperation({
  name: "changeServerGroup",
  area: "forwarding",
  summary:
    "Switch to another server group, existing or new, and roll back if its health or error rate exceeds the limits.",
  when: "a new version stands on servers of its own, or the present servers have to go",
  impacts: ["may interrupt", "no interruption", "restores traffic", "lowers security"],
  input: {
    serverGroupId: z
      .string()
      .regex(/^(sgp|rsp)-[\w-]{1,64}$/)
      .optional()
      .describe("Id of the server group to forward to, like sgp-qy7dh3of28; or `create`"),
    create: serverGroupInput.optional().describe("Server group to make and forward to; in place of `serverGroupId`"),
    steps: z
      .array(z.int().min(1).max(100))
      .min(1)
      .max(6)
      .default([1, 10, 50, 100])
      .describe("Percent of the requests that the new group gets, step by step; ascending, and 100 at last"),
    stepSeconds: z
      .int()
      .min(0)
      .max(300)
      .default(30)
      .describe("Seconds for which the new group is watched at each step before the last"),
    atOnce: z
      .boolean()
      .default(false)
      .describe("Whether it gets all requests at once, without steps; only where a moment of errors is borne"),
    watchSeconds: z
      .int()
      .min(0)
      .max(900)
      .default(60)
      .describe("Seconds for which the new group is watched at the last step, before the change counts"),
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
      .describe(
        "Percent of the new group's answers that may be server errors (5xx); above that the change is taken back",
      ),
  },
  scope: ({ listenerId, create }) => ({
    listener: { ListenerId: listenerId },
    canaryRule: { ListenerId: listenerId, RuleName: CANARY_NAME },
    ...(create === undefined ? {} : { serverGroup: { ServerGroupName: create.serverGroupName } }),
  }),
  gather: async (clients, { listener }, { serverGroupId }): Promise<Known> => ({
    target: serverGroupId === undefined ? undefined : await readServerGroup(clients, serverGroupId),
    protocols: (await readGroups(clients, serverGroupsOf(listener))).map(({ Protocol = "" }) => Protocol),
    lastPriority: await lastPriorityOf(clients, listener),
    ...(await readSwitch(clients, listener, serverGroupId)),
  }),
  change(resources, input, facts) {
    const { serverGroupId, create } = input;
    const { listener } = resources;
    if (create === undefined) return canaryResources({}, listener, serverGroupId ?? "", input, facts);
    const there = resources.serverGroup ?? null;
    const id = there?.ServerGroupId ?? idOf("serverGroup");
    return canaryResources({ serverGroup: there ?? groupOf(create) }, listener, id, input, facts);
  },
  preconditions: [
    {
      requires: reason("check-one-group"),
      isNeededByChange: true,
      check: ({ input: { serverGroupId, create } }) =>
        (serverGroupId === undefined) === (create === undefined) ? [reason("server-group-choice")] : [],
    },
    {
      requires: reason("check-group-name"),
      isNeededByChange: true,
      check: ({ resources, input }) => groupNameTaken(resources.serverGroup, input.create),
    },
    { requires: reason("check-new-servers"), check: ({ input }) => unfitServers(input.create) },
    {
      requires: reason("check-steps"),
      check: ({ input: { steps } }) =>
        steps.at(-1) === 100 && steps.every((step, at) => at === 0 || step > (steps[at - 1] ?? 0))
          ? []
          : [reason("canary-steps-invalid", { steps })],
    },
    {
      requires: reason("check-watch-length"),
      check({ input, facts }) {
        const seconds = input.watchSeconds + (isAtOnce(input, facts) ? 0 : input.steps.length * input.stepSeconds);
        return seconds > LONGEST_WATCH_SECONDS
          ? [reason("canary-watch-too-long", { seconds, most: LONGEST_WATCH_SECONDS })]
          : [];
      },
    },
    {
      requires: reason("check-no-canary"),
      check: ({ resources: { canaryRule } }) =>
        canaryRule === null || canaryRule === undefined
          ? []
          : [reason("canary-rule-exists", { name: CANARY_NAME, ruleId: canaryRule.RuleId ?? "" })],
    },
    {
      requires: reason("check-shareable"),
      check({ input, facts, resources: { listener }, loadBalancer }) {
        if (isAtOnce(input, facts)) return [];
        const protocol = input.create?.protocol ?? facts.target?.group.Protocol ?? "HTTP";
        // What is not forwarded at all is not shared either, and atOnce does not help.
        const isForwarded = whyNotForwarded(protocol, listener, loadBalancer) === undefined;
        const [present] = isForwarded ? facts.protocols.filter((one) => one !== protocol) : [];
        const { lastPriority: priority } = facts;
        return [
          ...(present === undefined ? [] : [reason("canary-mixed-protocols", { present, target: protocol })]),
          ...(serverGroupsOf(listener).length < MOST_GROUPS
            ? []
            : [reason("canary-too-many-groups", { most: MOST_GROUPS })]),
          ...(priority < LAST_PRIORITY ? [] : [reason("canary-without-priority", { priority })]),
        ];
      },
    },
    {
      requires: reason("check-same-vpc"),
      check({ input, loadBalancer, facts }) {
        const vpcId = input.create?.vpcId ?? facts.target?.group.VpcId;
        return vpcId === undefined || vpcId === "" || vpcId === loadBalancer.VpcId
          ? []
          : [
              reason("group-in-other-vpc", {
                vpcId,
                loadBalancerId: loadBalancer.LoadBalancerId ?? "",
                instanceVpcId: loadBalancer.VpcId ?? "",
              }),
            ];
      },
    },
    {
      requires: reason("check-forwardable"),
      check({ input, resources, loadBalancer, facts }) {
        const protocol = input.create?.protocol ?? facts.target?.group.Protocol ?? "HTTP";
        return whyNotForwarded(protocol, resources.listener, loadBalancer) ?? [];
      },
    },
    {
      requires: reason("check-group-servers"),
      check({ input, facts }) {
        const servers = input.create?.servers ?? facts.target?.servers ?? [];
        return servers.some(({ Weight }) => Weight > 0) ? [] : [reason("group-without-servers")];
      },
    },
    {
      requires: reason("check-group-healthy"),
      check({ input, facts }) {
        const { down = [], servers = [] } = facts.target ?? {};
        const percent = servers.length === 0 ? 0 : (down.length / servers.length) * 100;
        return percent > input.unhealthyPercent
          ? [
              reason("server-group-unhealthy", {
                serverGroupId: facts.target?.group.ServerGroupId ?? "",
                down,
                total: servers.length,
              }),
            ]
          : [];
      },
    },
  ],
  effect({ input, resources, facts }) {
    const { stepSeconds, watchSeconds } = input;
    const to = input.serverGroupId ?? input.create?.serverGroupName ?? "";
    const goes = reason("requests-go-to-group", {
      from: serverGroupsOf(resources.listener),
      to,
      isNew: input.serverGroupId === undefined,
      steps: isAtOnce(input, facts) ? null : input.steps,
      stepSeconds,
      watchSeconds,
    });
    const { unproven, failing } = facts;
    const proof = unproven === null ? [] : [reason("group-not-proven", { serverGroupIds: [to], cause: unproven })];
    const protocol = input.create?.protocol ?? facts.target?.group.Protocol ?? "HTTP";
    const isOpened = facts.protocols.includes("HTTPS") && protocol === "HTTP";
    return {
      impact: impactOfSwitch(facts),
      reasons: [goes, ...(failing === null ? [] : [failing]), ...proof],
      opens: isOpened ? [reason("backend-not-encrypted")] : [],
    };
  },
  watch: ({ watchSeconds, stepSeconds }) => ({ seconds: watchSeconds, throughout: true, stageSeconds: stepSeconds }),
  figures: (clients, { resources: { listener }, loadBalancer }) => trafficNow(clients, { listener, loadBalancer }),
  writes: [
    "UpdateListenerAttribute",
    "CreateRule",
    "UpdateRuleAttribute",
    "DeleteRule",
    "CreateServerGroup",
    "AddServersToServerGroup",
    "DeleteServerGroup",
  ],
  reads: ["alb:ListRules", ...TRAFFIC_NOW_PERMISSIONS, ...SWITCH_PERMISSIONS],
  example: { listenerId: "lsn-demo4u54y73wq7b", serverGroupId: "sgp-next" },
});

/** What must be known before requests go elsewhere. */
interface Known extends KnownSwitch {
  /** Undefined when it is to be made. */
  target: KnownGroup | undefined;
  /** Of the listener's rules; 0 when it has none. */
  lastPriority: number;
  /** Protocols that the present groups' servers speak. */
  protocols: string[];
}

export const handler = serve(changeServerGroup);

async function lastPriorityOf({ alb }: Clients, { ListenerId }: Listener): Promise<number> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListRules", { ListenerIds: [ListenerId], ...paging }),
      (page) => page.Rules,
    ),
  );
  return Math.max(0, ...rows.map(({ Priority = 0 }) => Priority));
}

/** A probe at least every 90 s, and a flow of at most 600 events. */
const LONGEST_WATCH_SECONDS = 1_800;
