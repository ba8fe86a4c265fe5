import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { systemClock } from "../../shared/platform/clock.ts";
import type { LocalCloud } from "../cloud.ts";
import { ROOT_KEY } from "../ram/ram.ts";
import { matchPath } from "../rest/matchPath.ts";
import { CloudError } from "../wire/cloudError.ts";
import { originGuard } from "../wire/originGuard.ts";
import { customDomainProxy } from "./customDomainProxy.ts";
import { type AdminRoute, type EventStream, isEventStream } from "./route.ts";
import { adminRoutes } from "./routes.ts";

/** The API about the local cloud itself, which the cloud that it plays does not have. */
interface Admin {
  port: number;
  /** Stops listening and closes every connection, streams included. */
  close(): Promise<void>;
}

/**
 * Serves the admin API on loopback, below `/local`: JSON in and out, errors as `{ code, message }`. It is for programs and
 * people of this machine: no page of another site can use it, by whatever name it calls this machine. Everything else is
 * passed on to the function `front`, where there is one. In a cloud with a key pair of its own, the secret must come with
 * each request, as `authorization: Bearer <secret>`: other users of the machine can reach this port as well.
 *
 * Errors: rejects with the system's error when the port cannot be had.
 */
export async function openAdmin(
  cloud: LocalCloud,
  { port, front }: { port: number; front?: string | undefined },
): Promise<Admin> {
  const routes = adminRoutes(cloud);
  const passOn = front === undefined ? undefined : customDomainProxy(cloud.endpoints.fc, front);
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void exchange(cloud, routes, request, response, passOn);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const LARGEST_BODY = 1024 * 1024;
const HEARTBEAT_MS = 15_000;

async function exchange(
  cloud: LocalCloud,
  routes: AdminRoute[],
  request: IncomingMessage,
  response: ServerResponse,
  passOn: ReturnType<typeof customDomainProxy> | undefined,
) {
  try {
    const isPage = passOn !== undefined && !/^\/local(?:[/?]|$)/.test(request.url ?? "");
    originGuard({ headers: request.headers, method: request.method, scheme: "http" }, isPage);
    if (isPage) return await passOn(request, response);
    const url = new URL(request.url ?? "/", "http://local");
    refuseWithoutSecret(cloud, request);
    const { route, parameters } = routeOf(routes, request.method ?? "GET", url.pathname);
    const body = await bodyOf(request);
    const answer = await route.answer({ parameters, query: Object.fromEntries(url.searchParams), body });
    await cloud.untilKept();
    if (isEventStream(answer)) stream(answer, response);
    else send(response, 200, answer);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    const known = error instanceof CloudError;
    if (!known) console.error("local cloud: unexpected failure of the admin API:", error);
    const { status, code, message } = known
      ? error
      : { status: 500, code: "InternalError", message: "The local cloud has failed; its own output says why." };
    send(response, status, { code, message });
  }
}

/** Throws `CloudError` 401 when a request does not show the secret of a cloud that has one. */
function refuseWithoutSecret({ rootKey }: LocalCloud, { headers }: IncomingMessage) {
  if (rootKey.accessKeySecret === ROOT_KEY.accessKeySecret) return;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const shown = digest(headers.authorization ?? "");
  if (timingSafeEqual(shown, digest(`Bearer ${rootKey.accessKeySecret}`))) return;
  throw new CloudError(
    401,
    "SecretNeeded",
    "This local cloud has keys of its own. Send its secret as authorization: Bearer <secret>; it was shown at the start.",
  );
}

function routeOf(routes: AdminRoute[], method: string, path: string) {
  const fitting = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (fitting.length === 0) {
    const known = routes.map((route) => `${route.method} ${route.path}`).join(", ");
    throw new CloudError(404, "NotFound", `There is nothing at ${path}. There is: ${known}.`);
  }
  const methods = fitting.map(({ route }) => route.method).join(" and ");
  throw new CloudError(405, "MethodNotAllowed", `${path} takes ${methods}, not ${method}.`);
}

/** The JSON body; undefined when there is none. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size === 0) return undefined;
  if (size > LARGEST_BODY) throw new CloudError(413, "TooLarge", `The body exceeds ${LARGEST_BODY} bytes.`);
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    throw new CloudError(415, "NotJson", "Send the body as content-type: application/json.");
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    throw new CloudError(
      400,
      "NotJson",
      `The body is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
    );
  }
}

function send(response: ServerResponse, status: number, value: unknown) {
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    ...HEADERS,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** Server-sent events, one JSON value each; a comment now and then keeps the connection from looking dead. */
function stream(events: EventStream, response: ServerResponse) {
  response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
  response.write(": the local cloud is listening\n\n");
  const stop = events.stream((value) => void response.write(`data: ${JSON.stringify(value)}\n\n`));
  let cancel = () => {};
  const beat = () => {
    cancel = systemClock.after(HEARTBEAT_MS, () => {
      response.write(":\n\n");
      beat();
    });
  };
  beat();
  response.on("close", () => {
    cancel();
    stop();
  });
}
