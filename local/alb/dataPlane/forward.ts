import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { Http2ServerRequest } from "node:http2";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { Clock } from "../../../shared/platform/clock.ts";
import { gzipFor } from "./compression.ts";
import type { Destination } from "./destination.ts";
import { answerError, breakOff, type Exchange, type Response, startAnswer } from "./exchange.ts";
import { endToEnd, type RawHeaders } from "./headers.ts";
import { idleTimer } from "./idleTimer.ts";
import { joinSockets, type Upgrade } from "./upgrade.ts";
import { upstreamHeaders } from "./upstreamHeaders.ts";

/**
 * Sends a request on to a server and streams the answer back; neither is held in memory.
 *
 * The client sees 502 when the server refuses, resets or talks nonsense, 504 when it is silent for the listener's
 * `requestTimeout`, 408 when the client itself stops sending. An answer that breaks off breaks off for the client too.
 *
 * @param upgrade The client asks for a WebSocket. When the server agrees, the two are joined; they are parted when
 * neither has said anything for `requestTimeout`.
 */
export function forward(
  exchange: Exchange,
  response: Response,
  destination: Destination,
  clock: Clock,
  upgrade?: Upgrade,
) {
  const { request, listener } = exchange;
  const { server } = destination;
  const sendsBody = upgrade === undefined && hasBody(request);
  const upstream: NonNullable<Exchange["upstream"]> = { address: server.address, askedAt: clock.now() };
  exchange.upstream = upstream;
  let closed = false;

  const fail = (status: number) => {
    if (closed || response.writableEnded) return;
    if (exchange.status === undefined) answerError(exchange, response, status);
    else if (upgrade === undefined) breakOff(response);
    else upgrade.client.destroy();
  };
  const silence = idleTimer(clock, listener.requestTimeout * 1000, () => {
    fail(sendsBody && !request.complete ? 408 : 504);
    asked.destroy();
  });
  /** Fields or a status of the server that HTTP does not allow make node:http throw. */
  const orBadGateway = (act: () => void) => {
    try {
      act();
    } catch {
      fail(502);
      asked.destroy();
    }
  };
  const note = ({ statusCode = 0 }: IncomingMessage) => {
    upstream.status = statusCode;
    upstream.answeredAt = clock.now();
  };
  const onAnswer = (answered: IncomingMessage) => {
    note(answered);
    answered.on("error", () => fail(502));
    orBadGateway(() => passOn(exchange, answered, response, destination, silence.touch));
  };
  const ask = (): ClientRequest => {
    const asking = upstreamRequest(exchange, destination, sendsBody, upgrade);
    asking.on("response", onAnswer);
    asking.on("error", () => {
      // The server has closed an idle connection just as we took it up; what may be asked twice is asked again.
      const isStale = asking.reusedSocket && exchange.status === undefined && !closed;
      if (isStale && !sendsBody && IDEMPOTENT.has(request.method ?? "")) asked = ask();
      else fail(502);
    });
    // A server that switches protocols unasked: node:http hangs up and says no more.
    asking.once("close", () => asked === asking && exchange.status === undefined && fail(502));
    if (upgrade !== undefined) {
      asking.on("upgrade", (answered: IncomingMessage, socket: Socket, serverHead: Buffer) => {
        note(answered);
        const headers = destination.bindClient(endToEnd(answered.rawHeaders));
        orBadGateway(() => {
          startAnswer(exchange, upgrade.response, 101, [...headers, ...switching(answered)]);
          upgrade.response.flushHeaders();
          joinSockets(upgrade, socket, { exchange, serverHead, onBytes: silence.touch });
        });
      });
    }
    if (!sendsBody) asking.end();
    return asking;
  };
  let asked = ask();

  if (sendsBody) {
    request.on("data", (chunk: Buffer) => {
      exchange.received += chunk.length;
      silence.touch();
    });
    request.pipe(asked);
    // What an early answer does not read must not block the connection.
    asked.once("close", () => request.unpipe(asked).resume());
  }
  server.active += 1;
  (upgrade?.client ?? response).once("close", () => {
    closed = true;
    silence.cancel();
    server.active -= 1;
    if (!response.writableEnded) asked.destroy();
  });
}

function passOn(
  exchange: Exchange,
  answered: IncomingMessage,
  response: Response,
  { bindClient }: Destination,
  onBytes: () => void,
) {
  const { statusCode = 502 } = answered;
  const gzip = gzipFor(exchange, answered);
  const headers = bindClient(endToEnd(answered.rawHeaders, gzip?.replaced));
  if (gzip !== undefined) headers.push(...gzip.headers);
  startAnswer(exchange, response, statusCode, headers);
  const body = gzip === undefined ? answered : answered.on("data", onBytes).pipe(gzip.stream);
  body.on("data", (chunk: Buffer) => {
    exchange.sent += chunk.length;
    onBytes();
  });
  body.pipe(response);
  if (gzip !== undefined) response.once("close", () => gzip.stream.destroy());
}

function upstreamRequest(
  exchange: Exchange,
  { server, secure }: Destination,
  sendsBody: boolean,
  upgrade?: Upgrade,
): ClientRequest {
  const { request, target } = exchange;
  return (secure ? httpsRequest : httpRequest)({
    agent: server.agent,
    host: server.host,
    port: server.port,
    method: request.method ?? "GET",
    path: target,
    headers: upstreamHeaders(exchange).concat(upgrade === undefined ? framing(request, sendsBody) : switching(request)),
  });
}

/** `Upgrade` as the other side has sent it; it is hop-by-hop, so `Connection` names it anew. */
function switching({ headers }: Pick<IncomingMessage, "headers">): RawHeaders {
  return ["Connection", "Upgrade", "Upgrade", headers.upgrade ?? ""];
}

function hasBody(request: Exchange["request"]): boolean {
  if (request instanceof Http2ServerRequest) return !request.stream.endAfterHeaders;
  const { "transfer-encoding": encoding, "content-length": length = "0" } = request.headers;
  return encoding !== undefined || length !== "0";
}

/** How long the body is, where the client's own fields do not say it to an HTTP/1.1 server. */
function framing(request: Exchange["request"], sendsBody: boolean): RawHeaders {
  if (request.headers["content-length"] !== undefined) return [];
  if (sendsBody) return ["Transfer-Encoding", "chunked"];
  return METHODS_WITH_BODY.has(request.method ?? "") ? ["Content-Length", "0"] : [];
}

const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);
