import { expect, test } from "vitest";
import { examples } from "../../test/local/alb/examples.ts";
import { rigSeed } from "../../test/local/alb/rigSeed.ts";
import { CloudError } from "../wire/cloudError.ts";

/** What a role must be allowed to touch for each example call, and what the call log and faults know it by. */
const RESOURCES: [action: string, path: string, id: string | undefined][] = [
  ["StartListener", "loadbalancer/alb-1", "lsn-stopped"],
  ["CreateListener", "loadbalancer/alb-2", "alb-2"],
  ["ListListeners", "loadbalancer/alb-1", "alb-1"],
  ["DeleteRule", "loadbalancer/alb-1", "rule-1"],
  ["GetLoadBalancerAttribute", "loadbalancer/alb-1", "alb-1"],
  ["EnableLoadBalancerAccessLog", "loadbalancer/alb-2", "alb-2"],
  ["EnableDeletionProtection", "loadbalancer/alb-1", "alb-1"],
  ["CreateLoadBalancer", "loadbalancer/*", undefined],
  ["AddServersToServerGroup", "servergroup/sgp-1", "sgp-1"],
  ["CreateServerGroup", "servergroup/*", undefined],
  ["UpdateSecurityPolicyAttribute", "securitypolicy/spy-1", "spy-1"],
  ["DescribeRegions", "*", undefined],
];

test.each(RESOURCES)("%s is about %s", async (action, path, id) => {
  const rig = await rigSeed();
  const asked: string[] = [];
  rig.context.ram.authorise = (_identity, permission, resource) => void asked.push(`${permission} ${resource}`);
  const hit: (string | undefined)[] = [];
  rig.context.faultFor = ({ resource }) => void hit.push(resource);
  await rig.call(action, examples[action]);
  const [first, ...others] = asked;
  expect(first).toBe(`alb:${action} acs:alb:cn-hangzhou:1234567890123456:${path}`);
  const named =
    action === "CreateListener" ? ["alb:CreateListener acs:alb:cn-hangzhou:1234567890123456:servergroup/sgp-1"] : [];
  expect(others).toEqual(named);
  expect(hit).toEqual([id]);
});

/** What else a role must be allowed on, for calls that name more than one thing. */
const OTHERS: [what: string, action: string, parameters: Record<string, unknown>, arns: string[]][] = [
  [
    "a listener with another server group and TLS policy",
    "UpdateListenerAttribute",
    {
      ListenerId: "lsn-1",
      SecurityPolicyId: "spy-1",
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } },
      ],
    },
    [
      "acs:alb:cn-hangzhou:1234567890123456:loadbalancer/alb-1",
      "acs:alb:cn-hangzhou:1234567890123456:servergroup/sgp-1",
      "acs:alb:cn-hangzhou:1234567890123456:securitypolicy/spy-1",
    ],
  ],
  [
    "a listener whose name changes",
    "UpdateListenerAttribute",
    { ListenerId: "lsn-1", ListenerName: "shop" },
    ["acs:alb:cn-hangzhou:1234567890123456:loadbalancer/alb-1"],
  ],
  [
    "servers of every kind",
    "AddServersToServerGroup",
    {
      ServerGroupId: "sgp-1",
      Servers: [
        { ServerType: "Ecs", ServerId: "i-1", Port: 80 },
        { ServerType: "Eni", ServerId: "eni-1", Port: 80 },
        { ServerType: "Eci", ServerId: "eci-1", Port: 80 },
        { ServerType: "Ip", ServerId: "10.0.0.1", Port: 80 },
      ],
    },
    [
      "acs:alb:cn-hangzhou:1234567890123456:servergroup/sgp-1",
      "acs:alb:cn-hangzhou:1234567890123456:ecs/i-1",
      "acs:ecs:cn-hangzhou:1234567890123456:instance/i-1",
      "acs:alb:cn-hangzhou:1234567890123456:eni/eni-1",
      "acs:ecs:cn-hangzhou:1234567890123456:eni/eni-1",
      "acs:alb:cn-hangzhou:1234567890123456:eci/eci-1",
      "acs:eci:cn-hangzhou:1234567890123456:containergroup/eci-1",
    ],
  ],
  [
    "access control lists",
    "AssociateAclsWithListener",
    { ListenerId: "lsn-1", AclType: "White", AclIds: ["acl-1"] },
    ["acs:alb:cn-hangzhou:1234567890123456:loadbalancer/alb-1", "acs:alb:cn-hangzhou:1234567890123456:acl/acl-1"],
  ],
];

test.each(OTHERS)("%s: RAM is asked about each", async (_, action, parameters, arns) => {
  const rig = await rigSeed();
  const asked: string[] = [];
  rig.context.ram.authorise = (_identity, _permission, resource) => void asked.push(resource);
  // Whether ALB then takes it is tried elsewhere.
  await rig.call(action, parameters).catch(() => undefined);
  expect(asked).toEqual(arns);
});

test("who may change the load balancer but not the server group is refused, and nothing is changed", async () => {
  const rig = await rigSeed();
  rig.context.ram.authorise = (_identity, action, resource) => {
    if (resource.includes(":servergroup/")) throw new CloudError(403, "NoPermission", `not ${action} on ${resource}`);
  };
  const forward = { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } };
  const change = { ListenerId: "lsn-1", DefaultActions: [forward] };
  expect(await rig.refusal("UpdateListenerAttribute", change)).toBe("NoPermission");
  expect(await rig.status("lsn-1")).toBe("Running");
});
