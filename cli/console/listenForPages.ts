import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { functionFolder } from "../../deployment/builtFunctions.ts";
import { cliMessages } from "../../deployment/language.ts";
import { clock } from "../../shared/platform/clock.ts";
import type { FcContext, Handler } from "../../shared/platform/functionCompute.ts";
import type { HttpAnswer, HttpEvent } from "../../shared/platform/httpTrigger.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";

/**
 * Serves the built function `api` on 127.0.0.1, as Function Compute would, with these keys. A page of another site can neither read nor
 * send anything: the host must be this very address, and what comes from elsewhere is refused. `token` makes what the browser keeps
 * in its cookie; it gets one for the secret in the address, which counts once.
 */
export async function listenForPages(options: {
  session: Session;
  port: number;
  token: (now: number) => Promise<string>;
}): Promise<{ address: string; close(): Promise<void> }> {
  const load = createRequire(import.meta.url);
  const { handler } = load(join(functionFolder("./dist/functions/api"), "index.js")) as {
    handler: Handler<HttpAnswer>;
  };
  const once = randomBytes(24).toString("base64url");
  let isUsed = false;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      if (!response.headersSent) response.writeHead(500, PLAIN);
      response.end();
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(options.port, "127.0.0.1", listening);
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, why: Reason) =>
      void response.writeHead(status, PLAIN).end(`${cliMessages().sentences(why)}\n`);
    const { headers, method = "GET", url = "/" } = request;
    // A name that leads to this machine may be anybody's.
    if (headers.host !== host) return refuse(421, reason("console-not-here", { host }));
    const site = headers["sec-fetch-site"] ?? "none";
    if (headers.origin !== undefined && headers.origin !== `http://${host}`) return refuse(403, reason("form-foreign"));
    if (site !== "same-origin" && site !== "none") return refuse(403, reason("form-foreign"));
    if (url === "/") return void response.writeHead(303, { location: "/console" }).end();
    if (url.startsWith("/once/")) {
      if (isUsed || method !== "GET" || !isSame(url.slice("/once/".length), once)) {
        return refuse(403, reason("console-address-used"));
      }
      isUsed = true;
      const body = new URLSearchParams({ token: await options.token(clock.now()) }).toString();
      const form = { host, origin: `http://${host}`, "content-type": "application/x-www-form-urlencoded" };
      return send(response, await handled(eventOf("POST", "/console/sign-in", form, Buffer.from(body))));
    }
    const body = await buffer(request);
    send(response, await handled(eventOf(method, url, joined(request), body)));
  }

  const handled = (event: HttpEvent) => handler(Buffer.from(JSON.stringify(event)), contextOf(options.session));
  return {
    address: `http://${host}/once/${once}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function joined({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value]],
    ),
  );
}

/** A request as an HTTP trigger hands it over (functionCompute.md §5). */
function eventOf(method: string, url: string, headers: Record<string, string>, body: Buffer): HttpEvent {
  const [rawPath = "/", query = ""] = url.split(/\?(.*)/s);
  return {
    version: "v1",
    rawPath,
    body: body.toString("base64"),
    isBase64Encoded: true,
    headers,
    queryParameters: Object.fromEntries(new URLSearchParams(query)),
    requestContext: {
      requestId: randomUUID(),
      domainName: headers.host ?? "",
      http: { method, sourceIp: "127.0.0.1" },
    },
  };
}

function contextOf({ credentials, region, accountId }: Session): FcContext {
  return {
    requestId: randomUUID(),
    credentials,
    function: { name: "console", handler: "index.handler", memory: 256, timeout: 60 },
    region,
    accountId,
    logger: { debug() {}, info() {}, log() {}, warn: console.error, error: console.error },
  };
}

function send(response: ServerResponse, { statusCode, headers, body, isBase64Encoded }: HttpAnswer): void {
  response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}
