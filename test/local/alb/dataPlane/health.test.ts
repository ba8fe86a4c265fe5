import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServedServerGroup } from "../../../../local/alb/dataPlane/contract.ts";
import { type SimulatedClock, simulatedClock, systemClock } from "../../../../shared/platform/clock.ts";
import { ask } from "./http.ts";
import { anyCertificate, type Backend, createRig, type Seed } from "./rig.ts";

const check: NonNullable<ServedServerGroup["healthCheck"]> = {
  protocol: "HTTP",
  path: "/health",
  method: "HEAD",
  port: 0,
  codes: ["http_2xx", "http_3xx"],
  interval: 2,
  timeout: 5,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
};

describe("health checks", () => {
  let clock: SimulatedClock;
  let rig: Seed;
  beforeEach(() => {
    clock = simulatedClock(0);
    rig = createRig({ clock: systemClock, wireClock: clock });
  });
  afterEach(() => rig.close());

  const health = () => rig.plane.health("sgp-1").map(({ status, reasonCode }) => reasonCode ?? status);
  /** Waits until the backend has been checked that often, then until the answer has arrived. */
  const checked = async (backend: Backend, times: number) => {
    await vi.waitFor(() => expect(backend.requests.filter(({ url }) => url === "/health")).toHaveLength(times));
  };
  const answering = async (status: { code: number }) =>
    rig.backend((_request, response) => void response.writeHead(status.code).end());

  it("are made at once and then every interval; a server is healthy after the threshold, unhealthy after the other", async () => {
    const status = { code: 200 };
    const backend = await answering(status);
    rig.group("sgp-1", [backend], { healthCheck: { ...check, host: "check.test" } });
    await rig.serve();
    expect(health()).toEqual(["Initial"]);
    await checked(backend, 1);
    expect(backend.requests[0]).toMatchObject({ method: "HEAD", url: "/health", headers: { host: "check.test" } });
    await untilIdle();
    await clock.advance(1_999);
    expect(backend.requests).toHaveLength(1);
    await clock.advance(1);
    await checked(backend, 2);
    await untilIdle();
    expect(health()).toEqual(["Initial"]);
    await clock.advance(2_000);
    await checked(backend, 3);
    await vi.waitFor(() => expect(health()).toEqual(["Healthy"]));
    status.code = 500;
    await clock.advance(2_000);
    await checked(backend, 4);
    await untilIdle();
    expect(health()).toEqual(["Healthy"]);
    await clock.advance(2_000);
    await vi.waitFor(() => expect(health()).toEqual(["RESPONSE_MISMATCH"]));
    expect(rig.plane.health("sgp-1")).toEqual([
      { host: "127.0.0.1", port: backend.port, status: "Unhealthy", reasonCode: "RESPONSE_MISMATCH" },
    ]);
  });

  it("take a failing server out of service, and put it back", async () => {
    const sick = { code: 500 };
    const well = { code: 200 };
    const backends = [await answering(sick), await answering(well)];
    rig.group("sgp-1", backends, { healthCheck: { ...check, healthyThreshold: 1, unhealthyThreshold: 1 } });
    const at = await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual(["RESPONSE_MISMATCH", "Healthy"]));
    const statuses = async () => [(await ask(at)).status, (await ask(at)).status, (await ask(at)).status];
    expect(await statuses()).toEqual([200, 200, 200]);
    sick.code = 204;
    await untilIdle();
    await clock.advance(2_000);
    await vi.waitFor(() => expect(health()).toEqual(["Healthy", "Healthy"]));
    expect(await statuses()).toContain(204);
  });

  it("do not stop the traffic when every server fails", async () => {
    const backends = [await answering({ code: 500 }), await answering({ code: 404 })];
    rig.group("sgp-1", backends, { healthCheck: { ...check, unhealthyThreshold: 1 } });
    const at = await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual(["RESPONSE_MISMATCH", "RESPONSE_MISMATCH"]));
    expect(new Set([(await ask(at)).status, (await ask(at)).status])).toEqual(new Set([404, 500]));
  });

  it("are made only while a listener forwards to the group, and not at a weight of 0", async () => {
    const backend = await answering({ code: 200 });
    const unused = await answering({ code: 200 });
    rig.group("sgp-1", [], {
      healthCheck: { ...check, healthyThreshold: 1 },
      servers: [
        { host: "127.0.0.1", port: backend.port, weight: 1 },
        { host: "127.0.0.1", port: unused.port, weight: 0 },
      ],
    });
    await clock.advance(10_000);
    expect(backend.requests).toHaveLength(0);
    expect(health()).toEqual(["Initial", "Unused"]);
    await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual(["Healthy", "Unused"]));
    await untilIdle();
    await rig.plane.stop("lsn-1");
    await clock.advance(10_000);
    expect(backend.requests).toHaveLength(1);
    expect(unused.requests).toHaveLength(0);
  });

  it("say Unavailable when they are switched off, and keep what they know when the group changes otherwise", async () => {
    const backend = await answering({ code: 200 });
    const healthCheck = { ...check, healthyThreshold: 1 };
    rig.group("sgp-1", [backend], { healthCheck });
    await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual(["Healthy"]));
    rig.group("sgp-1", [backend], { healthCheck, scheduler: "Wlc" });
    expect(health()).toEqual(["Healthy"]);
    rig.group("sgp-1", [backend]);
    expect(health()).toEqual(["Unavailable"]);
  });

  it.each([
    { protocol: "TCP" as const, reason: "CONNECT_FAILED" },
    { protocol: "HTTP" as const, reason: "CONNECT_FAILED" },
  ])("by $protocol say $reason of a server that refuses", async ({ protocol, reason }) => {
    const backend = await answering({ code: 200 });
    await backend.close();
    rig.group("sgp-1", [backend], { healthCheck: { ...check, protocol, unhealthyThreshold: 1 } });
    await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual([reason]));
  });

  it.each([
    { path: "/健康" },
    { path: "/a b" },
    { host: "健康" },
    { port: 70_000 },
    { protocol: "HTTPS" as const, path: "/健康" },
    { protocol: "TCP" as const, port: 70_000 },
  ])("that cannot be made, as with %j, make the server unhealthy and go on", async (impossible) => {
    const backend = await answering({ code: 200 });
    rig.group("sgp-1", [backend], { healthCheck: { ...check, unhealthyThreshold: 2, ...impossible } });
    const at = await rig.serve();
    await untilIdle();
    expect(health()).toEqual(["Initial"]);
    await clock.advance(2_000);
    await vi.waitFor(() => expect(health()).toEqual(["CONNECT_FAILED"]));
    await clock.advance(10_000);
    expect(health()).toEqual(["CONNECT_FAILED"]);
    expect((await ask(at)).status).toBe(200);
    rig.group("sgp-1", [backend], { healthCheck: { ...check, healthyThreshold: 1 } });
    await vi.waitFor(() => expect(health()).toEqual(["Healthy"]));
  });

  it("by TCP are content with a connection, by HTTPS with any certificate, on a port of their own", async () => {
    const backend = await rig.backend(
      (_request, response) => void response.writeHead(302).end(),
      await anyCertificate(),
    );
    const healthCheck = { ...check, port: backend.port, healthyThreshold: 1 };
    rig.group("sgp-1", [{ port: 9 }], { healthCheck: { ...healthCheck, protocol: "TCP" } });
    await rig.serve();
    await vi.waitFor(() => expect(health()).toEqual(["Healthy"]));
    rig.group("sgp-1", [{ port: 9 }], { healthCheck: { ...healthCheck, protocol: "HTTPS" } });
    expect(health()).toEqual(["Initial"]);
    await vi.waitFor(() => expect(health()).toEqual(["Healthy"]));
  });

  it.each([
    { answer: "no HTTP\r\n\r\n", reason: "RESPONSE_FORMAT_ERROR" },
    { answer: "", reason: "RECV_RESPONSE_FAILED" },
    { answer: undefined, reason: "RECV_RESPONSE_TIMEOUT" },
  ])("say $reason when the answer is $answer", async ({ answer, reason }) => {
    let accepted = 0;
    const server = createServer((socket) => {
      accepted += 1;
      socket.on("error", () => undefined);
      socket.once("data", () => answer !== undefined && socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    rig.group("sgp-1", [{ port }], { healthCheck: { ...check, unhealthyThreshold: 1 } });
    await rig.serve();
    await vi.waitFor(() => expect(accepted).toBe(1));
    await untilIdle();
    if (answer === undefined) await clock.advance(5_000);
    await vi.waitFor(() => expect(health()).toEqual([reason]));
    server.close();
  });
});

describe("health checks of a cloud in simulated time", () => {
  const status = { code: 200 };
  let clock: SimulatedClock;
  let rig: Seed;
  let backend: Backend;
  beforeEach(async () => {
    status.code = 200;
    clock = simulatedClock(0);
    rig = createRig({ clock, wireClock: systemClock });
    backend = await rig.backend((_request, response) => void response.writeHead(status.code).end());
    rig.group("sgp-1", [backend], { healthCheck: check });
    await rig.serve();
  });
  afterEach(() => rig.close());

  const health = () => rig.plane.health("sgp-1").map(({ status, reasonCode }) => reasonCode ?? status);

  it("find out about a server in its time, which stands still meanwhile", async () => {
    await clock.advance(3_999);
    expect(health()).toEqual(["Initial"]);
    await clock.advance(1);
    expect(health()).toEqual(["Healthy"]);
    expect(backend.requests).toHaveLength(3);
  });

  it("cost nothing while a year passes, and notice a change when somebody asks", async () => {
    await clock.advance(365 * 86_400_000);
    expect(backend.requests.length).toBeLessThan(10);
    status.code = 500;
    expect(health()).toEqual(["Healthy"]);
    await clock.advance(1_999);
    expect(health()).toEqual(["Healthy"]);
    await clock.advance(1);
    expect(health()).toEqual(["RESPONSE_MISMATCH"]);
    status.code = 200;
    await clock.advance(10_000);
    expect(health()).toEqual(["RESPONSE_MISMATCH"]);
    await clock.advance(4_000);
    expect(health()).toEqual(["Healthy"]);
  });

  it("go on from what was found at the moment to which the data plane is taken back", async () => {
    await clock.advance(4_000);
    const restore = rig.plane.snapshot();
    status.code = 500;
    await clock.advance(3_600_000);
    health();
    await clock.advance(10_000);
    expect(health()).toEqual(["RESPONSE_MISMATCH"]);
    rig.plane.removeGroup("sgp-1");
    restore();
    rig.group("sgp-1", [backend], { healthCheck: check });
    expect(health()).toEqual(["Healthy"]);
    await clock.advance(3_600_000);
    health();
    await clock.advance(10_000);
    expect(health()).toEqual(["RESPONSE_MISMATCH"]);
  });
});

/** Lets what is on the loopback arrive; nothing waits for this time to be exact. */
function untilIdle() {
  return systemClock.sleep(30);
}
