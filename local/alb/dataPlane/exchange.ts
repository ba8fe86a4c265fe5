import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { constants, type Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { ClientConnection } from "./connection.ts";
import type { ServedListener } from "./contract.ts";
import type { RawHeaders } from "./headers.ts";
import type { Trace } from "./trace.ts";

/** A request of a client and the answer that it gets, over HTTP/1.1 or HTTP/2. */
export interface Exchange {
  /** As configured when the request came. */
  readonly listener: ServedListener;
  readonly connection: ClientConnection;
  readonly request: IncomingMessage | Http2ServerRequest;
  /** Of the wire clock, in milliseconds. */
  readonly startedAt: number;
  /** Path and query, as the server behind is asked for them. */
  readonly target: string;
  readonly trace?: Trace;
  /** What the client was answered; undefined until then. */
  status?: number;
  /** Bytes of the request's body so far. */
  received: number;
  /** Bytes of the answer's body so far. */
  sent: number;
  upstream?: { address: string; askedAt: number; status?: number; answeredAt?: number };
}

/** Where an exchange's answer is written to. */
export type Response = ServerResponse | Http2ServerResponse;

/** Begins the answer. `Connection: close` is added while the listener is being stopped. */
export function startAnswer(exchange: Exchange, response: Response, status: number, headers: RawHeaders) {
  if (response instanceof Http2ServerResponse) {
    response.writeHead(status, collected(headers));
  } else {
    const isLast = exchange.connection.closing && status !== 101;
    response.writeHead(status, isLast ? [...headers, "Connection", "close"] : headers);
  }
  exchange.status = status;
}

/** Answers without asking a server. */
export function sendAnswer(
  exchange: Exchange,
  response: Response,
  status: number,
  content: { type: string; text: string; headers?: RawHeaders },
) {
  const { type, text, headers = [] } = content;
  const length = Buffer.byteLength(text);
  startAnswer(exchange, response, status, [...headers, "Content-Type", type, "Content-Length", String(length)]);
  const body = exchange.request.method === "HEAD" ? "" : text;
  exchange.sent = Buffer.byteLength(body);
  response.end(body);
}

/** Ends an answer so that the client can tell it from a complete one. */
export function breakOff(response: Response) {
  if (response instanceof Http2ServerResponse) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.destroy();
}

/** The page that ALB shows for an error of its own. */
export function answerError(exchange: Exchange, response: Response, status: number) {
  sendAnswer(exchange, response, status, { type: "text/html", text: albErrorPage(status) });
}

export function albErrorPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

/** HTTP/2 takes repeated fields as arrays, and names in lower case. */
function collected(raw: RawHeaders): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] as string).toLowerCase();
    const value = raw[at + 1] as string;
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}
