import type { CallRecord, CloudContext } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import { denial } from "../ram/denial.ts";
import { decodePairs } from "../ram/signatures/encoding.ts";
import { newUuid } from "../rpc/ids.ts";
import { ConnectionLost, injectFault } from "../rpc/injectFault.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/exchange.ts";
import { named, notEmulated } from "../wire/notEmulated.ts";
import { matchPath } from "./matchPath.ts";

/** One operation of a service whose API is made of methods and paths (the ROA style of FC and SLS). */
export interface RestRoute {
  method: string;
  /** `/logstores/{logstore}/shards/{shard}`; a part in braces matches one segment, `{rest*}` all that follow. */
  path: string;
  /** Parameters that tell operations on one path apart: `{ type: ["log", "logs"] }`. */
  query?: Record<string, string[]>;
  /** A further condition on the parameters, for operations that differ by the host alone. */
  when?: (parameters: Record<string, string>) => boolean;
  /** As RAM and the call log name it, without the service: `GetLogStoreLogs`. */
  action: string;
  /** What RAM is asked about, after `acs:log:<region>:<account>:`. Absent: the route checks for itself. */
  resource?: (parameters: Record<string, string>) => string;
  /** The whole ARNs of what else the call must be allowed on. */
  also?: (parameters: Record<string, string>, query: Record<string, string>) => string[];
  answer: (call: RestCall) => WireResponse | Promise<WireResponse>;
}

/** A call as a route sees it: authenticated and authorised. */
export interface RestCall {
  request: WireRequest;
  /** The parts in braces, decoded, and what the product reads from the host. */
  parameters: Record<string, string>;
  query: Record<string, string>;
  /** The account itself on routes without a resource that have not asked for a signature. */
  identity: RamIdentity;
  requestId: string;
  /** A fault: what is changed takes effect so many milliseconds after it is answered. */
  lagMs?: number;
}

/** What the dispatcher must know of a service. */
interface RestProduct {
  service: CallRecord["service"];
  /** `log` in `log:GetLogStoreLogs` and `acs:log:…`. */
  ramPrefix: string;
  routes: RestRoute[];
  /** Parameters that are not in the path, like SLS's project in the host. */
  parametersOf?: (request: WireRequest) => Record<string, string>;
  /** How it refuses what is no call of its API at all; undefined for what is one that is not emulated. */
  noRoute?: (request: WireRequest) => CloudError | undefined;
  /** Writes a refusal as this service's clients expect it. */
  refusal: (error: CloudError, requestId: string, request: WireRequest) => WireResponse;
  /** How it refuses a caller who asks too much. */
  throttled: CloudError;
  requestIdHeader: string;
  /** What ActionTrail calls the product, and which parameters it shows of a call; undefined for those it leaves out. */
  trailed?: { product: string; host: string; parametersOf: (call: TrailedRest) => Record<string, string> | undefined };
  /** Notes what a call may have changed, for the keeper; to be called when it is over, well or not. */
  noteChanges?: (route: RestRoute) => void;
  /** Absent: UUIDs in upper case. */
  newRequestId?: () => string;
}

/** A call as far as ActionTrail can show it. */
type TrailedRest = Pick<RestRoute, "method" | "action"> & { parameters: Record<string, string> };

