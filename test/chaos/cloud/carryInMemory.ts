import { EventEmitter } from "node:events";
import http, { type RequestOptions } from "node:http";
import { Readable } from "node:stream";
import type { WireRequest, WireService } from "../../../local/wire/exchange.ts";
import type { Clock } from "../../../shared/clock.ts";
import { currentInvocation } from "./invocation.ts";

/** Who answers on a port, in whose time. */
export interface Carrier {
  service: Pick<WireService, "handle">;
  clock: Clock;
}

/**
 * Carries HTTP requests to these loopback ports without sockets, which halves what a call of an official SDK costs; a
 * client's own timeout runs in simulated time. Everything else goes out as always. The returned function ends it.
 */
export function carryInMemory(ports: Map<number, Carrier>): () => void {
  for (const [port, carrier] of ports) carriers.set(port, carrier);
  if (carriers.size === ports.size) http.request = request as typeof http.request;
  return () => {
    for (const port of ports.keys()) carriers.delete(port);
    if (carriers.size === 0) http.request = realRequest;
  };
}

const carriers = new Map<number, Carrier>();
const realRequest = http.request;

function request(...call: Parameters<typeof http.request>): unknown {
  const [options] = call as unknown as [RequestOptions | string | URL];
  const given = typeof options === "string" || options instanceof URL ? undefined : options;
  const carrier = carriers.get(Number(given?.port));
  return given === undefined || carrier === undefined ? realRequest(...call) : memoryRequest(given, carrier);
}

/** As much of a `ClientRequest` as the official clients use. */
function memoryRequest(options: RequestOptions, { service, clock }: Carrier): EventEmitter {
  const sent: Buffer[] = [];
  const socket = { readyState: "open" };
  const invocation = currentInvocation();
  let isOpen = true;
  let settle = () => {};
  const closed = new Promise<void>((done) => {
    settle = done;
  });
  const close = (last?: () => void) => {
    if (!isOpen) return;
    isOpen = false;
    last?.();
    request.emit("close");
    settle();
  };
  const request = Object.assign(new EventEmitter(), {
    method: options.method,
    path: options.path,
    write: (chunk: string | Buffer) => sent.push(Buffer.from(chunk)) > 0,
    setTimeout: () => request,
    abort: () => close(),
    destroy: () => close(),
    end(chunk?: string | Buffer) {
      if (chunk !== undefined && chunk.length > 0) sent.push(Buffer.from(chunk));
      process.nextTick(() => travel());
    },
  });

  function travel() {
    request.emit("socket", socket);
    const gaveUp = clock.after(options.timeout ?? NEVER_MS, () => close(() => request.emit("timeout")));
    void clock.hold(async (held) => {
      const response = await service.handle(wireRequest(options, Buffer.concat(sent), held));
      gaveUp();
      // Nothing reaches somebody who is dead.
      if (invocation?.dead === true) return;
      if (response.reset === true) return close(() => request.emit("error", hangUp()));
      const { status: statusCode, headers, body } = response;
      const answer = Object.assign(new Readable({ read() {} }), { statusCode, headers, socket, req: request });
      answer.push(body);
      answer.push(null);
      close(() => request.emit("response", answer));
    });
    // Until it has an answer or has given up; the service may work on it for longer.
    void invocation?.waitingFor(closed);
  }

  return request;
}

const NEVER_MS = 3_600_000;

function wireRequest(options: RequestOptions, body: Buffer, clock: Clock) {
  const { method = "GET", headers = {}, host, port } = options;
  const target = options.path ?? "/";
  const mark = target.indexOf("?");
  const lowerCase: Record<string, string> = { host: `${host}:${port}` };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lowerCase[name.toLowerCase()] = String(value);
  }
  return {
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery: mark < 0 ? "" : target.slice(mark + 1),
    headers: lowerCase,
    body,
    remoteAddress: "127.0.0.1",
    clock,
  } satisfies WireRequest;
}

function hangUp(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
