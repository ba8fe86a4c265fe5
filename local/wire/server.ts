import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createFront, type Server as FrontServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import { CloudError } from "./cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "./exchange.ts";
import { originGuard } from "./originGuard.ts";

/** A service that listens, and how to stop it. */
export interface WireServer {
  port: number;
  /** Breaks the connections on which somebody waits for an answer. */
  cut(): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** The largest body that is read: above the 1 MiB of CloudFlow requests and the 32 MB of FC events (functionCompute.md A9). */
const MAX_BODY = 33 * 1024 * 1024;

/** UploadUserCertificate carries PEM and key in its URL (wire.md §2), far beyond Node's default of 16 KiB. */
const MAX_HEADER = 64 * 1024;

/**
 * Puts a service on a loopback port, for programs of this machine: what a page of another site makes a browser send never
 * reaches the service.
 *
 * Errors: rejects with the system's error (EADDRINUSE, EACCES) when the port cannot be had. A request that is not
 * HTTP, or too large, is answered with a JSON body, because the official clients choke on anything else.
 */
export async function listen(
  service: WireService,
  options: { port: number; host?: string; clock?: Clock },
): Promise<WireServer> {
  const time = options.clock ?? systemClock;
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    waiting.add(incoming.socket);
    outgoing.once("close", () => waiting.delete(incoming.socket));
    void time.hold((clock) => exchange(service, incoming, outgoing, clock));
  };
  const plain = createServer(LIMITS, onRequest);
  plain.on("clientError", refuseMalformed);
  const server = service.certificateFor === undefined ? plain : alsoOverTls(service, plain, onRequest);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host ?? "127.0.0.1", () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const socket of waiting) socket.destroy();
    },
    close: () => closeServer(server, sockets),
  };
}

const LIMITS = { maxHeaderSize: MAX_HEADER, keepAliveTimeout: 60_000 };

/** With this byte a TLS handshake begins (RFC 8446 §5.1), and no HTTP request. */
const TLS_HANDSHAKE = 0x16;

/** One port for both, as each service has one: a connection that begins with a handshake goes on in TLS. */
function alsoOverTls(
  service: WireService,
  plain: Server,
  onRequest: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): FrontServer {
  const secure = createSecureServer(
    {
      ...LIMITS,
      SNICallback(name, done) {
        const pair = service.certificateFor?.(name.toLowerCase());
        if (pair === undefined) return done(new Error(`Nothing is served to who asks for ${name}.`));
        done(null, createSecureContext(pair));
      },
    },
    onRequest,
  );
  secure.on("clientError", refuseMalformed);
  return createFront((socket) => {
    const leave = () => socket.destroy();
    socket.once("error", leave);
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.removeListener("error", leave);
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}

/** The header in which the proxy says which host of the real cloud was asked. */
export const ASKED_HOST = "x-albflow-asked-host";

/**
 * Puts the host that was asked in the place of this machine's name: signatures cover it, and it tells project and region. No page of
 * another site can send that header to us, because a browser asks before it sends one, and is refused.
 */
function asAsked(headers: Record<string, string>): void {
  const { [ASKED_HOST]: asked } = headers;
  delete headers[ASKED_HOST];
  if (asked !== undefined && /^[\w.-]+\.aliyuncs\.com(?::\d+)?$/i.test(asked)) headers.host = asked;
}

async function exchange(service: WireService, incoming: IncomingMessage, outgoing: ServerResponse, clock: Clock) {
  try {
    const response = await answerTo(service, incoming, clock);
    if (response.reset === true) return void incoming.socket.destroy();
    // The length of an answer to HEAD would be that of the answer to GET, which nobody has made.
    const length = incoming.method === "HEAD" ? {} : { "content-length": Buffer.byteLength(response.body) };
    outgoing.writeHead(response.status, { ...response.headers, ...length });
    outgoing.end(response.body);
  } catch (error) {
    // A client that went away; or a bug of ours, which a client must see as the cloud's own fault.
    if (incoming.destroyed && !incoming.complete) return;
    const response = problem(500, "InternalError", "The request processing has failed due to some unknown error.");
    console.error("local cloud: unexpected failure:", error);
    if (!outgoing.headersSent) outgoing.writeHead(response.status, response.headers);
    outgoing.end(response.body);
  }
}

async function answerTo(service: WireService, incoming: IncomingMessage, clock: Clock): Promise<WireResponse> {
  const head = requestHead(incoming);
  try {
    const scheme = incoming.socket instanceof TLSSocket ? "https" : "http";
    originGuard({ headers: incoming.headers, method: incoming.method, scheme }, service.isPage?.(head) ?? false);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    incoming.resume();
    return problem(error.status, error.code, error.message);
  }
  asAsked(head.headers);
  const body = await readBody(incoming);
  if (body === undefined) return problem(413, "EntityTooLarge", `The request body exceeds ${MAX_BODY} bytes.`);
  return service.handle({ ...head, body, clock });
}

function requestHead(incoming: IncomingMessage): Omit<WireRequest, "body" | "clock"> {
  const url = incoming.url ?? "/";
  const snapshot = url.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(",") : (value ?? "");
  }
  return {
    method: incoming.method ?? "GET",
    path: snapshot < 0 ? url : url.slice(0, snapshot),
    rawQuery: snapshot < 0 ? "" : url.slice(snapshot + 1),
    headers,
    remoteAddress: incoming.socket.remoteAddress ?? "",
  };
}

/** The whole body; undefined when it is larger than anything a service takes. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size > MAX_BODY ? undefined : Buffer.concat(chunks);
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket) {
  if (!socket.writable) return void socket.destroy();
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const { status, body } = tooLarge
    ? problem(431, "RequestHeaderTooLarge", `The request line and headers exceed ${MAX_HEADER} bytes.`)
    : problem(400, "InvalidRequest", "The request is not valid HTTP.");
  socket.end(
    `HTTP/1.1 ${status} ${tooLarge ? "Request Header Fields Too Large" : "Bad Request"}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function problem(status: number, code: string, message: string): WireResponse & { body: string } {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ Code: code, Message: message, RequestId: "" }),
  };
}

function closeServer(server: FrontServer, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
