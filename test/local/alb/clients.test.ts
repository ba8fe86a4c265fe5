import { execFile } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { promisify } from "node:util";
import RpcClient from "@alicloud/pop-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../shared/platform/clock.ts";
import { startTestCloud, type TestCloud } from "../rpc/testCloud.ts";
import { contractSeed } from "./contractSeed.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ changeMs: 0 });
});
afterAll(() => cloud.close());
beforeEach(() => cloud.alb.importState({ ...contractSeed, listeners: contractSeed.listeners?.slice(1), rules: [] }));

describe.each(["GET", "POST"] as const)("the generic RPC client with %s", (method) => {
  const rpc = () =>
    new RpcClient({
      accessKeyId: "local",
      accessKeySecret: "local",
      endpoint: `http://127.0.0.1:${cloud.albPort}`,
      apiVersion: "2020-06-16",
      opts: { method },
    });

  test("reads and writes", async () => {
    const started = await rpc().request<{ JobId: string }>("StartListener", { ListenerId: "lsn-stopped" });
    expect(started.JobId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await rpc().request("ListListeners", { "ListenerIds.1": "lsn-stopped" })).toMatchObject({
      TotalCount: 1,
      Listeners: [{ ListenerStatus: "Running" }],
    });
  });

  test("is told the code of a refusal", async () => {
    await expect(rpc().request("GetListenerAttribute", { ListenerId: "lsn-9" })).rejects.toMatchObject({
      code: "ResourceNotFound.Listener",
      data: { Message: "The specified resource lsn-9 is not found." },
    });
  });
});

test("Terraform's split call works: signature and lists in the query, the rest in the form body", async () => {
  const query = { ...signed(), Action: "ListListeners", "LoadBalancerIds.1": "alb-1" };
  const body = { MaxResults: "1" };
  const all = { ...query, ...body };
  const url = `http://127.0.0.1:${cloud.albPort}/?${new URLSearchParams({ ...query, Signature: signature("POST", all) }).toString()}`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(body),
  });
  expect(await answer.json()).toMatchObject({ MaxResults: 1, Listeners: [{ ListenerId: "lsn-stopped" }] });
});

test("curl works with a signed URL", async () => {
  const query = { ...signed(), Action: "GetLoadBalancerAttribute", LoadBalancerId: "alb-1" };
  const url = `http://127.0.0.1:${cloud.albPort}/?${new URLSearchParams({ ...query, Signature: signature("GET", query) }).toString()}`;
  const { stdout } = await promisify(execFile)("curl", ["--silent", "--show-error", "--include", url]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: application\/json;charset=utf-8\r\n/i);
  expect(stdout).toContain('"DNSName":"127.77.0.1"');
});

test("ACS3 signed by hand works", async () => {
  const headers: Record<string, string> = {
    host: `127.0.0.1:${cloud.albPort}`,
    "x-acs-action": "DescribeRegions",
    "x-acs-content-sha256": sha256(""),
    "x-acs-date": new Date(systemClock.now()).toISOString().replace(/\.\d+Z/, "Z"),
    "x-acs-signature-nonce": String(Math.random()),
    "x-acs-version": "2020-06-16",
  };
  const names = Object.keys(headers).sort();
  const block = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = ["POST", "/", "", block, names.join(";"), sha256("")].join("\n");
  const mac = createHmac("sha256", "local")
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=local,SignedHeaders=${names.join(";")},Signature=${mac}`;
  const answer = await fetch(`http://127.0.0.1:${cloud.albPort}/`, {
    method: "POST",
    headers: { ...headers, authorization },
  });
  const { Regions } = (await answer.json()) as { Regions: { RegionId: string }[] };
  expect(Regions[0]?.RegionId).toBe("cn-hangzhou");
});

function signed(): Record<string, string> {
  return {
    AccessKeyId: "local",
    Format: "JSON",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: String(Math.random()),
    SignatureVersion: "1.0",
    Timestamp: new Date(systemClock.now()).toISOString().replace(/\.\d+Z/, "Z"),
    Version: "2020-06-16",
  };
}

function signature(method: string, parameters: Record<string, string>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(parameters)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return createHmac("sha1", "local&")
    .update(`${method}&%2F&${encode(pairs.join("&"))}`)
    .digest("base64");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
