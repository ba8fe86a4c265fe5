import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import type { MessagePort } from "node:worker_threads";
import { systemClock } from "../shared/platform/clock.ts";

/** What the clients are to do. */
export interface Load {
  address: string;
  port: number;
  connections: number;
  /** After that many requests a client connects anew. */
  requestsPerConnection: number;
  ms: number;
}

/** What has come of it. */
export interface LoadResult {
  requests: number;
  handshakes: number;
  /** Anything but a complete answer with status 200. */
  failed: number;
}

/** The last bytes of every answer, by which a client knows that it is complete. */
const END = "the end.";
const BODY = `${"a line of an ordinary answer\n".repeat(35)}${END}`;
const REQUEST =
  "GET /path?query=1 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bench\r\nAccept: */*\r\nCookie: a=b\r\n\r\n";

/** Runs a backend and, for each load that comes in by message, clients that talk TLS with next to no overhead. */
export async function serveLoad(port: MessagePort) {
  const backend = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": BODY.length });
    response.end(BODY);
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  port.on("message", (load: Load) => void run(load).then((result) => port.postMessage(result)));
  port.postMessage({ backendPort: (backend.address() as AddressInfo).port });
}

async function run(load: Load): Promise<LoadResult> {
  const result: LoadResult = { requests: 0, handshakes: 0, failed: 0 };
  const endAt = systemClock.now() + load.ms;
  const client = async () => {
    while (systemClock.now() < endAt) await converse(load, endAt, result);
  };
  await Promise.all(Array.from({ length: load.connections }, client));
  return result;
}

/** One connection: request after request, until it has had its number or time is up. */
function converse(load: Load, endAt: number, result: LoadResult): Promise<void> {
  return new Promise((resolve) => {
    let left = load.requestsPerConnection;
    let answered = "";
    const socket = connect({
      host: load.address,
      port: load.port,
      servername: "www.example.com",
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
    });
    socket.setEncoding("latin1");
    socket.setNoDelay(true);
    const finish = () => {
      socket.removeAllListeners("close");
      socket.destroy();
      resolve();
    };
    socket.on("secureConnect", () => {
      result.handshakes += 1;
      socket.write(REQUEST);
    });
    socket.on("data", (text: string) => {
      answered += text;
      if (!answered.endsWith(END)) return;
      if (answered.startsWith("HTTP/1.1 200 ")) result.requests += 1;
      else result.failed += 1;
      answered = "";
      left -= 1;
      if (left <= 0 || systemClock.now() >= endAt) finish();
      else socket.write(REQUEST);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      result.failed += 1;
      resolve();
    });
  });
}
