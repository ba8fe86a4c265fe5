import { expect, test } from "vitest";
import { albWorld } from "./albWorld.ts";
import { examples } from "./examples.ts";

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
  const world = await albWorld();
  const asked: string[] = [];
  world.context.ram.authorise = (_identity, permission, resource) => void asked.push(`${permission} ${resource}`);
  const hit: (string | undefined)[] = [];
  world.context.faultFor = ({ resource }) => void hit.push(resource);
  await world.call(action, examples[action]);
  expect(asked).toEqual([`alb:${action} acs:alb:cn-hangzhou:1234567890123456:${path}`]);
  expect(hit).toEqual([id]);
});
