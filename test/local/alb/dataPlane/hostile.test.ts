import { connect as connectHttp2 } from "node:http2";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../../shared/platform/clock.ts";
import { sampledRuns } from "../../../support/sampled.ts";
import { ask } from "./http.ts";
import { anyCertificate, createRig, listenerOf, type Seed, tlsOf } from "./rig.ts";

/** Turns of the event loop in which everything between client, listener and server has been read, as all are in this process. */
const TURNS = 20;

/** Sends bytes, and hangs up when the other side has done so or has had its chance to, on a machine that is busy, too. */
function send(socket: Socket, bytes: Buffer): Promise<unknown> {
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined).resume();
  socket.write(bytes);
  const hangUp = (turns: number): unknown => (turns === 0 ? socket.destroy() : setImmediate(hangUp, turns - 1));
  const cancel = systemClock.after(40, () => hangUp(TURNS));
  return closed.then(cancel);
}

const token = fc.string({
  unit: fc.constantFrom(..."abcXYZ019-_ :/?#%\u0000\t\u00ff\"'<>{}[]\\,;=.".split("")),
  maxLength: 40,
});
const oddLine = fc.constantFrom(
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Upgrade: h2c",
  "Expect: 100-continue",
  "Connection: host, content-length",
  "X-B3-TraceId: \u00e4",
  "Cookie: a=b=c;;=;SERVERID",
  "Accept-Encoding: gzip;q=x,*",
  "Content-Length: 5",
  "Transfer-Encoding: chunked",
);
const brokenLine = fc.oneof(
  fc.constantFrom("Transfer-Encoding: gzip, chunked", "Content-Length: -1", "Content-Length: 99999999999999999999"),
  fc.tuple(token, token).map(([name, value]) => `${name}: ${value}`),
  token,
);
const requestOf = (
  method: fc.Arbitrary<string>,
  target: fc.Arbitrary<string>,
  version: string,
  line: fc.Arbitrary<string>,
) =>
  fc
    .tuple(
      method,
      target,
      fc.array(line, { maxLength: 3 }),
      fc.constantFrom("", "hello", "5\r\nhello\r\n0\r\n\r\n", "zz\r\n"),
    )
    .map(([verb, path, lines, body]) =>
      Buffer.from(
        [`${verb} ${path} ${version}`, "Host: h", "Connection: close", ...lines, "", body].join("\r\n"),
        "latin1",
      ),
    );
