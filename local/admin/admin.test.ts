import { request } from "node:http";
import RpcClient from "@alicloud/pop-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import type { LocalCloud } from "../cloud.ts";
import { startLocalCloud } from "../localCloud.ts";

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, seed: "local/seed/example.yaml", fast: true });
});
afterAll(() => cloud.close());
afterEach(() => void cloud.faults.clear());

describe("what can be asked", () => {
  test("endpoints tell where every service and listener can be reached", async () => {
    const { body } = await ask("GET", "/local/endpoints");
    expect(body).toMatchObject({
      services: cloud.endpoints,
      region: "cn-hangzhou",
      time: { kind: "system" },
      backends: [{ name: "shop" }, { name: "next" }, { name: "failing" }, { name: "secure" }],
    });
    const listeners = body.listeners as { listenerId: string; url?: string; status: string }[];
    expect(listeners.map(({ listenerId, status }) => [listenerId, status])).toEqual([
      ["lsn-demo4u54y73wq7b", "Running"],
      ["lsn-plain", "Running"],
      ["lsn-stopped", "Stopped"],
      ["lsn-basic", "Running"],
      ["lsn-mutual", "Running"],
      ["lsn-ruled", "Running"],
      ["lsn-quic", "Running"],
      ["lsn-traced", "Running"],
      ["lsn-guarded", "Running"],
    ]);
    const [, plain, stopped] = listeners;
    expect(stopped?.url).toBeUndefined();
    expect(await (await fetch(plain?.url ?? "")).text()).toBe("served by the backend\n");
  });

  test("calls are shown as they fit, the latest when a limit is given", async () => {
    await describeRegions(3);
    const { body } = await ask("GET", "/local/calls?action=DescribeRegions&limit=2");
    expect(body.calls).toMatchObject([
      { service: "alb", action: "DescribeRegions", caller: "local", status: 200 },
      { service: "alb", action: "DescribeRegions" },
    ]);
    expect((await ask("GET", "/local/calls?service=cas")).body.calls).toEqual([]);
  });

  test("followed calls come as they are made, after as many as were asked for", async () => {
    await describeRegions(2);
    const leaving = new AbortController();
    const url = `${cloud.endpoints.console}/local/calls?follow=true&limit=1&action=DescribeRegions`;
    const { body, headers } = await fetch(url, { signal: leaving.signal });
    expect(headers.get("content-type")).toBe("text/event-stream");
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        for (const [, json] of text.matchAll(/^data: (.*)$/gm)) seen.push(JSON.parse(json ?? ""));
      }
    })().catch(() => undefined);
    await expect.poll(() => seen.length).toBe(1);
    await describeZones();
    await describeRegions(2);
    await expect.poll(() => seen.length).toBe(3);
    expect(seen).toMatchObject(Array(3).fill({ action: "DescribeRegions" }));
    leaving.abort();
    await reading;
  });

  test("the seed is shown without keys, unless they are asked for", async () => {
    const without = await ask("GET", "/local/seed");
    expect(JSON.stringify(without.body)).not.toContain("PRIVATE KEY");
    expect(without.body.certificates).toContainEqual({
      name: "partner",
      id: expect.any(Number),
      certificatePem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
    });
    expect(JSON.stringify((await ask("GET", "/local/seed?keys=true")).body)).toContain("PRIVATE KEY");
  });
});

describe("faults", () => {
  test("are added, listed with their hits, hit, and taken away", async () => {
    const rule = {
      action: "DescribeRegions",
      count: 2,
      fault: { kind: "refuse", status: 418, code: "Tea", message: "No." },
    };
    expect(await ask("POST", "/local/faults", rule)).toMatchObject({
      status: 200,
      body: { id: expect.stringMatching(/^fault-\d+$/) },
    });
    await expect(describeRegions(1)).rejects.toMatchObject({ code: "Tea" });
    const { body } = await ask("GET", "/local/faults");
    expect(body.faults).toMatchObject([{ ...rule, hits: 1 }]);
    const [{ id }] = body.faults as [{ id: string }];
    expect((await ask("DELETE", `/local/faults/${id}`)).body).toEqual({ cleared: 1 });
    await describeRegions(1);
    await ask("POST", "/local/faults", { id: "mine", fault: { kind: "throttle" } });
    expect((await ask("DELETE", "/local/faults")).body).toEqual({ cleared: 1 });
  });

  test.each([
    [{ fault: { kind: "explode" } }, 'there is no fault "explode"; known are refuse, throttle'],
    [{ fault: { kind: "delay" } }, 'the fault "delay" needs a valid ms'],
    [
      { fault: { kind: "throttle" }, service: "abl" },
      'there is no service "abl"; did you mean alb? known are alb, cas, fnf',
    ],
    [{ fault: { kind: "throttle" }, action: "UpdateListnerAttribute" }, "did you mean UpdateListenerAttribute? "],
    [{ fault: { kind: "throttle" }, action: "Nothing" }, 'action "Nothing"; `albflow local log`'],
    [{ fault: { kind: "throttle" }, service: "alb", action: "StartExecution" }, "it is one of fnf; "],
    [{ fault: { kind: "throttle" }, service: "sls", action: "GetLogStor" }, "did you mean GetLogStore? "],
    [{ fault: { kind: "throttle" }, service: "fc", action: "InvokeFunctio" }, "did you mean InvokeFunction? "],
    [{ fault: { kind: "throttle" }, probability: 2 }, "probability must be from 0 to 1"],
    [{ fault: { kind: "throttle" }, actoin: "X" }, 'Unrecognized key: "actoin"'],
    [{}, "fault: Invalid input: expected object"],
    [undefined, "expected object, received undefined"],
  ])("that make no sense are refused with what is right: %j", async (rule, complaint) => {
    const { status, body } = await ask("POST", "/local/faults", rule);
    expect(status).toBe(400);
    expect(body.message).toContain(complaint);
  });

  test("that are not there cannot be taken away", async () => {
    expect(await ask("DELETE", "/local/faults/none")).toEqual({
      status: 404,
      body: { code: "NoSuchFault", message: "There is no fault none. There are: none." },
    });
  });
});