/** Serves a product: route → signature → RAM → fault → answer. Every answer carries the request id. */
export function createRestService(
  product: RestProduct,
  context: CloudContext,
): WireService & { actions: string[]; close(): void } {
  const closing = new AbortController();

  async function perform(request: WireRequest, record: CallRecord, trailed: Trailed): Promise<WireResponse> {
    const query = Object.fromEntries(decodePairs(request.rawQuery));
    const found = findRoute(product.routes, request, query, product.parametersOf?.(request) ?? {});
    if (found === undefined) {
      record.action = named(`${request.method} ${request.path}`);
      throw product.noRoute?.(request) ?? notEmulated(product.service, record.action);
    }
    const { route, parameters } = found;
    record.action = route.action;
    const identity = authenticated(context, route, request);
    record.caller = identity.roleName ?? identity.accessKeyId;
    const shown = product.trailed?.parametersOf({ method: route.method, action: route.action, parameters });
    if (shown !== undefined) Object.assign(trailed, { identity, parameters: shown });
    record.resource = route.resource?.(parameters) ?? "";
    const arn = `acs:${product.ramPrefix}:${context.region}:${context.accountId}:${record.resource}`;
    if (route.resource !== undefined) {
      const conditions = { "acs:SourceIp": request.remoteAddress };
      for (const one of [arn, ...(route.also?.(parameters, query) ?? [])]) {
        context.ram.authorise(identity, `${product.ramPrefix}:${route.action}`, one, conditions);
      }
    }
    const { resource } = record;
    const fault = context.faultFor({
      service: product.service,
      action: route.action,
      ...(resource !== "" && { resource }),
    });
    if (fault !== undefined) record.fault = fault.kind;
    if (fault?.kind === "throttle") throw product.throttled;
    if (fault?.kind === "deny") throw denial(identity, `${product.ramPrefix}:${route.action}`, arn, "ExplicitDeny");
    await injectFault(fault, "before", request.clock, closing.signal);
    await context.keeper?.ready();
    const lag = fault?.kind === "lag" ? { lagMs: fault.ms } : {};
    const call = { request, parameters, query, identity, requestId: record.requestId, ...lag };
    const answer = await answerOf(route, call);
    await injectFault(fault, "after", request.clock, closing.signal);
    return answer;
  }

  async function answerOf(route: RestRoute, call: RestCall): Promise<WireResponse> {
    try {
      return await route.answer(call);
    } finally {
      product.noteChanges?.(route);
    }
  }

  function trail(request: WireRequest, { at, action, requestId, code }: CallRecord, trailed: Trailed) {
    const { identity, parameters, message = "" } = trailed;
    if (product.trailed === undefined || identity === undefined || parameters === undefined) return;
    context.trail?.({
      at,
      product: product.trailed.product,
      host: product.trailed.host,
      action,
      identity,
      parameters,
      requestId,
      ...(code === undefined ? {} : { code, message }),
      remoteAddress: request.remoteAddress,
      userAgent: request.headers["user-agent"] ?? "",
    });
  }

  return {
    async handle(request) {
      const at = request.clock.now();
      const requestId = product.newRequestId?.() ?? newUuid(context.random);
      const record: CallRecord = {
        at,
        service: product.service,
        action: "(unknown)",
        caller: "(unknown)",
        status: 0,
        requestId,
        durationMs: 0,
      };
      const trailed: Trailed = {};
      const refused = (cause: unknown): WireResponse => {
        const error = context.realities?.refusal(product.service, record.action, cause) ?? cause;
        if (error instanceof CloudError) {
          record.code = error.code;
          trailed.message = error.message;
          return product.refusal(error, requestId, request);
        }
        if (!(error instanceof ConnectionLost) && !closing.signal.aborted) throw error;
        record.code = "ConnectionLost";
        return { status: 503, headers: {}, body: "", reset: true };
      };
      const answered = await perform(request, record, trailed).catch(refused);
      trail(request, record, trailed);
      // Whatever came of the call, it is on disk before anybody is told.
      const response = await Promise.resolve(context.keeper?.safe()).then(() => answered, refused);
      record.status = response.reset === true ? 0 : response.status;
      record.durationMs = request.clock.now() - at;
      context.logCall(record);
      return { ...response, headers: { ...response.headers, [product.requestIdHeader]: requestId } };
    },
    actions: product.routes.map(({ action }) => action),
    close: () => closing.abort(),
  };
}

/** What becomes known of a call for ActionTrail, once its route and its caller are. */
interface Trailed {
  identity?: RamIdentity;
  parameters?: Record<string, string>;
  message?: string;
}

/** A JSON answer. */
export function jsonAnswer(body: unknown, status = 200, headers: Record<string, string> = {}): WireResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** An answer without a body must not claim to be JSON: the clients would try to parse it (wire.md §5). */
export function empty(status = 200, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: "" };
}

function authenticated(context: CloudContext, route: RestRoute, request: WireRequest): RamIdentity {
  if (route.resource === undefined) return { accountId: context.accountId, accessKeyId: "(anonymous)" };
  return context.ram.authenticate(request);
}

function findRoute(
  routes: RestRoute[],
  request: WireRequest,
  query: Record<string, string>,
  fromHost: Record<string, string>,
) {
  for (const route of routes) {
    if (route.method !== request.method && route.method !== "*") continue;
    const fromPath = matchPath(route.path, request.path);
    if (fromPath === undefined) continue;
    const parameters = { ...fromPath, ...fromHost };
    const fits = Object.entries(route.query ?? {}).every(([name, values]) => values.includes(query[name] ?? ""));
    if (fits && (route.when?.(parameters) ?? true)) return { route, parameters };
  }
  return undefined;
}
