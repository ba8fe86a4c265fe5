import type { RequestOptions } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask } from "./http.ts";
import { createRig, type Seed } from "./rig.ts";

describe("choice of the server", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  const named = (name: string) => rig.backend((_request, response) => void response.end(name));
  const tally = async (at: { address: string; port: number }, times: number, options: RequestOptions = {}) => {
    const counts: Record<string, number> = {};
    for (let n = 0; n < times; n += 1) {
      const name = (await ask(at, options)).body.toString();
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  const servers = (backends: { port: number }[], weights: number[]) => ({
    servers: backends.map(({ port }, at) => ({ host: "127.0.0.1", port, weight: weights[at] ?? 0 })),
  });

  it("Wrr gives each server its exact share, and nothing to a weight of 0", async () => {
    const backends = [await named("a"), await named("b"), await named("c")];
    rig.group("sgp-1", [], servers(backends, [30, 10, 0]));
    expect(await tally(await rig.serve(), 40)).toEqual({ a: 30, b: 10 });
  });

  it("Wlc prefers the server with the fewest requests for its weight", async () => {
    let release = () => {};
    const busy = await rig.backend((_request, response) => {
      release = () => void response.end("busy");
    });
    const idle = await named("idle");
    rig.group("sgp-1", [], { scheduler: "Wlc", ...servers([busy, idle], [100, 99]) });
    const at = await rig.serve();
    const first = ask(at);
    await vi.waitFor(() => expect(busy.requests).toHaveLength(1));
    expect(await tally(at, 5)).toEqual({ idle: 5 });
    release();
    expect((await first).body.toString()).toBe("busy");
  });

  it("Sch keeps a client on its server while another one leaves", async () => {
    const backends = await Promise.all(["a", "b", "c", "d"].map(named));
    const weights = [100, 100, 100, 100];
    rig.group("sgp-1", [], { scheduler: "Sch", ...servers(backends, weights) });
    const at = await rig.serve();
    const clients = ["127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14", "127.0.0.15", "127.0.0.16"];
    const chosen = async () => {
      const names = [];
      for (const localAddress of clients) names.push(Object.keys(await tally(at, 2, { localAddress })).join());
      return names;
    };
    const before = await chosen();
    expect(new Set(before).size).toBeGreaterThan(1);
    const leaving = before[0];
    rig.group("sgp-1", [], {
      scheduler: "Sch",
      ...servers(
        backends,
        weights.map((weight, at) => ("abcd"[at] === leaving ? 0 : weight)),
      ),
    });
    const after = await chosen();
    expect(after[0]).not.toBe(leaving);
    before.forEach((name, at) => {
      if (name !== leaving) expect(after[at]).toBe(name);
    });
  });

  it("splits requests between server groups by weight", async () => {
    rig.group("sgp-1", [await named("old")]);
    rig.group("sgp-2", [await named("new")]);
    const at = await rig.serve({
      serverGroups: [
        { serverGroupId: "sgp-1", weight: 90 },
        { serverGroupId: "sgp-2", weight: 10 },
      ],
    });
    expect(await tally(at, 20)).toEqual({ old: 18, new: 2 });
  });

  it("binds a client to a server with an inserted SERVERID cookie", async () => {
    rig.group("sgp-1", [await named("a"), await named("b")], { sticky: { type: "Insert", timeout: 60 } });
    const at = await rig.serve();
    const first = await ask(at);
    const cookie = first.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^SERVERID=[0-9a-f]{32};Max-Age=60;Path=\/$/);
    const headers = { Cookie: `x=1; ${cookie.split(";")[0]}` };
    expect(await tally(at, 6, { headers })).toEqual({ [first.body.toString()]: 6 });
    expect((await ask(at, { headers })).headers["set-cookie"]).toBeUndefined();
  });

  it("binds a client by the server's own cookie, whose value it rewrites", async () => {
    const own = (name: string) =>
      rig.backend((_request, response) => void response.setHeader("Set-Cookie", "sid=own; Path=/").end(name));
    rig.group("sgp-1", [await own("a"), await own("b")], { sticky: { type: "Server", cookie: "sid" } });
    const at = await rig.serve();
    const first = await ask(at);
    const cookie = first.headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toMatch(/^sid=[0-9a-f]{32}; Path=\/$/);
    expect(await tally(at, 6, { headers: { Cookie: cookie.split(";")[0] } })).toEqual({ [first.body.toString()]: 6 });
  });
});
