import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { type MadeCertificate, makeCertificate } from "../certificates/makeCertificate.ts";
import type { Endpoints } from "../endpoints.ts";
import { CloudError } from "../wire/cloudError.ts";
import { notEmulated } from "../wire/notEmulated.ts";
import { ASKED_HOST } from "../wire/server.ts";
import { serviceOfHost } from "./serviceOfHost.ts";

/** A proxy that listens. */
export interface LocalProxy {
  /** Of the authority that signs for the hosts: what clients must be told to trust. */
  caPem: string;
  ports: number[];
  close(): Promise<void>;
}

interface ProxyOptions {
  endpoints: Endpoints;
  /** Ports on loopback; 0 takes any free one. Each takes what any client sends. */
  ports: number[];
  /** Is told of each request: the host that was asked, and where it went. */
  log?: (line: string) => void;
}

/**
 * Leads clients that take no endpoint to a local cloud. Each port speaks HTTP as a proxy (`CONNECT`, and addresses with a host) and
 * answers for the hosts themselves, over TLS (by SNI) and without: for clients that know no proxy, and whose names are led to
 * this machine. Certificates are for `*.aliyuncs.com` alone, from an authority that is made anew each time and whose key
 * leaves no memory. What is no host of the cloud is refused, and never led to the Internet.
 *
 * Rejects with the system's error when a port cannot be had.
 */
export async function openProxy({ endpoints, ports, log = () => undefined }: ProxyOptions): Promise<LocalProxy> {
  const ca = await makeCertificate({
    names: ["albflow-proxy.aliyuncs.com"],
    commonName: "albflow local proxy",
    ca: true,
    only: "aliyuncs.com",
  });
  const contexts = new Map<string, Promise<SecureContext>>();
  const contextFor = (host: string) => {
    const known = contexts.get(host) ?? secureContext(host, ca);
    contexts.set(host, known);
    return known;
  };
  const http = createHttpServer({ maxHeaderSize: 64 * 1024 }, (incoming, outgoing) =>
    forward(incoming, outgoing, endpoints, log),
  );
  http.on("connect", (incoming, socket, head) => {
    const host = hostOf(incoming.url ?? "");
    if (!isOfCloud(host)) {
      log(`CONNECT ${host} refused`);
      socket.end(refusalText(foreign(host)));
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    take(socket as Socket, host);
  });

  /** Looks at the first byte of a connection, and takes it as TLS or as HTTP. `host` is the one that was asked for, if any was. */
  function take(socket: Socket, host = ""): void {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
    socket.once("readable", () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      if (first[0] !== TLS_HANDSHAKE) return void http.emit("connection", socket);
      void secured(socket, host);
    });
  }

  async function secured(socket: Socket, host: string): Promise<void> {
    const tls = new TLSSocket(socket, {
      isServer: true,
      ...(isOfCloud(host) ? { secureContext: await contextFor(host) } : {}),
      SNICallback(name, callback) {
        const asked = name.toLowerCase();
        if (!isOfCloud(asked)) return callback(new Error(`${name} is no host of the cloud`));
        contextFor(asked).then((context) => callback(null, context), callback);
      },
    });
    tls.on("error", () => socket.destroy());
    http.emit("connection", tls);
  }

  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  };
  try {
    for (const port of ports) servers.push(await listening(port, (socket) => take(socket)));
  } catch (error) {
    await close();
    throw error;
  }
  return { caPem: ca.certificatePem, ports: servers.map(portOf), close };
}

const TLS_HANDSHAKE = 0x16;

function listening(port: number, take: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: false }, take);
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function secureContext(host: string, issuer: MadeCertificate): Promise<SecureContext> {
  const { certificatePem, privateKeyPem } = await makeCertificate({ names: [host], issuer });
  return createSecureContext({ cert: `${certificatePem}\n${issuer.certificatePem}`, key: privateKeyPem });
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  endpoints: Endpoints,
  log: (line: string) => void,
): void {
  const asked = URL.canParse(incoming.url ?? "") ? new URL(incoming.url ?? "") : undefined;
  const host = asked?.host ?? incoming.headers.host ?? "";
  const path = asked === undefined ? incoming.url : `${asked.pathname}${asked.search}`;
  const endpoint = serviceOfHost(host, endpoints);
  log(`${incoming.method ?? ""} ${host} ${endpoint === undefined ? "refused" : `-> ${endpoint}`}`);
  if (endpoint === undefined) {
    incoming.resume();
    const error = isOfCloud(hostOf(host)) ? notEmulated("the host", host) : foreign(host);
    outgoing.writeHead(error.status, { "content-type": "application/json" });
    outgoing.end(bodyOf(error));
    return;
  }
  const { "proxy-connection": _, "proxy-authorization": __, [ASKED_HOST]: ___, ...headers } = incoming.headers;
  const { host: here, port } = new URL(endpoint);
  const sent = request(
    {
      host: "127.0.0.1",
      port,
      path,
      ...(incoming.method === undefined ? {} : { method: incoming.method }),
      headers: { ...headers, host: here, [ASKED_HOST]: host },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  sent.on("error", () => {
    if (outgoing.headersSent) return void outgoing.destroy();
    const error = new CloudError(502, "LocalCloudUnreachable", `Nothing answers at ${endpoint}. Is it running?`);
    outgoing.writeHead(502, { "content-type": "application/json" });
    outgoing.end(bodyOf(error));
  });
  outgoing.once("close", () => sent.destroy());
  incoming.pipe(sent);
}

function foreign(host: string): CloudError {
  return new CloudError(
    403,
    "ForeignHost",
    `This proxy leads to a local cloud and nowhere else: ${JSON.stringify(host)} is none of its hosts. Name it in NO_PROXY.`,
  );
}

function bodyOf({ code, message }: CloudError): string {
  return JSON.stringify({ Code: code, Message: message });
}

function refusalText(error: CloudError): string {
  const body = bodyOf(error);
  return `HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function hostOf(address: string): string {
  return address.toLowerCase().replace(/:\d+$/, "");
}

function isOfCloud(host: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.aliyuncs\.com$/.test(host);
}
