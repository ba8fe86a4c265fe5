import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import type { LocalCloud } from "../cloud.ts";
import { type LocalCloudOptions, startLocalCloud } from "../localCloud.ts";
import { exportSeed } from "./exportSeed.ts";
import { seedYaml } from "./seedYaml.ts";

const EXAMPLE = "local/seed/example.yaml";
const KEY = expect.stringMatching(/^-----BEGIN PRIVATE KEY-----/);
const clouds: LocalCloud[] = [];
afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

test("an exported seed starts a cloud that exports the same seed", async () => {
  const first = await boot({ seed: EXAMPLE, fast: true });
  await first.seedWith({
    loadBalancers: [{ LoadBalancerId: "alb-full", DeletionProtectionConfig: { Enabled: true, EnabledTime: "2026" } }],
    listeners: [
      {
        ListenerId: "lsn-full",
        LoadBalancerId: "alb-full",
        ListenerProtocol: "HTTPS",
        ListenerPort: 443,
        GzipEnabled: false,
        LogConfig: { AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 100, TracingType: "Zipkin" } },
        XForwardedForConfig: { XForwardedForProtoEnabled: true },
        AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-office" }] },
        Certificates: [{ CertificateId: first.cas.certificate(partnerIdOf(first))?.certificateId ?? "" }],
        DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
      },
    ],
    rules: [
      {
        RuleId: "rule-1",
        ListenerId: "lsn-full",
        LoadBalancerId: "alb-full",
        Priority: 1,
        RuleConditions: [{ Type: "Host", HostConfig: { Values: ["a.test"] } }],
        RuleActions: [{ Type: "FixedResponse", Order: 1, FixedResponseConfig: { Content: "hi", HttpCode: "200" } }],
      },
    ],
    acls: [{ AclId: "acl-office", AclName: "office", Entries: [{ Entry: "127.0.0.0/8" }] }],
    tags: [{ ResourceId: "alb-full", ResourceType: "loadbalancer", Tags: [{ Key: "team", Value: "edge" }] }],
  });
  const file = join(mkdtempSync(join(tmpdir(), "world-")), "world.yaml");
  writeFileSync(file, seedYaml(exportSeed(first, { withKeys: true }), { withKeys: true }));
  const again = await boot({ seed: file });
  expect(exportSeed(again, { withKeys: true })).toEqual(exportSeed(first, { withKeys: true }));
  expect(again.alb.problems()).toEqual([]);
});

test("an export says only what is special", async () => {
  const cloud = await boot({ seed: EXAMPLE });
  const { listeners, loadBalancers, serverGroups, backends, logProjects } = exportSeed(cloud, { withKeys: false });
  expect(loadBalancers).toContainEqual({ LoadBalancerId: "alb-demo", LoadBalancerName: "demo" });
  expect(loadBalancers).toContainEqual({
    LoadBalancerId: "alb-basic",
    LoadBalancerName: "basic",
    LoadBalancerEdition: "Basic",
  });
  expect(listeners?.find(({ ListenerId }) => ListenerId === "lsn-stopped")).toEqual({
    ListenerId: "lsn-stopped",
    ListenerDescription: "stopped-by-hand",
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTP",
    ListenerPort: 8080,
    ListenerStatus: "Stopped",
    DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
  });
  expect(serverGroups?.[0]?.Servers).toEqual([{ ServerId: "shop", ServerType: "Ip" }]);
  expect(backends?.slice(0, 1)).toEqual([{ name: "shop", answer: "served by the backend\n" }]);
  expect(backends).toContainEqual({ name: "secure", answer: "served by the backend with TLS\n", tls: true });
  expect(logProjects?.slice(0, 1)).toEqual([{ project: "albflow-reports", logstores: ["albflow"] }]);
});

test("private keys leave the cloud only when they are asked for, and the text says so either way", async () => {
  const cloud = await boot({ seed: EXAMPLE });
  const without = seedYaml(exportSeed(cloud, { withKeys: false }), { withKeys: false });
  expect(without).not.toContain("PRIVATE KEY");
  expect(without).toContain("# WARNING: the certificates have no private keys here");
  const withKeys = seedYaml(exportSeed(cloud, { withKeys: true }), { withKeys: true });
  expect(parse(withKeys).certificates).not.toContainEqual(expect.not.objectContaining({ privateKeyPem: KEY }));
  expect(withKeys).toContain("# WARNING: the private keys of the certificates are in this file.");
  await expect(boot({ seed: parse(without) })).rejects.toThrow(
    "certificates[0]: A certificate has names (and expiresIn, age and issuer, if you like), or certificateFile and privateKeyFile",
  );
});

function partnerIdOf(cloud: LocalCloud): string {
  const row = cloud.cas.exportState().certificates.find(({ Name }) => Name === "partner");
  return String(row?.CertId);
}

async function boot(options: LocalCloudOptions): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ port: 0, ...options });
  clouds.push(cloud);
  return cloud;
}
