import { createHash } from "node:crypto";
import { jsonAnswer, type RestCall, type RestRoute } from "../../rest/restService.ts";
import { whileWaiting } from "../../rest/whileWaiting.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { WireRequest, WireResponse } from "../../wire/exchange.ts";
import type { InvocationResult } from "../invocation.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { FunctionRecord, TriggerRecord } from "../state.ts";
import { boundRoute } from "./customDomain.ts";
import { httpEvent } from "./httpEvent.ts";
import { checkJwtConfig, type JwtConfig, passedClaims } from "./jwt.ts";

/** The configuration of an HTTP trigger (functionCompute.md §4). */
interface HttpTriggerConfig {
  authType: "anonymous" | "function" | "jwt";
  methods: string[];
  authConfig?: JwtConfig;
}

const METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];

/** Throws `CloudError` InvalidArgument when an HTTP trigger is not configured as the service wants it. */
export function checkHttpTrigger({ triggerConfig }: TriggerRecord): void {
  const { authType, methods = [], authConfig } = triggerConfig as unknown as Partial<HttpTriggerConfig>;
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `triggerConfig: ${what}.`);
  if (authType !== "anonymous" && authType !== "function" && authType !== "jwt") {
    throw refuse("authType must be anonymous, function or jwt");
  }
  if (!Array.isArray(methods) || methods.length === 0 || !methods.every((method) => METHODS.includes(method))) {
    throw refuse(`methods must be some of ${METHODS.join(", ")}`);
  }
  if (authType === "jwt") checkJwtConfig(authConfig);
}

/** The first label of a function's own domain, as `<label>.fc.localhost`; the cloud's is `<label>.<region>.fcapp.run`. */
export function domainPrefix(accountId: string, functionName: string): string {
  const digest = createHash("sha1").update(`${accountId}/${functionName}`).digest("hex");
  const letters = digest.replace(/\d/g, (digit) => String.fromCharCode(103 + Number(digit))).slice(0, 10);
  return `${functionName
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 40)}-${letters}`;
}

/**
 * Where requests to HTTP triggers arrive: at the function's own domain, at domains that are bound to it, or, for clients
 * whose resolver does not know `*.localhost`, under `/proxy/<function>/` of the service itself, which is the function's own
 * domain by another name.
 */
export function httpTriggerRoutes(serviceContext: FcServiceContext): RestRoute[] {
  const byDomain = (label: string) =>
    [...serviceContext.state.functions.values()].find(
      ({ config }) => domainPrefix(serviceContext.context.accountId, config.functionName) === label,
    );
  const route = { method: "*", action: "HttpTrigger" };
  const onOwnDomain = async (call: RestCall, record: FunctionRecord | undefined, path: string) =>
    asAttachment(await serve(serviceContext, call, { record, path }));
  return [
    {
      ...route,
      path: "/{path*}",
      when: ({ bound }) => bound !== "",
      answer(call) {
        const { bound = "" } = call.parameters;
        const route = boundRoute(serviceContext, bound, call.request);
        const record = serviceContext.state.functions.get(route.functionName);
        const { qualifier } = route;
        return serve(serviceContext, call, { record, path: call.request.path, domainName: bound, qualifier });
      },
    },
    {
      ...route,
      path: "/{path*}",
      when: ({ domain }) => domain !== "",
      answer: (call) => onOwnDomain(call, byDomain(call.parameters.domain ?? ""), call.request.path),
    },
    {
      ...route,
      path: "/proxy/{name}/{path*}",
      async answer(call) {
        const { name = "", path = "" } = call.parameters;
        const answer = await onOwnDomain(call, serviceContext.state.functions.get(name), `/${path}`);
        const { location = "" } = answer.headers;
        // A place on the function's own domain is here below the function's name.
        if (!/^\/(?!\/)/.test(location)) return answer;
        return { ...answer, headers: { ...answer.headers, location: `/proxy/${name}${location}` } };
      },
    },
  ];
}

/**
 * An answer as it leaves a function's own domain: browsers save it instead of showing it, and no function can change that
 * (real-cloud.md FB1).
 */
function asAttachment(answer: WireResponse): WireResponse {
  return { ...answer, headers: { ...answer.headers, "content-disposition": "attachment" } };
}

/** What a request may have: bytes of all its headers, and of path and query; of the body `MAX_SYNC_BODY` (real-cloud.md FR7). */
const MAX_HEADERS = 8 * 1024;
const MAX_PATH = 4 * 1024;

