import { afterAll, beforeAll, describe, test } from "vitest";
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
import { type Provider, providerOn } from "./terraform/provider.ts";

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
