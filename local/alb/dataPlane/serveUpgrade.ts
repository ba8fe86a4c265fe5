import { request as httpRequest, type IncomingMessage, STATUS_CODES } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { Connection } from "./connection.ts";
import type { ListenerTraffic } from "./contract.ts";
import { chooseDestination, type Destination } from "./destination.ts";
import { type Exchange, errorPage } from "./exchange.ts";
import { beginExchange, endExchange } from "./exchangeLife.ts";
import { endToEnd, type RawHeaders } from "./headers.ts";
import { idleTimer } from "./idleTimer.ts";
import type { Plane } from "./plane.ts";
import { factsOf } from "./requestFacts.ts";
import type { Site } from "./serveRequest.ts";
import { upstreamHeaders } from "./upstreamHeaders.ts";

/**
 * Hands a client that wants to leave HTTP (a WebSocket, for example) through to a server, without configuration. Once the
 * server agrees, bytes flow both ways until one side ends, or neither has said anything for the listener's
 * `requestTimeout`; a change of the listener does not touch them.
 */
export function serveUpgrade(
  { listener, route }: Site,
  plane: Plane,
  traffic: ListenerTraffic,
  connection: Connection,
  request: IncomingMessage,
  client: Socket,
  head: Buffer,
) {
  const exchange = beginExchange(listener, plane, traffic, connection, request);
  client.once("close", () => endExchange(exchange, plane, traffic));
  client.on("error", () => client.destroy());
  const facts = factsOf(exchange);
  const chosen = route(facts);
  const destination =
    chosen.type === "ForwardGroup" ? chooseDestination(chosen.serverGroupId, facts, plane) : undefined;
  if (destination === undefined) refuse(exchange, client, 503);
  else hand(exchange, client, head, destination, plane);
}

function hand(
  exchange: Exchange,
  client: Socket,
  head: Buffer,
  { server, secure, bindClient }: Destination,
  plane: Plane,
) {
  const { wireClock: clock } = plane;
  const { request, listener } = exchange;
  const upstream = { address: server.address, askedAt: clock.now() };
  exchange.upstream = upstream;
  const asked = (secure ? httpsRequest : httpRequest)({
    agent: server.agent,
    host: server.host,
    port: server.port,
    method: request.method ?? "GET",
    path: exchange.target,
    headers: [...upstreamHeaders(exchange), "Connection", "Upgrade", "Upgrade", request.headers.upgrade ?? ""],
  });
  const silence = idleTimer(clock, listener.requestTimeout * 1000, () => {
    if (exchange.status === undefined) refuse(exchange, client, 504);
    else client.destroy();
    asked.destroy();
  });
  const begin = (answered: IncomingMessage, headers: RawHeaders) => {
    const { statusCode = 502 } = answered;
    exchange.status = statusCode;
    exchange.upstream = { ...upstream, status: statusCode, answeredAt: clock.now() };
    client.write(responseHead(statusCode, bindClient([...endToEnd(answered.rawHeaders), ...headers])), "latin1");
  };
  asked.on("upgrade", (answered: IncomingMessage, socket: Socket, upstreamHead: Buffer) => {
    begin(answered, ["Connection", "Upgrade", "Upgrade", answered.headers.upgrade ?? ""]);
    join(client, socket, { head, upstreamHead, exchange, onBytes: silence.touch });
  });
  asked.on("response", (answered: IncomingMessage) => {
    begin(answered, ["Connection", "close"]);
    answered.on("data", (chunk: Buffer) => {
      exchange.sent += chunk.length;
      silence.touch();
    });
    answered.on("error", () => client.destroy());
    answered.pipe(client);
  });
  asked.on("error", () => {
    if (exchange.status === undefined) refuse(exchange, client, 502);
    else client.destroy();
  });
  server.active += 1;
  client.once("close", () => {
    silence.cancel();
    server.active -= 1;
    asked.destroy();
  });
  asked.end();
}

/** Both ways, until one side ends. */
function join(
  client: Socket,
  server: Socket,
  options: { head: Buffer; upstreamHead: Buffer; exchange: Exchange; onBytes: () => void },
) {
  const { head, upstreamHead, exchange, onBytes } = options;
  exchange.received += head.length;
  exchange.sent += upstreamHead.length;
  server.write(head);
  client.write(upstreamHead);
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

function refuse(exchange: Exchange, client: Socket, status: number) {
  const page = errorPage(status);
  exchange.status = status;
  exchange.sent = Buffer.byteLength(page);
  const fields = ["Content-Type", "text/html", "Content-Length", String(exchange.sent), "Connection", "close"];
  client.end(responseHead(status, fields) + page);
}

function responseHead(status: number, headers: RawHeaders): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n`;
  for (let at = 0; at < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return `${head}\r\n`;
}
