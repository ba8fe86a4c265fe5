import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { simulatedClock, systemClock } from "../../shared/platform/clock.ts";
import "../local/localhostNames.ts";
import { listenerLives, serverGroupLives } from "./terraform/listeners.ts";
import {
  aclLives,
  healthCheckTemplateLives,
  loadBalancerLives,
  securityPolicyLives,
} from "./terraform/loadBalancers.ts";
import {
  certificateLives,
  flowAndScheduleLive,
  functionLives,
  logsLive,
  recordLives,
  roleAndPolicyLive,
} from "./terraform/others.ts";
import { codeOf, type Provider, providerOn } from "./terraform/provider.ts";

let cloud: LocalCloud;
let provider: Provider;
beforeAll(async () => {
  const clock = simulatedClock(systemClock.now());
  cloud = await startLocalCloud({
    port: 0,
    clock,
    rates: false,
    seed: "local/seed/example.yaml",
    isolation: { kind: "thread" },
  });
  cloud.alidns.putDomain("tf.example");
  provider = providerOn(cloud, clock);
});
afterAll(() => cloud.close());

/** What the Terraform provider does for a resource from its creation to its end, call by call. */
describe("the Terraform provider's calls create, read, change and delete", () => {
  test("a load balancer", () => loadBalancerLives(provider));
  test("an ACL with its entries, and its attachment to a listener", () => aclLives(provider));
  test("a health-check template", () => healthCheckTemplateLives(provider));
  test("a security policy", () => securityPolicyLives(provider));
  test("server groups of each type", () => serverGroupLives(provider));
  test("a certificate with tags and another name", () => certificateLives(provider));
  test("a role, and a policy with versions that is destroyed by force", () => roleAndPolicyLive(provider));
  test("a function with trigger, version, alias, concurrency and asynchronous settings", () => functionLives(provider));
  test("a flow and its schedule", () => flowAndScheduleLive(provider));
  test("a DNS record with status and remark", () => recordLives(provider));
  test("a log project with tags, its logstore and index", () => logsLive(cloud.endpoints.log));
  test("a listener, its additional certificate and its rule", () => listenerLives(provider));
});

test("an action that is not emulated is a 400 that no client takes for success or for gone, and the log names it", async () => {
  const { alb, cas, ram, dns, fnf, kms, fc } = provider;
  const asked: [action: string, call: () => Promise<unknown>][] = [
    ["CreateAScripts", () => alb("CreateAScripts")],
    ["CreateCsr", () => cas["2020-04-07"]("CreateCsr")],
    ["ListGroups", () => ram("ListGroups")],
    ["AddDomain", () => dns("AddDomain", { DomainName: "tf.example" })],
    ["PublishFlowVersion", () => fnf("PublishFlowVersion", { FlowName: "any" })],
    ["CreateKey", () => kms("CreateKey")],
    ["GET /2023-03-30/layers", () => fc("GET", "/layers")],
    ["PUT /2023-03-30/functions/shop/provision-config", () => fc("PUT", "/functions/shop/provision-config", {})],
  ];
  for (const [action, call] of asked) expect([action, await codeOf(call())]).toEqual([action, "NotEmulated"]);
  const refused = cloud.calls.recent({}).filter(({ code }) => code === "NotEmulated");
  expect(refused.map(({ action, status }) => `${status} ${action}`).sort()).toEqual(
    asked.map(([action]) => `400 ${action}`).sort(),
  );
});