const legal = requestOf(
  fc.constantFrom("GET", "POST", "HEAD", "OPTIONS", "TRACE"),
  fc.constantFrom("/", "*", "http://a/b", "//", "/%", "/\u00e4", "/?&&=="),
  "HTTP/1.1",
  oddLine,
);
/** Odd but legal, nearly right, and plain noise. */
const noise = fc.oneof(
  { weight: 7, arbitrary: legal },
  ...["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTCPCP/1.0", ""].map((version) =>
    requestOf(fc.constantFrom("GET", "CONNECT", "PRI", "get", ""), token, version, brokenLine),
  ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

const UPGRADE = Buffer.from("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");

describe("hostile input", () => {
  let rig: Seed;
  const at: Record<string, { address: string; port: number }> = {};
  /** What the server behind says next; undefined: an ordinary answer. */
  let says: Buffer | undefined;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () =>
      socket.end(says ?? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"),
    );
  });
  const failures: unknown[] = [];
  const note = (error: unknown) => void failures.push(error);
  beforeAll(async () => {
    process.on("uncaughtException", note);
    process.on("unhandledRejection", note);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    rig = createRig();
    rig.group("sgp-1", [server.address() as AddressInfo], { sticky: { type: "Insert" } });
    const common = {
      gzip: true,
      tracingSample: 5_000,
      accessLog: { project: "p", logstore: "l" },
      xForwardedFor: { ...listenerOf().xForwardedFor, forwardedFor: true, clientSrcPort: true },
    };
    const tls = tlsOf(await anyCertificate());
    at.http = await rig.serve({ listenerId: "lsn-http", ...common });
    at.https = await rig.serve({ listenerId: "lsn-https", protocol: "HTTPS", tls, ...common });
    at.h2 = await rig.serve({ listenerId: "lsn-h2", protocol: "HTTPS", http2: true, tls, ...common });
  });
  afterAll(async () => {
    process.off("uncaughtException", note);
    process.off("unhandledRejection", note);
    await rig.close();
    server.close();
  });
  const of = (name: string) => at[name] as { address: string; port: number };
  const stillServes = async () => {
    says = undefined;
    expect((await ask(of("http"))).body.toString()).toBe("hello");
    expect(failures).toEqual([]);
  };

  it("of many requests to an HTTP listener hangs or breaks nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(noise, { minLength: 20, maxLength: 20 }), async (many) => {
        const { address, port } = of("http");
        await Promise.all(many.map((bytes) => send(connect(port, address), bytes)));
      }),
      { numRuns: sampledRuns(50) },
    );
    // Some of it must have got as far as the server, or this test would show nothing.
    expect(rig.plane.traffic("lsn-http")?.requests).toBeGreaterThan(sampledRuns(200));
    await stillServes();
  });

  it("of many requests, inside TLS or in place of a handshake, hangs or breaks nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(noise, { minLength: 20, maxLength: 20 }), fc.boolean(), async (many, inside) => {
        const sent = many.map((bytes, n) => {
          const { address: host, port } = of(n % 2 === 0 ? "https" : "h2");
          return send(inside ? connectTls({ host, port, rejectUnauthorized: false }) : connect(port, host), bytes);
        });
        await Promise.all(sent);
      }),
      { numRuns: sampledRuns(20) },
    );
    await stillServes();
  });

  it("of servers that answer anything at all ends in a status or a broken connection", async () => {
    const head = fc
      .tuple(
        fc.constantFrom("HTTP/1.1 200 OK", "HTTP/1.1 101 Up", "HTTP/1.1 999 X", "HTTP/1.0 204", "ICY 200"),
        fc.array(fc.oneof(oddLine, brokenLine)),
        token,
      )
      .map(([status, lines, body]) => Buffer.from([status, ...lines, "", body].join("\r\n"), "latin1"));
    const session = connectHttp2(`https://${of("h2").address}:${of("h2").port}`, { rejectUnauthorized: false });
    await fc.assert(
      fc.asyncProperty(fc.oneof(head, noise), fc.constantFrom("http", "upgrade", "h2"), async (bytes, over) => {
        says = bytes;
        if (over === "upgrade") return void (await send(connect(of("http").port, of("http").address), UPGRADE));
        if (over === "http") return void (await ask(of("http")).catch(() => undefined));
        const stream = session.request({ ":path": "/" }, { endStream: true });
        stream.on("error", () => undefined).resume();
        await new Promise((resolve) => stream.once("close", resolve));
      }),
      { numRuns: sampledRuns(200) },
    );
    session.close();
    await stillServes();
  });

  it.each([
    { headers: { ":path": "/a b" }, status: "a reset" },
    { headers: { ":path": "no-slash" }, status: "a reset" },
    { headers: { ":path": "/", ":method": "BAD METHOD" }, status: "a reset" },
    { headers: { ":path": "/", ":method": "TRACE" }, status: 405 },
    { headers: { ":method": "CONNECT", ":authority": "elsewhere:443" }, status: 405 },
  ])("of an HTTP/2 request with $headers, which HTTP/1.1 cannot carry, is answered with $status", async (given) => {
    const session = connectHttp2(`https://${of("h2").address}:${of("h2").port}`, { rejectUnauthorized: false });
    const stream = session.request(given.headers, { endStream: true });
    const answered = await new Promise((resolve) => {
      stream.once("response", (headers) => resolve(headers[":status"]));
      stream.once("error", () => resolve("a reset"));
      stream.resume();
    });
    expect(answered).toBe(given.status);
    session.close();
    await stillServes();
  });
});
