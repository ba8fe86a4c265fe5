import { readFileSync } from "node:fs";
import { request } from "node:https";
import RpcClient from "@alicloud/pop-core";
import { afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import { simulatedClock } from "../shared/platform/clock.ts";
import type { LocalCloud } from "./cloud.ts";
import { type LocalCloudOptions, startLocalCloud } from "./localCloud.ts";
import { freePortBlock } from "./portBlock.ts";

const EXAMPLE = "local/seed/example.yaml";
const clouds: LocalCloud[] = [];

afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

test("several clouds in one process each serve their own listener on its own address", async () => {
  const elsewhere = readFileSync(EXAMPLE, "utf8").replace("served by the backend", "served elsewhere");
  const [one, other] = [await boot({ seed: EXAMPLE }), await boot({ seed: parse(elsewhere) })];
  const seen = [await visit(one), await visit(other)];
  expect(seen.map(({ body }) => body)).toEqual(["served by the backend\n", "served elsewhere\n"]);
  expect(new Set(Object.values(one.endpoints)).size).toBe(11);
});

test("a closed cloud leaves no socket, timer or process behind", async () => {
  const before = await quiet();
  const cloud = await startLocalCloud({ port: 0, seed: EXAMPLE, fast: true });
  await visit(cloud);
  await alb(cloud).request("StopListener", { ListenerId: "lsn-plain" });
  const follower = await fetch(`${cloud.endpoints.console}/local/calls?follow=true`);
  expect(resources()).not.toEqual(before);
  await cloud.close();
  await cloud.close();
  await follower.text().catch(() => undefined);
  await expect.poll(resources).toEqual(before);
});

test("a cloud that finds a port taken says so, and closes what it has opened", async () => {
  const port = await freePortBlock();
  await boot({ port: port + 5 });
  const before = await quiet();
  await expect(startLocalCloud({ port })).rejects.toThrow(
    new RegExp(`^Port ${port + 5} is in use, perhaps by another local cloud.*--port 7800`),
  );
  await expect.poll(resources).toEqual(before);
});

test("the same seed makes the same ids, another one others", async () => {
  const ids = async (randomSeed: string) => {
    const cloud = await boot({ randomSeed, fast: true });
    const { LoadBalancerId } = await alb(cloud).request<{ LoadBalancerId: string }>("CreateLoadBalancer", {
      LoadBalancerName: "same",
      LoadBalancerEdition: "Basic",
      AddressType: "Internet",
      VpcId: "vpc-1",
      "LoadBalancerBillingConfig.PayType": "PostPay",
      "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
      "ZoneMappings.1.VSwitchId": "vsw-1",
      "ZoneMappings.2.ZoneId": "cn-hangzhou-i",
      "ZoneMappings.2.VSwitchId": "vsw-2",
    });
    await cloud.close();
    return LoadBalancerId;
  };
  const first = await ids("one");
  expect(first).toMatch(/^alb-\w+/);
  expect(await ids("one")).toBe(first);
  expect(await ids("another")).not.toBe(first);
});

test("in simulated time a change takes as long as on the real cloud, and no longer than it is told", async () => {
  const clock = simulatedClock(Date.parse("2026-11-22T00:00:00Z"));
  const cloud = await boot({ clock, seed: EXAMPLE, isolation: { kind: "inProcess" } });
  const status = async () => {
    const answer = await alb(cloud).request<{ ListenerStatus: string }>("GetListenerAttribute", {
      ListenerId: "lsn-plain",
    });
    return answer.ListenerStatus;
  };
  await alb(cloud).request("UpdateListenerAttribute", { ListenerId: "lsn-plain", IdleTimeout: 30 });
  expect(await status()).toBe("Configuring");
  await clock.advance(60_000);
  expect(await status()).toBe("Running");
});

test("a seed can be put into a running cloud, beside what is there", async () => {
  const cloud = await boot({ seed: EXAMPLE });
  const { certificates } = await cloud.seedWith({
    certificates: [{ name: "second", names: ["second.example.com"], expiresIn: "-1d", age: "30d", id: 4711 }],
    backends: [{ name: "second", answer: "the second one\n" }],
    loadBalancers: [{ LoadBalancerId: "alb-second" }],
    serverGroups: [
      { ServerGroupId: "sgp-second", ServerGroupType: "Ip", Servers: [{ ServerId: "second", ServerType: "Ip" }] },
    ],
    listeners: [
      {
        ListenerId: "lsn-second",
        LoadBalancerId: "alb-second",
        ListenerProtocol: "HTTPS",
        ListenerPort: 8443,
        Certificates: [{ CertificateId: "second" }],
        DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-second" }] } }],
      },
    ],
  });
  expect(certificates.get("second")?.id).toBe("4711-cn-hangzhou");
  expect(await visit(cloud, "lsn-second", "second.example.com")).toMatchObject({ body: "the second one\n" });
  expect(await visit(cloud)).toMatchObject({ body: "served by the backend\n" });
});

test("a seed that names a certificate that is not there is refused, and no backend stays", async () => {
  const cloud = await boot();
  const before = await quiet();
  await expect(
    cloud.seedWith({
      certificates: [{ name: "right", names: ["a.test"] }],
      backends: [{ name: "one", answer: "" }],
      loadBalancers: [{ LoadBalancerId: "alb-1" }],
      listeners: [
        {
          ListenerId: "lsn-1",
          LoadBalancerId: "alb-1",
          ListenerProtocol: "HTTPS",
          ListenerPort: 443,
          DefaultActions: [],
          Certificates: [{ CertificateId: "wrong" }],
        },
      ],
    }),
  ).rejects.toThrow(
    'listeners[0].Certificates[0].CertificateId: there is no certificate "wrong". Known by name are: right.',
  );
  expect(cloud.alb.exportState().listeners).toEqual([]);
  await expect.poll(resources).toEqual(before);
});

test("a seed whose listener forwards to a server group that is not there is refused", async () => {
  const seed = {
    loadBalancers: [{ LoadBalancerId: "alb-1" }],
    serverGroups: [{ ServerGroupId: "sgp-1" }],
    listeners: [
      {
        ListenerId: "lsn-1",
        LoadBalancerId: "alb-1",
        ListenerProtocol: "HTTP" as const,
        ListenerPort: 80,
        DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-2" }] } }],
      },
    ],
  };
  await expect(boot({ seed })).rejects.toThrow(
    "listeners[0].DefaultActions: there is no server group sgp-2. There are: sgp-1.",
  );
});

async function boot(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ port: 0, ...options });
  clouds.push(cloud);
  return cloud;
}

