import { EventEmitter } from "node:events";
import http, { type RequestOptions } from "node:http";
import { Readable } from "node:stream";
import type { WireRequest, WireResponse } from "../../../local/wire/exchange.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { Invocation } from "./invocation.ts";

/** Who answers on a port, in whose time. */
interface Carrier {
  clock: Clock;
  /** `by` is the invocation whose request it is; undefined when it is the test's own. */
  answer: (request: WireRequest, by: Invocation | undefined) => Promise<WireResponse>;
}

/**
 * Carries HTTP requests to these loopback ports without sockets, which halves what a call of an official SDK costs; a
 * client's own timeout runs in simulated time. Everything else goes out as always. The returned function ends it.
 */
export function carryInMemory(ports: Map<number, Carrier>): () => void {
  for (const [port, carrier] of ports) carriers.set(port, carrier);
  http.request = request as typeof http.request;
  return () => {
    for (const port of ports.keys()) carriers.delete(port);
    if (carriers.size === 0) http.request = realRequest;
  };
}

/** Says whose the request is that was made last: to be called before it has left. */
export function claimRequest(by: Invocation | undefined): void {
  if (unclaimed !== undefined) unclaimed.by = by;
  unclaimed = undefined;
}

const carriers = new Map<number, Carrier>();
const realRequest = http.request;
let unclaimed: { by: Invocation | undefined } | undefined;

function request(...call: Parameters<typeof http.request>): unknown {
  const [options] = call as unknown as [RequestOptions | string | URL];
  const given = typeof options === "string" || options instanceof URL ? undefined : options;
  const carrier = carriers.get(Number(given?.port));
  return given === undefined || carrier === undefined ? realRequest(...call) : memoryRequest(given, carrier);
}

/** As much of a `ClientRequest` as the official clients use. */
function memoryRequest(options: RequestOptions, { clock, answer }: Carrier): EventEmitter {
  const sent: Buffer[] = [];
  // The clients' own timers are the machine's, and one that is left behind by a dead invocation would wake it in the midst
  // of a later run: they begin when a connection stands, so it stands when the answer is there.
  const socket = Object.assign(new EventEmitter(), { readyState: "opening" });
  const owner: { by: Invocation | undefined } = { by: undefined };
  unclaimed = owner;
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
    end(chunk?: string | Buffer | null) {
      if (chunk !== undefined && chunk !== null) sent.push(Buffer.from(chunk));
      process.nextTick(travel);
    },
  });

  function travel() {
    const { by } = owner;
    request.emit("socket", socket);
    const gaveUp = clock.after(options.timeout ?? NEVER_MS, () => close(() => request.emit("timeout")));
    void clock.hold(async (held) => {
      const response = await answer(wireRequest(options, Buffer.concat(sent), held), by);
      gaveUp();
      // Nothing reaches somebody who is dead.
      if (by?.dead === true) return;
      if (response.reset === true) return close(() => request.emit("error", hangUp()));
      const { status: statusCode, headers, body } = response;
      const incoming = Object.assign(new Readable({ read() {} }), { statusCode, headers, socket, req: request });
      incoming.push(body);
      incoming.push(null);
      close(() => {
        socket.emit("connect");
        request.emit("response", incoming);
      });
    });
    // Until it has an answer or has given up; the service may work on it for longer.
    void by?.waitingFor(closed);
  }

  return request;
}

const NEVER_MS = 3_600_000;

function wireRequest(options: RequestOptions, body: Buffer, clock: Clock): WireRequest {
  const { method = "GET", headers = {}, host, port } = options;
  const target = options.path ?? "/";
  const snapshot = target.indexOf("?");
  const lowerCase: Record<string, string> = { host: `${host}:${port}` };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lowerCase[name.toLowerCase()] = String(value);
  }
  return {
    method,
    path: snapshot < 0 ? target : target.slice(0, snapshot),
    rawQuery: snapshot < 0 ? "" : target.slice(snapshot + 1),
    headers: lowerCase,
    body,
    remoteAddress: "127.0.0.1",
    clock,
  };
}

function hangUp(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
