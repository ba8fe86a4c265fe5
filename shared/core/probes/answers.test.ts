import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createRawServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { probeAnswer, probeRefusal, probeWebSocket } from "./answers.ts";
import { httpAnswer } from "./httpAnswer.ts";
import { isUnreachable, unreachableError } from "./probeResult.ts";

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

async function questionTo(server: Server | ReturnType<typeof createRawServer>, path = "/") {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port, path, hostname: undefined };
}

const silent = () => createRawServer(() => {});
const hangingUp = () => createRawServer((socket) => socket.destroy());
const answering = (status: number) => createServer((_request, response) => response.writeHead(status).end("x"));
const NOWHERE = { host: "127.0.0.1", port: 1, path: "/", hostname: undefined };

describe("an answer over HTTP", () => {
  test.each([200, 404, 503])("of any status is one: %i", async (status) => {
    const seen = await probeAnswer(await questionTo(answering(status)));
    expect(seen).toMatchObject({ probe: "answer to /", found: `HTTP ${status}`, problem: "", inconclusive: "" });
  });

  test("that is never given is a problem in words, with what happened", async () => {
    const hungUp = await questionTo(hangingUp());
    expect((await probeAnswer(hungUp)).problem).toMatch(
      /^clients get no answer: no answer from 127\.0\.0\.1:\d+: (socket hang up|read ECONNRESET)$/,
    );
    expect((await probeAnswer(NOWHERE)).problem).toBe(
      "clients get no answer: no answer from 127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1",
    );
    const question = { ...(await questionTo(silent())), timeoutMs: 50 };
    await expect(httpAnswer(question)).rejects.toMatchObject({
      kind: "Transient",
      message: expect.stringMatching(/: nothing within 50 ms$/),
    });
  });
});

describe("a WebSocket", () => {
  test("that is answered in any other way is a problem", async () => {
    const seen = await probeWebSocket(await questionTo(answering(404), "/chat"));
    expect(seen).toMatchObject({
      probe: "WebSocket at /chat",
      expected: "HTTP 101",
      found: "HTTP 404",
      problem: "clients that ask for a WebSocket at /chat get HTTP 404",
    });
  });

  test("that is agreed to is as it should be", async () => {
    const server = createServer();
    server.on("upgrade", (_request, socket) =>
      socket.end("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n"),
    );
    expect(await probeWebSocket(await questionTo(server, "/chat"))).toMatchObject({ found: "HTTP 101", problem: "" });
  });
});

test("a port that must refuse is as it should be when it does, and told when it does not", async () => {
  expect(await probeRefusal(NOWHERE, "lsn-1 is stopped")).toMatchObject({ found: "refused", problem: "" });
  expect(await probeRefusal(await questionTo(silent()), "lsn-1 is stopped")).toMatchObject({
    found: "accepted",
    problem: "clients are still let in although lsn-1 is stopped",
  });
});

describe("an error of a socket", () => {
  test.each([
    ["ENOTFOUND", true],
    ["EAI_AGAIN", true],
    ["EHOSTUNREACH", true],
    ["ENETUNREACH", true],
    ["EPRIVATE", true],
    ["ECONNREFUSED", false],
    ["ECONNRESET", false],
    ["ETIMEDOUT", false],
  ])("with the code %s says that this is the wrong place: %s", (code, wrongPlace) => {
    expect(isUnreachable(unreachableError("no answer", NOWHERE, Object.assign(new Error("x"), { code })))).toBe(
      wrongPlace,
    );
  });

  test("of OpenSSL is told by its meaning, without addresses and source lines", () => {
    const error = Object.assign(
      new Error("800C4484B77F0000:error:0A00045C:SSL routines:ssl3_read_bytes:…:SSL alert number 116\n"),
      { code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", reason: "tlsv13 alert certificate required" },
    );
    expect(unreachableError("no answer", NOWHERE, error).message).toBe(
      "no answer from 127.0.0.1:1: tlsv13 alert certificate required",
    );
  });
});
