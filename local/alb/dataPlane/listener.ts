import { createServer, type Server, type Socket } from "node:net";
import { admitting } from "./addressList.ts";
import { type BoundEndpoint, bindPort } from "./bindPort.ts";
import { type CertificateIndex, indexCertificates } from "./certificateIndex.ts";
import type { ClientConnection } from "./connection.ts";
import type { ListenerTraffic, ServedListener } from "./contract.ts";
import { createInnerServer, type InnerServer } from "./innerServer.ts";
import type { Plane } from "./plane.ts";
import { createRoutes } from "./routes.ts";
import { type Site, serveRequest } from "./serveRequest.ts";

/** A listener with its port open. */
export interface OpenListener {
  readonly endpoint: BoundEndpoint;
  readonly traffic: ListenerTraffic;
  readonly listener: ServedListener;
  /**
   * Serves another configuration from now on: new connections its TLS, every request its routes. Connections that are
   * open stay open. Errors: throws when it cannot be served, and the one before stays.
   */
  switchTo(listener: ServedListener): void;
  /**
   * Closes the port at once, lets what runs end for `graceMs` (0: not at all), then breaks what is left. May be called
   * again with a shorter timeout.
   */
  close(graceMs: number): Promise<void>;
}

/** The configuration in force, as a whole: it is replaced, never changed. */
interface Current extends Site {
  readonly wire: Wire;
  /** Whether a client of this address may connect. */
  readonly admits: (clientAddress: string) => boolean;
}

/** What a connection is met with before it has asked for anything. */
interface Wire {
  /** Makes it, unless that has been done. Errors: throws when TLS cannot be served as configured. */
  ready(): InnerServer;
  /** Undefined without TLS, and until it is ready. */
  certificates(): CertificateIndex | undefined;
}

/**
 * Opens the port of a listener; rejects with advice when it cannot be had, or when TLS cannot be served as configured.
 * `lazily`: its TLS is made ready at its first connection, as one of thousands that most seeds never connect to.
 */
export async function openListener(
  first: ServedListener,
  plane: Plane,
  port: number,
  lazily = false,
): Promise<OpenListener> {
  const sockets = new Set<Socket>();
  const connections = new Set<ClientConnection>();
  let closing = false;
  const traffic: ListenerTraffic = {
    connections: 0,
    handshakeErrors: 0,
    requests: 0,
    responses: { "2xx": 0, "3xx": 0, "4xx": 0, "5xx": 0 },
  };
  const minutes = plane.minutesOf(first);
  const prepare = (listener: ServedListener, former?: Current): Current => {
    const route = createRoutes(listener);
    const admits = admitting(listener.access);
    if (former !== undefined && onWire(former.listener) === onWire(listener)) {
      return { ...former, listener, route, admits };
    }
    return { listener, wire: wireOf(listener, former?.wire), route, admits };
  };
  const wireOf = (listener: ServedListener, former?: Wire): Wire => {
    let certificates: CertificateIndex | undefined;
    let inner: InnerServer | undefined;
    const make = () => {
      certificates = listener.tls === undefined ? undefined : indexCertificates(listener.tls, former?.certificates());
      return createInnerServer(listener, certificates, plane.wireClock, {
        connected(connection) {
          connections.add(connection);
          if (closing) connection.closeWhenDone();
        },
        disconnected: (connection) => connections.delete(connection),
        handshakeFailed() {
          traffic.handshakeErrors += 1;
        },
        requested: (...request) => serveRequest(current, plane, traffic, ...request),
      });
    };
    return {
      certificates: () => certificates,
      ready() {
        inner ??= make();
        return inner;
      },
    };
  };
  let current = prepare(first);
  if (!lazily) current.wire.ready();

  const front = createServer({ allowHalfOpen: first.protocol === "HTTP", noDelay: true }, (socket) => {
    // Whoever an access control list keeps out is hung up on before a word is said (assumed: no text says how).
    if (!current.admits(socket.remoteAddress ?? "")) return socket.destroy();
    traffic.connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    minutes.connected();
    let isEstablished = true;
    const left = () => {
      if (isEstablished) minutes.disconnected();
      isEstablished = false;
    };
    // Whoever has said that it says no more is no longer ESTABLISHED, though it may wait for an answer.
    socket.once("end", left).once("close", left);
    socket.on("error", () => socket.destroy());
    try {
      current.wire.ready().take(socket);
    } catch {
      // Its TLS was to be made ready now and cannot be served as configured.
      traffic.handshakeErrors += 1;
      socket.destroy();
    }
  });
  const endpoint = await bindPort(front, { address: first.address, port }, first.listenerId);

  return {
    endpoint,
    traffic,
    get listener() {
      return current.listener;
    },
    switchTo(listener) {
      const next = prepare(listener, current);
      if (next.wire !== current.wire) next.wire.ready();
      current = next;
      for (const socket of sockets) if (!current.admits(socket.remoteAddress ?? "")) socket.destroy();
    },
    async close(graceMs) {
      closing = true;
      const closed = closeServer(front);
      for (const connection of connections) connection.closeWhenDone();
      const breakOff = () => {
        for (const socket of sockets) socket.destroy();
      };
      if (graceMs === 0) breakOff();
      const cancel = plane.wireClock.after(graceMs, breakOff);
      await closed;
      cancel();
    },
  };
}

/** What a connection is met with before it has asked for anything: another server is made only when it changes. */
function onWire({ tls, http2, idleTimeout }: ServedListener): string {
  return JSON.stringify([tls, http2, idleTimeout]);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
