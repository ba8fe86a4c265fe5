import { createHash } from "node:crypto";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { withMessages } from "../../core/messages/withMessages.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { ApiAnswer, ApiHandler, Deployed } from "./apiCall.ts";
import type { CostMeter } from "./authentication/costMeter.ts";
import type { Identity } from "./authentication/identity.ts";
import type { RateLimiter } from "./authentication/rateLimiter.ts";
import { unauthenticated } from "./authentication/readToken.ts";
import { type ContractRoute, contractRoutes } from "./contract.ts";
import { handlers } from "./handlers/registry.ts";
import { type Problem, problemOf, RequestError } from "./problem.ts";
import { readBody, readQuery } from "./readParts.ts";
import { sayerFor } from "./sayerFor.ts";
import { forgetReads } from "./sharedReads.ts";

/** What an API is made of, beside its contract. */
interface ApiParts {
  /** Tells who calls, by the headers of a request. Throws `AlbflowError`. */
  readCaller: (headers: Record<string, string>) => Promise<Identity>;
  /** Counts each caller's requests, and those of addresses of which nobody knows who is behind. */
  callers: RateLimiter;
  anonymousLimiter: RateLimiter;
  /** Counts the calls to the cloud that each caller's requests have cost. */
  costs: CostMeter;
}

/** What comes with each request. */
export interface ApiBindings {
  deployed: () => Deployed;
  sourceIp: string;
  requestId: string;
  /** Takes what callers are not told. */
  log: (line: string) => void;
  /** Headers that tell the caller what is left to them; known once the caller is. */
  left?: Record<string, string>;
}

/** The API: every request of the contract, its caller known, its parts checked, every failure a problem document. */
export function createApi(parts: ApiParts): Hono<{ Bindings: ApiBindings }> {
  const api = new Hono<{ Bindings: ApiBindings }>();
  for (const route of contractRoutes()) {
    const handler = handlers[route.operationId];
    if (handler === undefined) throw new Error(`Nobody serves ${route.operationId}.`);
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    api.on(route.method, [VERSION + path, path], async (context) =>
      sent(context, route, await served(context, route, handler, parts)),
    );
  }
  api.notFound(async (context) => {
    const asked = context.req.path.replace(VERSION_BEFORE, "");
    const methods = contractRoutes().flatMap(({ path, method }) => (fits(path, asked) ? [method] : []));
    if (methods.length > 0 && context.req.method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { ...common(context.env), allow: allowed(methods) } });
    }
    const problem = problemOf(methods.length > 0 ? METHOD_UNKNOWN : PATH_UNKNOWN, await messagesFor(context));
    const refused = failed(context, problem);
    if (methods.length > 0) refused.headers.set("allow", allowed(methods));
    return refused;
  });
  api.onError(async (error, context) => {
    context.env.log(describeError(error));
    return failed(
      context,
      problemOf(error, await messagesFor(context)),
      error instanceof TooManyRequests ? error.retryAfterMs : RETRY_MS,
    );
  });
  return api;
}

/** For the log: what is no error of ours with all that is known of it. */
export function describeError(error: unknown): string {
  if (error instanceof AlbflowError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return [String(error.stack), ...(error.cause === undefined ? [] : [describeError(error.cause)])].join("\n");
}

type ApiContext = Context<{ Bindings: ApiBindings }>;

async function served(context: ApiContext, route: ContractRoute, handler: ApiHandler, parts: ApiParts) {
  const { req, env } = context;
  // Before anything is verified: checking signatures is work, too.
  admitted(parts.anonymousLimiter, env.sourceIp, env);
  const identity = route.open ? NOBODY : await parts.readCaller(req.header());
  if (!route.open) {
    admitted(parts.callers, identity.name, env);
    if (route.method === "GET") refuseWhileOwing(parts.costs, identity);
  }
  const query = readQuery(new URL(req.url).searchParams, route.query);
  const bytes = route.method === "GET" ? Buffer.alloc(0) : Buffer.from(await req.arrayBuffer());
  const body = readBody(bytes, req.header("content-type") ?? "", { schema: route.body, required: route.bodyRequired });
  const header = (name: string) => req.header(name) ?? "";
  const { operationId } = route;
  const path = req.param() as Record<string, string>;
  const charge = (calls: number) => parts.costs.charge(identity.name, calls);
  const spend = (calls: number) => {
    refuseWhileOwing(parts.costs, identity);
    charge(calls);
  };
  const costs = { charge, spend };
  const answer = await handler({
    identity,
    deployed: env.deployed(),
    path,
    query,
    body,
    header,
    operationId,
    ...costs,
  });
  if (route.method === "POST") forgetReads();
  return answer;
}

/** Who need not say who they are may do nothing that asks. */
const NOBODY: Identity = { name: "", kind: "machine", grants: [] };

class TooManyRequests extends RequestError {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(429, reason("too-many-requests", { seconds: Math.ceil(retryAfterMs / 1000) }));
    this.retryAfterMs = retryAfterMs;
  }
}

