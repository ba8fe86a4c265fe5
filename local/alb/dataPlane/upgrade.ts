import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Exchange } from "./exchange.ts";

/** A client that wants to go on with another protocol on its connection. */
export interface Upgrade {
  client: Socket;
  /** What it has already sent of that protocol. */
  head: Buffer;
  /** Carries the 101, or the answer to a client that does not get what it wants. */
  response: ServerResponse;
}

/** ALB hands WebSockets through; other upgrades, like `h2c`, are passed over and the request is answered as any. */
export function wantsWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

/** A way to answer by HTTP on a connection that node:http has let go of; the connection ends with the answer. */
export function responseOn(request: IncomingMessage, client: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(client as Parameters<ServerResponse["assignSocket"]>[0]);
  response.once("finish", () => client.end());
  client.on("error", () => client.destroy());
  return response;
}

/** The server has agreed: bytes flow both ways until one side ends. */
export function joinSockets(
  { client, head }: Upgrade,
  server: Socket,
  options: { exchange: Exchange; serverHead: Buffer; onBytes: () => void },
) {
  const { exchange, serverHead, onBytes } = options;
  server.unshift(serverHead);
  client.unshift(head);
  client.on("data", (chunk: Buffer) => {
    exchange.received += chunk.length;
    onBytes();
  });
  server.on("data", (chunk: Buffer) => {
    exchange.sent += chunk.length;
    onBytes();
  });
  client.pipe(server).pipe(client);
  client.once("close", () => server.destroy());
  server.once("close", () => client.destroySoon());
  server.on("error", () => client.destroy());
}
