import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { backendCertificate } from "./certificateMaker.ts";
import { echoWebSocket } from "./echoWebSocket.ts";
import type { BackendSpec } from "./seed.ts";

/** A little server behind a listener. */
export interface Backend {
  name: string;
  port: number;
  /** As it can be started again, on any port. */
  spec: BackendSpec;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1, on any port when none is named. Rejects with an `Error` that names it when it cannot. */
export async function startBackend({ port = 0, ...spec }: BackendSpec): Promise<Backend> {
  const { name, answer, status = 200, statusOf = {}, tls = false } = spec;
  const server = await serverFor(tls, (request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const shown = Object.hasOwn(statusOf, path) ? statusOf[path] : status;
    response.writeHead(shown ?? status, { "content-type": "text/plain; charset=utf-8", "x-backend": name });
    response.end(answer);
  });
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (request, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    echoWebSocket(request, socket, head, [`x-backend: ${name}`]);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new Error(`The backend ${name} cannot listen on 127.0.0.1:${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    name,
    spec,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

async function serverFor(tls: boolean, listener: RequestListener): Promise<Server> {
  if (!tls) return createServer(listener);
  const { certificatePem, privateKeyPem } = await backendCertificate();
  return createTlsServer({ cert: certificatePem, key: privateKeyPem }, listener);
}
