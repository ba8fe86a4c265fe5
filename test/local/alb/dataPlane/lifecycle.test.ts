import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { createDataPlane } from "../../../../local/alb/dataPlane/dataPlane.ts";
import { simulatedClock, systemClock } from "../../../../shared/platform/clock.ts";
import { ask } from "./http.ts";
import { anyCertificate, createRig, listenerOf, tlsOf } from "./rig.ts";

describe("a data plane", () => {
  it("keeps an open connection, and serves it, through a change of the certificate", async () => {
    const rig = createRig();
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
    const [before, after] = [await anyCertificate(), await anyCertificate()];
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(before) });
    const client = connectTls({ port: at.port, host: at.address, rejectUnauthorized: false });
    const answer = () => new Promise<string>((resolve) => client.once("data", (data) => resolve(String(data))));
    await new Promise((resolve) => client.once("secureConnect", resolve));
    await rig.serve({ protocol: "HTTPS", tls: tlsOf(after) });
    client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    expect((await answer()).slice(0, 15)).toBe("HTTP/1.1 200 OK");
    client.destroy();
    await rig.close();
  });

  it.each([
    [true, false, false],
    [false, true, "h2"],
  ])("speaks HTTP/2 with new connections as it is told, from %s to %s", async (before, after, spoken) => {
    const rig = createRig();
    const tls = tlsOf(await anyCertificate());
    await rig.serve({ protocol: "HTTPS", http2: before, tls });
    const at = await rig.serve({ protocol: "HTTPS", http2: after, tls });
    const client = connectTls({ port: at.port, host: at.address, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
    client.on("error", () => {});
    const agreed = await Promise.race([
      new Promise((resolve) => client.once("secureConnect", () => resolve(client.alpnProtocol))),
      new Promise((resolve) => client.once("close", () => resolve(false))),
    ]);
    expect(agreed).toBe(spoken);
    client.destroy();
    await rig.close();
  });

  it("fails no request and no handshake through a hundred changes of the certificate", async () => {
    const rig = createRig();
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
    const pairs = [await anyCertificate(), await anyCertificate()];
    const serve = (change: number) =>
      rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(pairs[change % 2] ?? (pairs[0] as never)) });
    const at = await serve(0);
    let changing = true;
    let answered = 0;
    const failures: unknown[] = [];
    /** Three requests a connection, so that handshakes fall between and into the changes. */
    const client = async () => {
      while (changing) {
        const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
        session.on("error", (error) => failures.push(error));
        for (let n = 0; n < 3; n += 1) {
          const body = await text(session.request({ ":path": "/" })).catch((error) => failures.push(error));
          if (body === "hello") answered += 1;
        }
        session.close();
      }
    };
    const clients = [client(), client(), client(), client()];
    // On a busy machine a hundred changes are over before a hundred requests.
    for (let change = 1; change <= 100 || answered <= 100; change += 1) {
      await serve(change);
      await systemClock.sleep(5);
    }
    changing = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(100);
    expect(rig.plane.traffic("lsn-1")).toMatchObject({ requests: answered, handshakeErrors: 0 });
    await rig.close();
  });

  it("starts, stops and starts again in the order of the calls", async () => {
    const rig = createRig();
    const at: (number | undefined)[] = [];
    const note = () => void at.push(rig.plane.endpoint("lsn-1")?.port);
    await Promise.all([
      rig.plane.serve(listenerOf()).then(note),
      rig.plane.stop("lsn-1").then(note),
      rig.plane.serve(listenerOf()).then(note),
      rig.plane.serve(listenerOf()).then(note),
    ]);
    expect(rig.plane.endpoint("lsn-1")?.port).toBeGreaterThan(0);
    await rig.plane.stop("lsn-1");
    await rig.plane.stop("lsn-1");
    await rig.plane.stop("lsn-unknown");
    expect(rig.plane.endpoint("lsn-1")).toBeUndefined();
    await rig.close();
  });

  it("binds the configured port on the address of the load balancer", async () => {
    const plane = createDataPlane({ clock: systemClock, random: Math.random, writeLogs: () => undefined });
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.7.2", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await plane.serve(listenerOf({ address: "127.0.7.2", port }));
    expect(plane.endpoint("lsn-1")).toEqual({ address: "127.0.7.2", port });
    await plane.close();
  });

  it.each([
    {
      address: "127.0.7.3",
      expected:
        /^Listener lsn-1 cannot listen on 127\.0\.7\.3:\d+ \(EADDRINUSE\)\. Another process has that port: find it with `ss/,
    },
    {
      address: "192.0.2.1",
      expected:
        /^Listener lsn-1 cannot listen on 192\.0\.2\.1:\d+ \(EADDRNOTAVAIL\)\. The machine has no address 192\.0\.2\.1\./,
    },
  ])("says what to do when $address cannot be had, and can be asked again", async ({ address, expected }) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.7.3", resolve));
    const { port } = taken.address() as AddressInfo;
    const plane = createDataPlane({ clock: systemClock, random: Math.random, writeLogs: () => undefined });
    await expect(plane.serve(listenerOf({ address, port }))).rejects.toThrow(expected);
    await new Promise((resolve) => taken.close(resolve));
    await plane.serve(listenerOf({ address: "127.0.7.3", port }));
    expect(plane.endpoint("lsn-1")).toEqual({ address: "127.0.7.3", port });
    await plane.close();
  });

  it("takes the port plus 10,000 where the system keeps low ports to itself", async () => {
    const { bindPort } = await import("../../../../local/alb/dataPlane/bindPort.ts");
    const server = createServer();
    const listen = server.listen.bind(server);
    // The suite may run as root, to whom the system refuses nothing.
    server.listen = ((port: number, address: string, done: () => void) =>
      port < 1024
        ? void server.emit("error", Object.assign(new Error("listen EACCES"), { code: "EACCES" }))
        : listen(port, address, done)) as typeof server.listen;
    expect(await bindPort(server, { address: "127.0.7.4", port: 443 }, "lsn-1")).toEqual({
      address: "127.0.7.4",
      port: 10_443,
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it("closes while a listener is being opened and another one drains, and serves nothing afterwards", async () => {
    const clock = simulatedClock(0);
    const rig = createRig({ clock: systemClock, wireClock: clock });
    const backend = await rig.backend(() => undefined);
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const asked = ask(at).catch((error: NodeJS.ErrnoException) => error.code);
    await vi.waitFor(() => expect(backend.requests).toHaveLength(1));
    const stopped = rig.plane.stop("lsn-1");
    const opening = rig.plane.serve(listenerOf({ listenerId: "lsn-2" }));
    await rig.close();
    await Promise.all([stopped, opening]);
    expect(await asked).toBe("ECONNRESET");
    expect(rig.plane.endpoint("lsn-2")).toBeUndefined();
    await expect(rig.plane.serve(listenerOf())).rejects.toThrow("the data plane is closed");
  });

  it("leaves no handle when it is closed", async () => {
    const rig = createRig();
    const before = process.getActiveResourcesInfo().filter((name) => name !== "Immediate").length;
    const backend = await rig.backend((_request, response) => void response.end("hello"));
    const healthCheck = {
      protocol: "HTTP" as const,
      path: "/",
      method: "GET",
      port: 0,
      codes: [],
      interval: 1,
      timeout: 1,
      healthyThreshold: 1,
      unhealthyThreshold: 1,
    };
    rig.group("sgp-1", [backend], { healthCheck });
    const log = { accessLog: { project: "p", logstore: "l" } };
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()), ...log });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    session.on("error", () => undefined);
    expect(await text(session.request({ ":path": "/" }))).toBe("hello");
    const gone = new Promise((resolve) => session.once("close", resolve));
    await rig.close();
    await gone;
    await vi.waitFor(() =>
      expect(process.getActiveResourcesInfo().filter((name) => name !== "Immediate").length).toBeLessThanOrEqual(
        before,
      ),
    );
  });
});
