import { Resolver } from "node:dns/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LocalCloud } from "../../../local/cloud.ts";
import { startLocalCloud } from "../../../local/localCloud.ts";
import { exportSeed } from "../../../local/seed/exportSeed.ts";
import { openAlidns } from "../../../shared/platform/clients/alidns.ts";

const domains = [{ name: "example.com", records: [{ RR: "www", Type: "A", Value: "192.0.2.1", TTL: 60 }] }];
let dataDir: string;
let cloud: LocalCloud | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "alidns-"));
});
afterEach(async () => {
  await cloud?.close();
  await rm(dataDir, { recursive: true });
});

const boot = async () => {
  cloud = await startLocalCloud({ port: 0, fast: true, dataDir, seed: { domains } });
  return cloud;
};
const ask = (running: LocalCloud) => {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([running.endpoints.dns]);
  return resolver;
};
const clientTo = ({ endpoints, region, accountId }: LocalCloud) =>
  openAlidns({
    region,
    accountId,
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { alidns: endpoints.alidns },
  });

test("a seed's domains are answered for, and are part of an exported seed", async () => {
  const running = await boot();
  expect(await ask(running).resolve4("www.example.com", { ttl: true })).toEqual([{ address: "192.0.2.1", ttl: 60 }]);
  expect(exportSeed(running, { withKeys: false }).domains).toEqual(domains);
});

test("records outlive the process", async () => {
  const first = await boot();
  const record = { DomainName: "example.com", RR: "kept", Type: "TXT", Value: "still here" };
  await clientTo(first).call("AddDomainRecord", record);
  await first.close();
  const second = await boot();
  expect(await ask(second).resolveTxt("kept.example.com")).toEqual([["still here"]]);
  expect(await ask(second).resolve4("www.example.com")).toEqual(["192.0.2.1"]);
});

test("a fault can be asked for like for any other service", async () => {
  const running = await boot();
  running.faults.add({ service: "dns", action: "DescribeDomains", fault: { kind: "deny" } });
  await expect(clientTo(running).call("DescribeDomains", {})).rejects.toMatchObject({ kind: "Denied" });
});
