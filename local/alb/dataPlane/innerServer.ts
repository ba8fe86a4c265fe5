import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import {
  createSecureServer as createHttp2Server,
  type Http2SecureServer,
  type Http2ServerRequest,
  type ServerHttp2Session,
} from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket, TlsOptions } from "node:tls";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { CertificateIndex } from "./certificateIndex.ts";
import { serverNameIn } from "./clientHello.ts";
import { type ClientConnection, followConnection } from "./connection.ts";
import type { CertificateInUse, ServedListener } from "./contract.ts";
import { albErrorPage, type Exchange, type Response } from "./exchange.ts";
import { policyOptions } from "./tlsOptions.ts";
import { responseOn, type Upgrade, wantsWebSocket } from "./upgrade.ts";

/** Speaks HTTP, HTTPS or HTTP/2 on the sockets that it is handed; it does not listen itself. */
export interface InnerServer {
  take(socket: Socket): void;
}

/** What becomes of what an inner server receives. */
interface InnerServerEvents {
  connected(connection: ClientConnection): void;
  disconnected(connection: ClientConnection): void;
  handshakeFailed: () => void;
  requested(connection: ClientConnection, request: Exchange["request"], response: Response, upgrade?: Upgrade): void;
}

/** ALB takes header fields of up to 32 KB and answers 400 beyond (product documentation, "ALB status codes"). */
const MAX_HEADER = 32 * 1024;

/**
 * Builds the server for one configuration of a listener.
 *
 * Errors: throws when TLS cannot be served as configured (a key that does not fit, no usable cipher).
 */
export function createInnerServer(
  listener: ServedListener,
  certificates: CertificateIndex | undefined,
  clock: Clock,
  events: InnerServerEvents,
): InnerServer {
  const connections = new WeakMap<object, ClientConnection>();
  const follow = (key: Socket | ServerHttp2Session, socket: Socket) => {
    const session = key === socket ? {} : { session: key as ServerHttp2Session };
    const connection = followConnection(socket, { clock, idleSeconds: listener.idleTimeout, ...session });
    connections.set(key, connection);
    events.connected(connection);
    key.once("close", () => events.disconnected(connection));
    return connection;
  };
  const of = (request: IncomingMessage | Http2ServerRequest): ClientConnection | undefined =>
    connections.get("stream" in request ? (request.stream.session ?? request) : request.socket);

  const attach = (server: HttpServer | Http2SecureServer) => {
    // Node's own timers stay off: how time passes is the clock's business.
    Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, timeout: 0 });
    server.prependListener(certificates === undefined ? "connection" : "secureConnection", (socket: TLSSocket) => {
      if (socket.alpnProtocol !== "h2") follow(socket, socket);
    });
    server.on("session", (session: ServerHttp2Session) => follow(session, session.socket));
    server.on("request", (request: IncomingMessage, response: Response) => {
      const connection = of(request);
      if (connection !== undefined) events.requested(connection, request, response);
    });
    server.on("upgrade", (request: IncomingMessage, client: Socket, head: Buffer) => {
      const connection = of(request);
      if (connection === undefined) return void client.destroy();
      const response = responseOn(request, client);
      events.requested(connection, request, response, wantsWebSocket(request) ? { client, head, response } : undefined);
    });
    server.on("clientError", refuseMalformed);
    // Only those who have said something get here (see unlessPlain): a TCP health check is no failed handshake.
    server.on("tlsClientError", events.handshakeFailed);
    return server;
  };
  if (certificates === undefined) {
    const server = attach(buildServer(listener, undefined));
    return { take: (socket) => void server.emit("connection", socket) };
  }
  // Node puts the certificate of a name beside the default one instead of in its place, so that a client could still
  // choose the default where that has another kind of key: each kind has a server of its own.
  const servers = new Map(
    [...certificates.kinds].map(([kind, first]) => [kind, attach(buildServer(listener, certificates, first))]),
  );
  const take = (socket: Socket, first: Buffer) => {
    const kind = certificates.kindFor(servers.size === 1 ? undefined : serverNameIn(first));
    servers.get(kind)?.emit("connection", socket);
  };
  return { take: unlessPlain(take, (socket) => follow(socket, socket)) };
}

function buildServer(listener: ServedListener, certificates: CertificateIndex | undefined, first?: CertificateInUse[]) {
  try {
    return httpServer(listener, certificates, first);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Listener ${listener.listenerId} cannot serve its TLS configuration: ${reason}. ` +
        "Check that the default certificate's key belongs to it, and that the policy has a cipher that this machine knows.",
      { cause: error },
    );
  }
}

function httpServer(
  listener: ServedListener,
  certificates: CertificateIndex | undefined,
  first?: CertificateInUse[],
): HttpServer | Http2SecureServer {
  const { tls, http2 } = listener;
  if (tls === undefined || certificates === undefined || first === undefined)
    return createHttpServer({ maxHeaderSize: MAX_HEADER });
  const options: TlsOptions = {
    ...policyOptions(tls),
    key: first.map(({ privateKeyPem }) => privateKeyPem),
    cert: first.map(({ certificatePem }) => certificatePem),
    SNICallback: (serverName, done) => done(null, certificates.contextFor(serverName)),
    ...(tls.clientCa === undefined ? {} : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
  };
  return http2
    ? createHttp2Server({ ...options, allowHTTP1: true, maxHeaderSize: MAX_HEADER } as TlsOptions)
    : createHttpsServer({ ...options, maxHeaderSize: MAX_HEADER });
}

/**
 * Waits for a client's first bytes. ALB answers 400 to plain HTTP on an HTTPS port (product documentation, "ALB status
 * codes"); everything else is a handshake.
 */
function unlessPlain(
  take: (socket: Socket, first: Buffer) => void,
  follow: (socket: Socket) => ClientConnection,
): (socket: Socket) => void {
  return (socket) => {
    const waiting = follow(socket);
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      // Busy for good: once the handshake is done, the connection that has come of it is followed instead.
      waiting.begin();
      if (isPlainHttp(first)) return refuse(socket);
      socket.unshift(first);
      take(socket, first);
    });
  };
}

/** HTTP begins with the capital letters of a method, TLS with the record type 22. */
function isPlainHttp(first: Buffer): boolean {
  const byte = first[0] ?? 0;
  return byte >= 0x41 && byte <= 0x5a;
}

function refuseMalformed(_error: Error, socket: Socket) {
  if (socket.writable) refuse(socket);
  else socket.destroy();
}

function refuse(socket: Socket) {
  const page = albErrorPage(400);
  socket.end(
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n" +
      `Content-Length: ${Buffer.byteLength(page)}\r\nConnection: close\r\n\r\n${page}`,
  );
}
