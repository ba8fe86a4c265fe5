import { execFile } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { type SimulatedClock, simulatedClock, systemClock } from "../../../../shared/platform/clock.ts";
import type { TestCertificate } from "../../certificates.ts";
import { anyCertificate, createRig, listenerOf, type Seed, tlsOf } from "./rig.ts";

const run = promisify(execFile);

/** A WebSocket server that sends back what it is sent, with the fields of the handshake as its first message. */
async function echo(certificate?: TestCertificate) {
  const server =
    certificate === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem });
  const sockets = new WebSocketServer({ server, handleProtocols: () => "chat" });
  sockets.on("connection", (socket, { headers, url }) => {
    socket.send(JSON.stringify({ url, headers }));
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
    },
  };
}

/** A client and a queue of what it has been sent. */
async function open(url: string, options: ConstructorParameters<typeof WebSocket>[2] = {}) {
  const socket = new WebSocket(url, ["chat"], { rejectUnauthorized: false, ...options });
  const received: Buffer[] = [];
  const waiting: ((data: Buffer) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    const next = waiting.shift();
    if (next === undefined) received.push(data);
    else next(data);
  });
  const next = () =>
    new Promise<Buffer>((resolve) => {
      const data = received.shift();
      if (data === undefined) waiting.push(resolve);
      else resolve(data);
    });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return { socket, next };
}

describe("WebSockets", () => {
  let rig: Seed;
  let clock: SimulatedClock;
  let certificate: TestCertificate;
  let server: Awaited<ReturnType<typeof echo>>;
  beforeAll(async () => {
    certificate = await anyCertificate();
  });
  beforeEach(async () => {
    clock = simulatedClock(0);
    rig = createRig({ clock: systemClock, wireClock: clock });
    server = await echo();
  });
  afterEach(async () => {
    server.close();
    await rig.close();
  });

  it.each([
    { scheme: "ws", http2: false, backend: "HTTP" as const },
    { scheme: "wss", http2: false, backend: "HTTP" as const },
    { scheme: "wss", http2: true, backend: "HTTP" as const },
    { scheme: "wss", http2: true, backend: "HTTPS" as const },
  ])("pass over $scheme with HTTP/2 $http2 to a server of an $backend group", async ({ scheme, http2, backend }) => {
    if (backend === "HTTPS") {
      server.close();
      server = await echo(certificate);
    }
    rig.group("sgp-1", [server], { protocol: backend });
    const at = await rig.serve(scheme === "wss" ? { protocol: "HTTPS", http2, tls: tlsOf(certificate) } : {});
    const { socket, next } = await open(`${scheme}://${at.address}:${at.port}/chat?room=1`, {
      headers: { Host: "ws.test" },
    });
    expect(JSON.parse(String(await next()))).toMatchObject({ url: "/chat?room=1", headers: { host: "ws.test" } });
    expect(socket.protocol).toBe("chat");
    socket.send("hello");
    expect(String(await next())).toBe("hello");
    const large = Buffer.alloc(3 * 1024 * 1024, 7);
    socket.send(large);
    expect(large.equals(await next())).toBe(true);
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    socket.close(4000);
    expect(await closed).toBe(4000);
  });

  it("survive changes of the certificate and of the server group", async () => {
    rig.group("sgp-1", [server]);
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(certificate) });
    const { socket, next } = await open(`wss://${at.address}:${at.port}/`);
    await next();
    rig.group("sgp-1", []);
    await rig.serve({ protocol: "HTTPS", tls: tlsOf(await anyCertificate()), serverGroups: [] });
    socket.send("still there");
    expect(String(await next())).toBe("still there");
    socket.terminate();
  });

  it("are closed when neither side has said anything for the request timeout", async () => {
    rig.group("sgp-1", [server]);
    const at = await rig.serve({ requestTimeout: 60 });
    const { socket, next } = await open(`ws://${at.address}:${at.port}/`);
    await next();
    await clock.advance(50_000);
    socket.send("a sign of life");
    await next();
    await clock.advance(50_000);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await clock.advance(10_000);
    await closed;
  });

  it("end when the listener has been stopped for as long as it drains", async () => {
    rig.group("sgp-1", [server]);
    const at = await rig.serve();
    const { socket, next } = await open(`ws://${at.address}:${at.port}/`);
    await next();
    const stopped = rig.plane.stop("lsn-1");
    socket.send("draining");
    expect(String(await next())).toBe("draining");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await clock.advance(5_000);
    await closed;
    await stopped;
  });

  it("get the answer of a server that declines, and 502 or 503 of a load balancer that cannot ask one", async () => {
    const declining = await rig.backend(() => undefined);
    declining.server.on("upgrade", (_request, socket) => {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Own: 1\r\n\r\nno");
    });
    rig.group("sgp-1", [declining]);
    const at = await rig.serve();
    const url = `ws://${at.address}:${at.port}/`;
    await expect(open(url)).rejects.toThrow("Unexpected server response: 403");
    rig.group("sgp-1", []);
    await expect(open(url)).rejects.toThrow("Unexpected server response: 503");
    server.close();
    rig.group("sgp-1", [server]);
    await expect(open(url)).rejects.toThrow("Unexpected server response: 502");
    await vi.waitFor(() => expect(rig.plane.traffic("lsn-1")?.responses).toMatchObject({ "4xx": 1, "5xx": 2 }));
  });

  it("are no matter of rules that answer themselves: those still do", async () => {
    const action = { type: "FixedResponse" as const, content: "closed", contentType: "text/plain", httpCode: 410 };
    const rule = { ruleId: "rule-1", priority: 1, conditions: [{ type: "Path" as const, values: ["/*"] }], action };
    const at = await rig.serve({ rules: [rule] });
    await expect(open(`ws://${at.address}:${at.port}/`)).rejects.toThrow("Unexpected server response: 410");
  });

  it("do not confuse a client that offers HTTP/2 by upgrade: it gets its answer over HTTP/1.1", async () => {
    const backend = await rig.backend((_request, response) => void response.end("plain answer"));
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const { stdout } = await run("curl", [
      "-s",
      "--http2",
      "-w",
      " %{http_version}",
      `http://${at.address}:${at.port}/`,
    ]);
    expect(stdout).toBe("plain answer 1.1");
    expect(backend.requests[0]?.headers).not.toHaveProperty("upgrade");
  });

  it("leave nothing behind when the client vanishes", async () => {
    rig.group("sgp-1", [server]);
    const at = await rig.serve();
    const { socket, next } = await open(`ws://${at.address}:${at.port}/`);
    await next();
    expect(server.sockets.clients.size).toBe(1);
    socket.terminate();
    await vi.waitFor(() => expect(server.sockets.clients.size).toBe(0));
  });

  it("pass on what the client sends together with its request", async () => {
    const raw = await rig.backend(() => undefined);
    raw.server.on("upgrade", (_request, socket, head) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      socket.unshift(head);
      socket.once("data", (data: Buffer) => socket.end(`got ${data.toString()}`));
    });
    rig.group("sgp-1", [raw]);
    const at = await rig.serve({ xForwardedFor: { ...listenerOf().xForwardedFor, forwardedFor: true } });
    const client = connect(at.port, at.address);
    client.write("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nearly");
    expect(await text(client)).toMatch(/^HTTP\/1.1 101 .*Upgrade: websocket\r\n.*\r\n\r\ngot early$/s);
    expect(raw.requests).toEqual([]);
  });
});
