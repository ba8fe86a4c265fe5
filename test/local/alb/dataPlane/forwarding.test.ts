import { createHash, randomBytes } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeCertificate } from "../../certificates.ts";
import { ask } from "./http.ts";
import { anyCertificate, createRig, listenerOf, type Seed, tlsOf } from "./rig.ts";

describe("forwarding", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  it("passes on method, target, repeated fields and body, and nothing that belongs to one connection", async () => {
    const backend = await rig.backend((incoming, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.setHeader("X-Own", "yes");
      response.setHeader("Connection", "X-Hop, keep-alive");
      response.setHeader("X-Hop", "secret");
      response.statusCode = 201;
      incoming.pipe(response);
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const answered = await ask(at, {
      method: "PATCH",
      path: "/a%20b/?q=%C3%A4&q=2",
      headers: {
        Host: "h.test:81",
        "X-Multi": ["1", "2"],
        TE: "trailers",
        "X-Hop": "h",
        Connection: "X-Hop",
      },
      body: "the body",
    });
    expect(answered).toMatchObject({ status: 201, body: Buffer.from("the body") });
    expect(answered.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"], "x-own": "yes" });
    expect(answered.headers["x-hop"]).toBeUndefined();
    expect(backend.requests[0]).toMatchObject({
      method: "PATCH",
      url: "/a%20b/?q=%C3%A4&q=2",
      headers: { host: "h.test:81", "x-multi": "1, 2" },
    });
    for (const name of ["te", "x-hop", "expect", "upgrade"])
      expect(backend.requests[0]?.headers).not.toHaveProperty(name);
  });

  it("does not let Connection take away how long the body is, or for whom the request is", async () => {
    const backend = await rig.backend((incoming, response) => void incoming.pipe(response));
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const headers = { Host: "h.test", Connection: "Host, Content-Length", "Content-Length": "5" };
    expect((await ask(at, { headers, body: "hello" })).body.toString()).toBe("hello");
    expect(backend.requests[0]?.headers).toMatchObject({ host: "h.test", "content-length": "5" });
  });

  it("adds nothing about the client unless configured", async () => {
    const backend = await rig.backend((_request, response) => void response.end());
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    await ask(at, { headers: { "X-Forwarded-For": "9.9.9.9" } });
    expect(Object.keys(backend.requests[0]?.headers ?? {}).sort()).toEqual(["connection", "host", "x-forwarded-for"]);
    expect(backend.requests[0]?.headers["x-forwarded-for"]).toBe("9.9.9.9");
  });

  it("adds X-Forwarded-* and SLB-ID as configured, over what the client claims", async () => {
    const backend = await rig.backend((_request, response) => void response.end());
    rig.group("sgp-1", [backend]);
    const all = {
      forwardedFor: true,
      proto: true,
      port: true,
      loadBalancerId: true,
      clientSrcPort: true,
      clientCert: {},
    };
    const at = await rig.serve({ port: 8080, xForwardedFor: all });
    const agent = new Agent({ keepAlive: true });
    const claimed = { "X-Forwarded-For": "9.9.9.9", "x-forwarded-proto": "https", "slb-id": "alb-other" };
    await ask(at, { localAddress: "127.0.0.1", agent, headers: claimed });
    const localPort = Object.values(agent.freeSockets).flat()[0]?.localPort;
    agent.destroy();
    expect(backend.requests[0]?.headers).toMatchObject({
      "x-forwarded-for": "9.9.9.9, 127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": "8080",
      "slb-id": "alb-1",
      "x-forwarded-client-srcport": String(localPort),
    });
  });

  it("streams both ways: an echo comes back while the request is still being sent", async () => {
    const backend = await rig.backend((incoming, response) => void incoming.pipe(response));
    rig.group("sgp-1", [backend]);
    const at = await rig.serve({ gzip: true });
    const asked = request({ host: at.address, port: at.port, method: "POST", agent: false });
    asked.write("first");
    const response = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
    const first = await new Promise<Buffer>((resolve) => response.once("data", resolve));
    expect(first.toString()).toBe("first");
    asked.end("second");
    expect(await text(response)).toBe("second");
  });

  it("holds back a server that sends faster than its client reads", async () => {
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const total = 64 * 1024 * 1024;
    const backend = await rig.backend((_request, response) => {
      const write = () => {
        while (written < total) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", write);
        }
        response.end();
      };
      write();
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const client = connect(at.port, at.address);
    client.write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    client.pause();
    let before = -1;
    await vi.waitFor(
      () => {
        const settled = written > 0 && written === before;
        before = written;
        expect(settled).toBe(true);
      },
      { interval: 200, timeout: 100_000 },
    );
    expect(written).toBeLessThan(total / 2);
    client.destroy();
  });

  it.each(["h1", "h2"])("carries 20 MB up and down unharmed over %s", async (version) => {
    const backend = await rig.backend((incoming, response) => void incoming.pipe(response));
    rig.group("sgp-1", [backend]);
    const large = randomBytes(20 * 1024 * 1024);
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    if (version === "h1") {
      const at = await rig.serve();
      expect(hash((await ask(at, { method: "PUT", body: large })).body)).toBe(hash(large));
      return;
    }
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()) });
    const session = connectHttp2(`https://${at.address}:${at.port}`, {
      rejectUnauthorized: false,
      maxSessionMemory: 100,
    });
    const stream = session.request({ ":method": "PUT", ":path": "/", "content-length": large.length });
    stream.end(large);
    const chunks: Buffer[] = [];
    for await (const piece of stream) chunks.push(piece as Buffer);
    session.close();
    expect(hash(Buffer.concat(chunks))).toBe(hash(large));
    expect(backend.requests[0]?.headers["content-length"]).toBe(String(large.length));
  });

  it("passes many HTTP/2 streams of one connection, joins their cookies and keeps every Set-Cookie", async () => {
    const backend = await rig.backend((incoming, response) => {
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.end(incoming.url);
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()) });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    const bodies = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const stream = session.request({ ":path": `/${n}`, ":authority": "many.test", cookie: ["x=1", "y=2"] });
        const headers = await new Promise<Record<string, unknown>>((resolve) => stream.once("response", resolve));
        expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
        return text(stream);
      }),
    );
    session.close();
    expect(bodies[37]).toBe("/37");
    expect(backend.requests[0]?.headers).toMatchObject({ host: "many.test", cookie: "x=1; y=2" });
    expect(rig.plane.traffic("lsn-1")).toMatchObject({ connections: 1, requests: 50, responses: { "2xx": 50 } });
  });

  it("answers Expect: 100-continue itself and then passes the body on", async () => {
    const backend = await rig.backend((incoming, response) => void incoming.pipe(response));
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const asked = request({
      host: at.address,
      port: at.port,
      method: "POST",
      agent: false,
      headers: { Expect: "100-continue" },
    });
    asked.flushHeaders();
    await new Promise((resolve) => asked.once("continue", resolve));
    asked.end("after the go");
    const response = await new Promise<IncomingMessage>((resolve) => asked.once("response", resolve));
    expect(await text(response)).toBe("after the go");
    expect(backend.requests[0]?.headers.expect).toBeUndefined();
  });

  it("answers HEAD with the length of what it does not send", async () => {
    const backend = await rig.backend(
      (_request, response) => void response.writeHead(200, { "Content-Length": "5" }).end(),
    );
    rig.group("sgp-1", [backend]);
    const at = await rig.serve({ gzip: true });
    const answered = await ask(at, { method: "HEAD", headers: { "Accept-Encoding": "gzip" } });
    expect(answered).toMatchObject({ status: 200, headers: { "content-length": "5" }, body: Buffer.alloc(0) });
  });

  it("tells a server when its client has gone", async () => {
    let gone = false;
    const backend = await rig.backend((_incoming, response) => {
      response.write("begin");
      response.on("close", () => {
        gone = true;
      });
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const asked = request({ host: at.address, port: at.port, agent: false });
    asked.on("error", () => undefined);
    asked.on("response", (response) => response.once("data", () => asked.destroy()));
    asked.end();
    await vi.waitFor(() => expect(gone).toBe(true));
  });

  it("speaks TLS with the servers of an HTTPS group, whatever certificate they show", async () => {
    const backend = await rig.backend((_request, response) => void response.end("secret"), await anyCertificate());
    rig.group("sgp-1", [backend], { protocol: "HTTPS" });
    expect((await ask(await rig.serve())).body.toString()).toBe("secret");
  });

  it("asks again on a new connection when a server has just closed an idle one", async () => {
    const backend = await rig.backend((incoming, response) => {
      response.end("hello");
      // Closes without saying so, as a server does whose keep-alive time is up.
      response.on("finish", () => setImmediate(() => incoming.socket.destroy()));
    });
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const answers = [];
    for (let n = 0; n < 20; n += 1) answers.push((await ask(at)).status);
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it.each([
    { what: "an absolute target", line: "GET http://abs.test/x?y=1 HTTP/1.1", status: "200", url: "/x?y=1" },
    { what: "TRACE", line: "TRACE / HTTP/1.1", status: "405", url: undefined },
    { what: "a target of another scheme", line: "GET ftp://abs.test/ HTTP/1.1", status: "400", url: undefined },
    { what: "no HTTP at all", line: "\u0001\u0002", status: "400", url: undefined },
    {
      what: "more than 32 KB of fields",
      line: `GET / HTTP/1.1\r\nX: ${"x".repeat(33_000)}`,
      status: "400",
      url: undefined,
    },
  ])("answers $status to $what", async ({ line, status, url }) => {
    const backend = await rig.backend((_request, response) => void response.end());
    rig.group("sgp-1", [backend]);
    const at = await rig.serve();
    const client = connect(at.port, at.address);
    client.write(`${line}\r\nHost: abs.test\r\nConnection: close\r\n\r\n`);
    expect((await text(client)).slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(backend.requests[0]?.url).toBe(url);
  });

  it("routes the next request on an open connection by the new configuration", async () => {
    rig.group("sgp-1", [await rig.backend((_request, response) => void response.end("old"))]);
    rig.group("sgp-2", [await rig.backend((_request, response) => void response.end("new"))]);
    const tls = tlsOf(await makeCertificate({ names: ["a.test"] }));
    const at = await rig.serve({ protocol: "HTTPS", http2: true, tls });
    const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
    expect(await text(session.request({ ":path": "/" }))).toBe("old");
    await rig.plane.serve(
      listenerOf({ protocol: "HTTPS", http2: true, tls, serverGroups: [{ serverGroupId: "sgp-2", weight: 1 }] }),
    );
    expect(await text(session.request({ ":path": "/" }))).toBe("new");
    session.close();
  });
});