describe("time", () => {
  let simulated: LocalCloud & { clock: SimulatedClock };
  const startAt = Date.parse("2026-11-22T00:00:00Z");
  beforeAll(async () => {
    const clock = simulatedClock(startAt);
    simulated = { ...(await startLocalCloud({ port: 0, clock, isolation: { kind: "inProcess" } })), clock };
  });
  afterAll(() => simulated.close());

  test("is moved by milliseconds or by words, and steps asked for at once follow each other", async () => {
    const { console } = simulated.endpoints;
    expect((await ask("POST", "/local/time/advance", { by: "7d" }, console)).body).toEqual({
      now: Date.parse("2026-11-29T00:00:00Z"),
    });
    await Promise.all([1, 2, 3].map(() => ask("POST", "/local/time/advance", { ms: 1_000 }, console)));
    expect(simulated.clock.now()).toBe(Date.parse("2026-11-29T00:00:03Z"));
    expect((await ask("GET", "/local/endpoints", undefined, console)).body.time).toEqual({
      kind: "simulated",
      now: Date.parse("2026-11-29T00:00:03Z"),
    });
  });

  test.each([
    [{ by: "a week" }, '"a week" is no duration.'],
    [{ by: "-1d" }, "Time does not go back."],
    [{ ms: -1 }, "ms: Too small: expected number to be >=0"],
    [{}, 'send {"ms": 60000} or {"by": "7d"}'],
  ])("is not moved by %j", async (step, complaint) => {
    const { status, body } = await ask("POST", "/local/time/advance", step, simulated.endpoints.console);
    expect(status).toBe(400);
    expect(body.message).toContain(complaint);
  });

  test("of the machine cannot be moved", async () => {
    expect(await ask("POST", "/local/time/advance", { by: "1h" })).toMatchObject({
      status: 409,
      body: { code: "RealTime", message: expect.stringContaining("Start one with --time simulated.") },
    });
  });
});

describe("others", () => {
  test.each([
    ["a name that somebody's DNS points here", { host: "evil.example.com" }, "ForeignHost"],
    ["a name that only begins like ours", { host: "127.0.0.1.evil.example.com" }, "ForeignHost"],
    ["a page of another site", { origin: "https://evil.example.com" }, "ForeignOrigin"],
    ["a page without an origin of its own", { origin: "null" }, "ForeignOrigin"],
  ])("are refused: %s", async (_, headers, code) => {
    cloud.faults.add({ id: "precious", fault: { kind: "throttle" }, action: "DeleteListener" });
    expect(await raw("DELETE", "/local/faults", headers)).toMatchObject({ status: 403, code });
    expect(cloud.faults.list()).toHaveLength(1);
  });

  test("cannot send a form where JSON is wanted, and nobody is allowed by CORS", async () => {
    const body = JSON.stringify({ fault: { kind: "throttle" } });
    const { status, code, headers } = await raw("POST", "/local/faults", { "content-type": "text/plain" }, body);
    expect({ status, code }).toEqual({ status: 415, code: "NotJson" });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("what cannot be answered is refused in JSON", () => {
  test.each([
    ["GET", "/local/nothing", 404, "There is nothing at /local/nothing. There is: GET /local/endpoints"],
    ["DELETE", "/local/calls", 405, "/local/calls takes GET, not DELETE."],
    ["GET", "/local/calls?limit=many", 400, "limit: a whole number is wanted"],
    ["POST", "/local/functions/none/timers/timer", 404, "none"],
  ] as const)("%s %s", async (method, path, status, complaint) => {
    const refused = await ask(method, path);
    expect(refused.status).toBe(status);
    expect(refused.body.message).toContain(complaint);
  });

  test("a body that is no JSON", async () => {
    const refused = await raw("POST", "/local/faults", { "content-type": "application/json" }, "{");
    expect(refused).toMatchObject({ status: 400, code: "NotJson" });
  });
});

async function ask(method: string, path: string, body?: unknown, base = cloud.endpoints.console) {
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A request with headers that `fetch` would not send. */
function raw(method: string, path: string, headers: Record<string, string>, body = "") {
  return new Promise<{ status: number; code: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const asked = request(`${cloud.endpoints.console}${path}`, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).code, headers: response.headers }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function describeRegions(times: number) {
  for (let time = 0; time < times; time += 1) await client().request("DescribeRegions", {});
}

function describeZones() {
  return client().request("DescribeZones", {});
}

function client() {
  const { alb: endpoint } = cloud.endpoints;
  return new RpcClient({ accessKeyId: "local", accessKeySecret: "local", endpoint, apiVersion: "2020-06-16" });
}
