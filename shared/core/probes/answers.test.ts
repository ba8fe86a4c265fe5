import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createRawServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { reason } from "../../platform/reasons/reason.ts";
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
    expect(seen).toMatchObject({
      probe: { code: "probe-http", params: { path: "/" } },
      found: { code: "value-http-status", params: { status } },
      problem: null,
      inconclusive: null,
    });
  });

  test("that is never given is a problem in words, with what happened", async () => {
    const hungUp = await questionTo(hangingUp());
    const unanswered = (port: number, text: unknown) => {
      const cause = { code: "text", params: { text } };
      const params = { what: { code: "no-answer", params: {} }, host: "127.0.0.1", port, cause };
      return { code: "no-http-answer", params: { path: "/", cause: { code: "unreachable", params } } };
    };
    expect((await probeAnswer(hungUp)).problem).toEqual(
      unanswered(hungUp.port, expect.stringMatching(/^(socket hang up|read ECONNRESET)$/)),
    );
    expect((await probeAnswer(NOWHERE)).problem).toEqual(unanswered(1, "connect ECONNREFUSED 127.0.0.1:1"));
    const question = { ...(await questionTo(silent())), timeoutMs: 50 };
    await expect(httpAnswer(question)).rejects.toMatchObject({
      kind: "Transient",
      reason: {
        code: "unreachable",
        params: expect.objectContaining({ cause: { code: "silence", params: { milliseconds: 50 } } }),
      },
    });
  });
});

describe("a WebSocket", () => {
  test("that is answered in any other way is a problem", async () => {
    const seen = await probeWebSocket(await questionTo(answering(404), "/chat"));
    expect(seen).toMatchObject({
      probe: { code: "probe-websocket", params: { path: "/chat" } },
      expected: { code: "value-http-status", params: { status: 101 } },
      found: { code: "value-http-status", params: { status: 404 } },
      problem: { code: "websocket-refused", params: { path: "/chat", status: 404 } },
    });
  });

  test("that is agreed to is as it should be", async () => {
    const server = createServer();
    server.on("upgrade", (_request, socket) =>
      socket.end("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n"),
    );
    expect(await probeWebSocket(await questionTo(server, "/chat"))).toMatchObject({
      found: { code: "value-http-status", params: { status: 101 } },
      problem: null,
    });
  });
});

test("a port that must refuse is as it should be when it does, and told when it does not", async () => {
  const cause = reason("listener-is-stopped", { listenerId: "lsn-1" });
  expect(await probeRefusal(NOWHERE, cause)).toMatchObject({
    found: { code: "value-refused", params: {} },
    problem: null,
  });
  const open = await questionTo(silent());
  expect(await probeRefusal(open, cause)).toMatchObject({
    found: { code: "value-accepted", params: {} },
    problem: {
      code: "port-still-open",
      params: { port: open.port, cause: { code: "listener-is-stopped", params: { listenerId: "lsn-1" } } },
    },
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
    expect(isUnreachable(unreachableError(reason("no-answer"), NOWHERE, Object.assign(new Error("x"), { code })))).toBe(
      wrongPlace,
    );
  });

  test("of OpenSSL is told by its meaning, without addresses and source lines", () => {
    const error = Object.assign(
      new Error("800C4484B77F0000:error:0A00045C:SSL routines:ssl3_read_bytes:…:SSL alert number 116\n"),
      { code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", reason: "tlsv13 alert certificate required" },
    );
    expect(unreachableError(reason("no-answer"), NOWHERE, error).reason).toMatchObject({
      code: "unreachable",
      params: { host: "127.0.0.1", port: 1, cause: { params: { text: "tlsv13 alert certificate required" } } },
    });
  });
});
