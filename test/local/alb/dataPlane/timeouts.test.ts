import { Agent } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type SimulatedClock, simulatedClock, systemClock } from "../../../../shared/platform/clock.ts";
import { ask } from "./http.ts";
import { anyCertificate, createRig, type Seed, tlsOf } from "./rig.ts";

describe("time on a listener", () => {
  let clock: SimulatedClock;
  let rig: Seed;
  beforeEach(() => {
    clock = simulatedClock(0);
    rig = createRig({ clock: systemClock, wireClock: clock });
  });
  afterEach(() => rig.close());

  /** A server that never answers, and a way to wait for a request to be there. */
  const silent = async () => {
    const backend = await rig.backend(() => undefined);
    rig.group("sgp-1", [backend]);
    return () => vi.waitFor(() => expect(backend.requests).toHaveLength(1));
  };

  it("gives 504 when the server has not answered within the request timeout, not earlier", async () => {
    const arrived = await silent();
    const at = await rig.serve({ requestTimeout: 60 });
    let status = 0;
    const asked = ask(at).then((answered) => {
      status = answered.status;
    });
    await arrived();
    await clock.advance(59_999);
    expect(status).toBe(0);
    await clock.advance(1);
    await asked;
    expect(status).toBe(504);
  });

  it("gives 504 over HTTP/2 too, and keeps the connection for the next request", async () => {
    const arrived = await silent();
    const at = await rig.serve({
      protocol: "HTTPS",
      http2: true,
      requestTimeout: 1,
      tls: tlsOf(await anyCertificate()),
    });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    const late = session.request({ ":path": "/" });
    const status = new Promise((resolve) => late.once("response", (headers) => resolve(headers[":status"])));
    await arrived();
    await clock.advance(1_000);
    expect(await status).toBe(504);
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
    expect(await text(session.request({ ":path": "/" }))).toBe("hello");
    session.close();
  });

  it("gives 408 to a client that stops in the middle of its body", async () => {
    const arrived = await silent();
    const at = await rig.serve({ requestTimeout: 60 });
    const client = connect(at.port, at.address);
    client.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf");
    await arrived();
    await clock.advance(60_000);
    expect((await text(client)).slice(0, 12)).toBe("HTTP/1.1 408");
  });

  it.each(["HTTP", "HTTPS"] as const)("closes a connection of an %s listener that has been idle", async (protocol) => {
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
    const tls = protocol === "HTTPS" ? { tls: tlsOf(await anyCertificate()) } : {};
    const at = await rig.serve({ protocol, idleTimeout: 15, ...tls });
    const client =
      protocol === "HTTP"
        ? connect(at.port, at.address)
        : connectTls({ port: at.port, host: at.address, rejectUnauthorized: false });
    const answered = new Promise((resolve) => client.once("data", resolve));
    client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    await answered;
    await clock.advance(14_000);
    expect(client.readyState).toBe("open");
    const closed = new Promise((resolve) => client.once("close", resolve));
    await clock.advance(1_000);
    await closed;
  });

  it("lets new connections idle for as long as it was told last", async () => {
    await rig.serve({ idleTimeout: 15 });
    const at = await rig.serve({ idleTimeout: 60 });
    const client = connect(at.port, at.address);
    await vi.waitFor(() => expect(rig.plane.traffic("lsn-1")?.connections).toBe(1));
    await clock.advance(59_000);
    expect(client.readyState).toBe("open");
    const closed = new Promise((resolve) => client.once("close", resolve));
    await clock.advance(1_000);
    await closed;
  });

  it("closes an idle HTTP/2 connection politely, and a client that never says a word", async () => {
    const at = await rig.serve({
      protocol: "HTTPS",
      http2: true,
      idleTimeout: 15,
      tls: tlsOf(await anyCertificate()),
    });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    const goneAway = new Promise((resolve) => session.once("goaway", resolve));
    await new Promise((resolve) => session.once("remoteSettings", resolve));
    const mute = connect(at.port, at.address);
    const closed = new Promise((resolve) => mute.once("close", resolve));
    await vi.waitFor(() => expect(rig.plane.traffic("lsn-1")?.connections).toBe(2));
    await clock.advance(15_000);
    expect(await goneAway).toBe(0);
    await closed;
    expect(rig.plane.traffic("lsn-1")?.handshakeErrors).toBe(0);
  });

  it("stops at once for new connections, lets an open request end, and tells its client to go", async () => {
    let finish = () => {};
    const backend = await rig.backend((_request, response) => {
      finish = () => void response.end("finished");
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const agent = new Agent({ keepAlive: true });
    const asked = ask(at, { agent });
    await vi.waitFor(() => expect(backend.requests).toHaveLength(1));
    const stopped = rig.plane.stop("lsn-1");
    await expect(ask(at)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(rig.plane.endpoint("lsn-1")).toBeUndefined();
    finish();
    const answered = await asked;
    expect(answered).toMatchObject({ status: 200, headers: { connection: "close" } });
    expect(answered.body.toString()).toBe("finished");
    await stopped;
    agent.destroy();
  });

  it("closes idle connections at a stop without waiting, over HTTP/1.1 and HTTP/2", async () => {
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("hello"))]);
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()) });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    await text(session.request({ ":path": "/" }));
    const idle = connectTls({ port: at.port, host: at.address, rejectUnauthorized: false });
    await new Promise((resolve) => idle.once("secureConnect", resolve));
    await vi.waitFor(() => expect(rig.plane.traffic("lsn-1")?.connections).toBe(2));
    await rig.plane.stop("lsn-1");
    expect(clock.now()).toBe(0);
  });

  it("breaks what is still running after five seconds", async () => {
    const arrived = await silent();
    const at = await rig.serve();
    const asked = ask(at).then(
      () => "answered",
      (error: NodeJS.ErrnoException) => error.code,
    );
    await arrived();
    const stopped = rig.plane.stop("lsn-1");
    await clock.advance(5_000);
    expect(await asked).toBe("ECONNRESET");
    await stopped;
  });
});
