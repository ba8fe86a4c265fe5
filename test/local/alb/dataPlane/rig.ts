import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import type { ServedListener, ServedServerGroup, ServedTls } from "../../../../local/alb/dataPlane/contract.ts";
import { createDataPlane } from "../../../../local/alb/dataPlane/dataPlane.ts";
import { type Clock, systemClock } from "../../../../shared/platform/clock.ts";
import { makeCertificate, type TestCertificate } from "../../certificates.ts";

/** A data plane with the backends and log records of one test; `close` leaves nothing behind. */
export function createRig(options: { clock?: Clock; wireClock?: Clock; random?: () => number } = {}) {
  const records: { topic: string; record: Record<string, string> }[] = [];
  const batches: number[] = [];
  const backends: Backend[] = [];
  const { clock = systemClock, random = Math.random, ...rest } = options;
  const plane = createDataPlane({
    clock,
    random,
    ...rest,
    mapPort: () => 0,
    writeLogs(_target, topic, written) {
      batches.push(written.length);
      for (const record of written) records.push({ topic, record });
    },
  });
  return {
    plane,
    records,
    /** Sizes of the batches in which the records came. */
    batches,
    async backend(answer: RequestListener, certificate?: TestCertificate): Promise<Backend> {
      const backend = await startBackend(answer, certificate);
      backends.push(backend);
      return backend;
    },
    group(serverGroupId: string, servers: Pick<Backend, "port">[], more: Partial<ServedServerGroup> = {}) {
      plane.serveGroup({
        serverGroupId,
        protocol: "HTTP",
        scheduler: "Wrr",
        servers: servers.map(({ port }) => ({ host: "127.0.0.1", port, weight: 100 })),
        ...more,
      });
    },
    /** Serves a listener and tells where. */
    async serve(more: Partial<ServedListener> = {}): Promise<{ address: string; port: number }> {
      const served = listenerOf(more);
      await plane.serve(served);
      const endpoint = plane.endpoint(served.listenerId);
      if (endpoint === undefined) throw new Error(`${served.listenerId} is not open`);
      return endpoint;
    },
    async close() {
      await plane.close();
      for (const backend of backends) await backend.close();
    },
  };
}

export type Seed = ReturnType<typeof createRig>;

/** A server behind the load balancer. */
export interface Backend {
  port: number;
  /** The requests that have reached it. */
  requests: Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders">[];
  server: Server;
  close(): Promise<void>;
}

/** A listener like any other, but for what a test is about. */
export function listenerOf(more: Partial<ServedListener> = {}): ServedListener {
  return {
    listenerId: "lsn-1",
    loadBalancerId: "alb-1",
    address: "127.0.7.1",
    port: more.protocol === "HTTPS" ? 443 : 80,
    protocol: "HTTP",
    http2: false,
    gzip: false,
    idleTimeout: 15,
    requestTimeout: 60,
    xForwardedFor: {
      forwardedFor: false,
      proto: false,
      port: false,
      loadBalancerId: false,
      clientSrcPort: false,
      clientCert: {},
    },
    serverGroups: [{ serverGroupId: "sgp-1", weight: 100 }],
    rules: [],
    ...more,
  };
}

/** `TLSv1.2` and `TLSv1.3` with usual suites, and the certificates given. */
export function tlsOf(
  defaultCertificate: TestCertificate,
  additional: TestCertificate[] = [],
  more: Partial<ServedTls> = {},
): ServedTls {
  const served = (certificate: TestCertificate, at: number) => ({ ...certificate, certificateId: `${at}-cn-hangzhou` });
  return {
    defaultCertificate: served(defaultCertificate, 0),
    additionalCertificates: additional.map((certificate, at) => served(certificate, at + 1)),
    versions: ["TLSv1.2", "TLSv1.3"],
    ciphers: ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_AES_128_GCM_SHA256"],
    ...more,
  };
}

export const anyCertificate = () => makeCertificate({ names: ["default.example.com"] });

async function startBackend(answer: RequestListener, certificate?: TestCertificate): Promise<Backend> {
  const requests: Backend["requests"] = [];
  const listener: RequestListener = (request, response) => {
    const { method, url, headers, rawHeaders } = request;
    requests.push({ method, url, headers, rawHeaders });
    answer(request, response);
  };
  const server =
    certificate === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
