import { connect as connectHttp2, constants } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "./http.ts";
import { anyCertificate, createRig, type Seed, tlsOf } from "./rig.ts";

/** A TCP server that is no HTTP server. */
async function rawServer(onConnection: Parameters<typeof createServer>[1]) {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

describe("errors of the load balancer's own", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  const page = (status: number) => ({ status, headers: { "content-type": "text/html" } });

  it("503 when the group is unknown, empty, or has no weight", async () => {
    const at = await rig.serve();
    expect(await ask(at)).toMatchObject(page(503));
    rig.group("sgp-1", []);
    expect(await ask(at)).toMatchObject(page(503));
    rig.group("sgp-1", [], { servers: [{ host: "127.0.0.1", port: 1, weight: 0 }] });
    expect(await ask(at)).toMatchObject(page(503));
  });

  it("are 502 when the server refuses the connection", async () => {
    const gone = await rawServer(() => undefined);
    gone.close();
    rig.group("sgp-1", [gone]);
    expect(await ask(await rig.serve())).toMatchObject(page(502));
  });

  it.each([
    { what: "resets the connection", answer: undefined },
    {
      what: "switches protocols unasked",
      answer: "HTTP/1.1 101 Up\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    },
    { what: "talks something else", answer: "SSH-2.0-OpenSSH_9.2\r\n" },
    { what: "answers a status that does not exist", answer: "HTTP/1.1 042 Odd\r\nContent-Length: 0\r\n\r\n" },
  ])("are 502 when the server $what", async ({ answer }) => {
    const server = await rawServer((socket) =>
      socket.once("data", () => (answer === undefined ? socket.resetAndDestroy() : socket.end(answer))),
    );
    rig.group("sgp-1", [server]);
    expect(await ask(await rig.serve())).toMatchObject(page(502));
    server.close();
  });

  it.each(["h1", "h2"])("breaks the answer off over %s when the server breaks it off", async (version) => {
    const server = await rawServer((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", () => socket.destroy());
      }),
    );
    rig.group("sgp-1", [server]);
    if (version === "h1") {
      await expect(ask(await rig.serve())).rejects.toMatchObject({ code: "ECONNRESET" });
    } else {
      const at = await rig.serve({ protocol: "HTTPS", http2: true, tls: tlsOf(await anyCertificate()) });
      const session = connectHttp2(`https://${at.address}:${at.port}`, { rejectUnauthorized: false });
      const stream = session.request({ ":path": "/" });
      const broken = await new Promise<Error>((resolve) => stream.on("error", resolve).resume());
      expect(broken.message).toContain("NGHTTP2_INTERNAL_ERROR");
      expect(stream.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR);
      session.close();
    }
    server.close();
  });
});