function refuseWhileOwing(costs: CostMeter, { name }: Identity): void {
  const wait = costs.waitOf(name);
  if (wait > 0) throw new TooManyRequests(wait);
}

function admitted(limiter: RateLimiter, caller: string, env: ApiBindings): void {
  if (caller === "") throw unauthenticated(reason("source-unknown"));
  const wait = limiter.take(caller);
  env.left = limiter.headersFor(caller);
  if (wait > 0) throw new TooManyRequests(wait);
}

async function sent(
  context: ApiContext,
  { method }: ContractRoute,
  { status, headers = {}, body }: ApiAnswer,
): Promise<Response> {
  const all = { ...common(context.env), ...headers };
  if (typeof body !== "object") {
    const type = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
    return new Response(body ?? null, { status, headers: { ...type, ...all } });
  }
  const said = withMessages(body, await messagesFor(context));
  const etag = method === "GET" ? { etag: etagOf(said) } : undefined;
  if (etag !== undefined && isKnown(context.req.header("if-none-match") ?? "", etag.etag)) {
    return new Response(null, { status: 304, headers: { ...all, ...etag } });
  }
  const type = { "content-type": "application/json; charset=utf-8" };
  return new Response(JSON.stringify(said), { status, headers: { ...type, ...all, ...etag } });
}

/** Weak: whenever the same is read again, it is the same. */
function etagOf(body: unknown): string {
  const text = JSON.stringify(body, (name, value) => (WHEN_READ.has(name) ? undefined : value));
  return `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

const WHEN_READ = new Set(["readAt", "ageSeconds"]);

function isKnown(ifNoneMatch: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || opaque(tag) === opaque(etag));
}

const messagesFor = ({ req }: ApiContext) => sayerFor(req.header("accept-language"));

function failed({ env }: ApiContext, problem: Problem, retryAfterMs = RETRY_MS): Response {
  const { status } = problem;
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      ...common(env),
      ...(status === 401 ? { "www-authenticate": 'Bearer realm="albflow"' } : {}),
      ...(status === 429 || status === 503 ? { "retry-after": String(Math.ceil(retryAfterMs / 1000)) } : {}),
    },
  });
}

/** Nothing here is for anybody's cache, nor to be taken for something else than it says. */
function common({ requestId, left = {} }: ApiBindings): Record<string, string> {
  return { "cache-control": "no-store", "x-content-type-options": "nosniff", "x-request-id": requestId, ...left };
}

/** What addresses begin with. Without it they are the same, for links that were sent before there was one. */
const VERSION = "/v1";
const VERSION_BEFORE = /^\/v1(?=\/)/;

const RETRY_MS = 2_000;

const PATH_UNKNOWN = new RequestError(404, reason("address-unknown"));
const METHOD_UNKNOWN = new RequestError(405, reason("method-unknown"));

/** Where GET is answered, so is HEAD. */
function allowed(methods: string[]): string {
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function fits(path: string, given: string): boolean {
  const pattern = path.split("/");
  const parts = given.split("/");
  return (
    pattern.length === parts.length && pattern.every((part, index) => part.startsWith("{") || part === parts[index])
  );
}