function refuseTooLong({ headers, path, rawQuery }: WireRequest): void {
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `The ${what} of the request are too long.`);
  const size = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`),
    0,
  );
  if (size > MAX_HEADERS) throw refuse("headers");
  if (Buffer.byteLength(path) + Buffer.byteLength(rawQuery) > MAX_PATH) throw refuse("path and query");
}

/** The label of a request's host when it is a function's domain, else empty. */
export function triggerDomain({ headers }: Pick<WireRequest, "headers">): string {
  return /^([\w-]+)\.fc\.localhost(?::\d+)?$/i.exec(headers.host ?? "")?.[1]?.toLowerCase() ?? "";
}

async function serve(
  serviceContext: FcServiceContext,
  { request, requestId, query }: RestCall,
  called: { record: FunctionRecord | undefined; path: string; domainName?: string; qualifier?: string | undefined },
): Promise<WireResponse> {
  const { record, path } = called;
  refuseTooLong(request);
  const trigger = record?.triggers.find(({ triggerType }) => triggerType === "http");
  if (record === undefined || trigger === undefined) {
    throw new CloudError(404, "TriggerNotFound", "There is no function with an HTTP trigger here.");
  }
  const { functionName } = record.config;
  const config = trigger.triggerConfig as unknown as HttpTriggerConfig;
  if (!config.methods.includes(request.method)) {
    // As it was seen of the cloud, though HTTP has 405 for it (real-cloud.md FR16).
    throw new CloudError(403, "FcCommonError", `The method ${request.method} is not allowed by the HTTP trigger.`);
  }
  const claims = admit(serviceContext, functionName, config, request, query, path);
  const { accountId, region, clock } = serviceContext.context;
  const label = domainPrefix(accountId, functionName);
  const { host: _host, ...others } = request.headers;
  const hasHost = serviceContext.context.realities?.is("http-headers", "Host is not among them") !== true;
  const event = httpEvent({
    request: { ...request, headers: { ...(hasHost ? request.headers : others), ...claims } },
    isDecoded: serviceContext.context.realities?.is("query-decoded", "not decoded") !== true,
    query,
    path,
    requestId,
    accountId,
    domainPrefix: label,
    domainName: called.domainName ?? `${label}.${region}.fcapp.run`,
    now: clock.now(),
  });
  const asynchronous = request.headers["x-fc-invocation-type"] === "Async";
  const { qualifier = trigger.qualifier } = called;
  const body = Buffer.from(JSON.stringify(event));
  const work = serviceContext.perform({ functionName, qualifier, body, asynchronous, requestId });
  return asynchronous ? work : httpAnswer(await whileWaiting(request.clock, work));
}

/** Lets a request pass or throws. The claims of a token that are to be passed on become headers. */
function admit(
  { context }: FcServiceContext,
  functionName: string,
  { authType, authConfig }: HttpTriggerConfig,
  request: WireRequest,
  query: Record<string, string>,
  path: string,
): Record<string, string> {
  if (authType === "anonymous") return {};
  if (authType === "jwt")
    return passedClaims(authConfig ?? { jwks: { keys: [] } }, request, query, path, context.clock.now());
  // functionCompute.md A3: the newer signature only.
  if (request.headers.authorization?.startsWith("ACS3-") !== true) {
    throw new CloudError(403, "AccessDenied", "The request to this HTTP trigger must be signed with ACS3-HMAC-SHA256.");
  }
  const identity = context.ram.authenticate(request);
  const arn = `acs:fc:${context.region}:${context.accountId}:functions/${functionName}`;
  context.ram.authorise(identity, "fc:InvokeFunction", arn, { "acs:SourceIp": request.remoteAddress });
  return {};
}

/** The function's answer as HTTP. One that is not of the full shape is sent as JSON (functionCompute.md A2). */
function httpAnswer({ headers, body }: InvocationResult): WireResponse {
  const error = headers["x-fc-error-type"];
  if (error !== undefined) {
    return { status: 502, headers: { "content-type": "application/json", "x-fc-error-type": error }, body };
  }
  const answer = parsed(body);
  if (answer?.statusCode === undefined) return { ...jsonAnswer({}), body };
  const given = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: Number(answer.statusCode),
    headers: Object.fromEntries(given) as Record<string, string>,
    body: Buffer.from(answer.body ?? "", answer.isBase64Encoded === true ? "base64" : "utf8"),
  };
}

interface HttpAnswer {
  statusCode?: number;
  headers?: Record<string, unknown>;
  isBase64Encoded?: boolean;
  body?: string;
}

/** Undefined when it is no answer that HTTP can carry. */
function parsed(body: Buffer): HttpAnswer | undefined {
  try {
    const answer = JSON.parse(body.toString("utf8")) as HttpAnswer | null;
    const status = Number(answer?.statusCode);
    const isText = answer?.body === undefined || typeof answer.body === "string";
    return answer !== null && Number.isInteger(status) && status >= 200 && status <= 599 && isText ? answer : undefined;
  } catch {
    return undefined;
  }
}