function alb({ endpoints }: LocalCloud) {
  return new RpcClient({
    accessKeyId: "local",
    accessKeySecret: "local",
    endpoint: endpoints.alb,
    apiVersion: "2020-06-16",
  });
}

/** What a client of a listener sees. */
function visit(cloud: LocalCloud, listenerId = "lsn-demo4u54y73wq7b", servername = "shop.example.com") {
  const place = cloud.dataPlane.endpoint(listenerId);
  return new Promise<{ serial: string; body: string }>((resolve, reject) => {
    const asked = request(
      {
        host: place?.address,
        port: place?.port,
        servername,
        headers: { host: servername },
        rejectUnauthorized: false,
        agent: false,
      },
      (response) => {
        const serial =
          "getPeerCertificate" in response.socket ? String(Reflect.apply(peerOf, response.socket, [])) : "";
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve({ serial, body }));
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}

function peerOf(this: { getPeerCertificate(): { serialNumber: string } }) {
  return this.getPeerCertificate().serialNumber;
}

/** What keeps this process busy: sockets, servers, timers, threads, pipes. */
function resources(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name !== "Immediate")
    .sort();
}

/** The same, once what former tests have closed is gone. */
async function quiet(): Promise<string[]> {
  let [last, now] = ["", resources().join()];
  await expect
    .poll(
      () => {
        [last, now] = [now, resources().join()];
        return last === now;
      },
      { interval: 50 },
    )
    .toBe(true);
  return resources();
}
