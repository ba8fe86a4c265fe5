import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BackendSpec } from "./world.ts";

/** A little HTTP server behind a listener. */
export interface Backend {
  name: string;
  answer: string;
  port: number;
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1, on any port when none is named. Rejects with an `Error` that names it when it cannot. */
export async function startBackend({ name, answer, port = 0 }: BackendSpec): Promise<Backend> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
    response.end(answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new Error(`The backend ${name} cannot listen on 127.0.0.1:${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    name,
    answer,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
