import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import type { Alidns } from "../alidns.ts";

/** A name server that listens, and how to stop it. */
export interface DnsServer {
  port: number;
  close(): Promise<void>;
}

interface ListenDnsOptions {
  port: number;
  host?: string;
  /** What an answer waits for, so that it does not tell what may be lost; when it rejects, there is none. */
  safe?: () => Promise<void> | undefined;
}

/**
 * Lets the name servers of a DNS service be asked, over UDP and TCP on one loopback port. Rejects with the system's
 * error (EADDRINUSE) when the port cannot be had.
 */
export async function listenDns(
  alidns: Pick<Alidns, "answer">,
  { port, host = "127.0.0.1", safe = () => undefined }: ListenDnsOptions,
): Promise<DnsServer> {
  const open = new Set<Socket>();
  const tcp = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    serveStream(socket, alidns, safe);
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once("error", reject);
    tcp.listen(port, host, () => resolve());
  });
  const address = tcp.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  const closeTcp = () => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((resolve) => tcp.close(() => resolve()));
  };
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    const answer = alidns.answer(message, "udp");
    if (answer !== undefined) onceSafe(safe, () => udp.send(answer, from.port, from.address));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      udp.once("error", reject);
      udp.bind(taken, host, () => resolve());
    });
  } catch (error) {
    await closeTcp();
    throw error;
  }
  // An asker that has gone makes later sends fail; that is its own business.
  udp.on("error", () => {});
  return {
    port: taken,
    async close() {
      await Promise.all([closeTcp(), new Promise<void>((resolve) => udp.close(() => resolve()))]);
    },
  };
}

function onceSafe(safe: () => Promise<void> | undefined, send: () => void) {
  const waiting = safe();
  if (waiting === undefined) send();
  else waiting.then(send, () => {});
}

/** Over TCP each message stands behind its length (RFC 1035 §4.2.2). */
function serveStream(socket: Socket, alidns: Pick<Alidns, "answer">, safe: () => Promise<void> | undefined) {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const answer = alidns.answer(pending.subarray(2, end), "tcp");
      pending = pending.subarray(end);
      if (answer === undefined) return void socket.destroy();
      onceSafe(safe, () =>
        socket.write(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer])),
      );
    }
  });
}
