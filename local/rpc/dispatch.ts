import type { Clock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import type { Restore } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/exchange.ts";
import { named } from "../wire/notEmulated.ts";
import { newUuid } from "./ids.ts";
import { ConnectionLost } from "./injectFault.ts";
import type { FlatParameters } from "./parameters.ts";
import { createPerform, type Known, knownAction } from "./perform.ts";
import type { RpcProduct } from "./product.ts";
import { flatten, readCall } from "./readCall.ts";

/** A service over HTTP, and the same service for callers inside this process. */
export interface RpcService extends WireService {
  /**
   * Makes one call without HTTP and signature, as `identity`; everything else (RAM, table, faults, tokens, log) is the
   * same. Rejects with `CloudError` (its `detail` has the RequestId), or `ConnectionLost` for a fault that cuts the line.
   */
  call(
    identity: RamIdentity,
    action: string,
    parameters: Record<string, unknown>,
    clock?: Clock,
  ): Promise<Record<string, unknown>>;
  /** Remembers what is not in the product's own state. */
  snapshot(): Restore;
  /** Cuts calls that a fault is holding. */
  close(): void;
}

/** Serves a product: known action → signature → everything that `createPerform` says; and logs every call. */
export function createRpcService<State, Seed>(product: RpcProduct<State, Seed>, context: CloudContext): RpcService {
  const closing = new AbortController();
  const perform = createPerform(product, context, closing.signal);

  /** Runs one call and logs how it ended; anything but `CloudError` and `ConnectionLost` is a mistake of ours. */
  async function logged<Answer>(
    clock: Clock,
    known: Known,
    caller: Caller,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const at = clock.now();
    const log = (status: number, code?: string) =>
      context.logCall({
        ...known,
        at,
        service: product.service,
        status,
        durationMs: clock.now() - at,
        ...(code === undefined ? {} : { code }),
      });
    try {
      const answer = await trailed(at, known, caller, work);
      log(200);
      return answer;
    } catch (error) {
      const reported = closing.signal.aborted ? new ConnectionLost("The local cloud is closing.") : error;
      if (reported instanceof CloudError) log(reported.status, reported.code);
      else if (reported instanceof ConnectionLost) log(0, "ConnectionLost");
      else log(500, "InternalError");
      throw reported;
    }
  }

  /** Whatever came of a call, ActionTrail has it and it is on disk before anybody is told. */
  async function trailed<Answer>(
    at: number,
    known: Known,
    caller: Caller,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      const answer = await work();
      trail(at, known, caller, undefined, "");
      return answer;
    } catch (error) {
      if (error instanceof CloudError) trail(at, known, caller, error.code, error.message);
      else trail(at, known, caller, error instanceof ConnectionLost ? "ConnectionLost" : "InternalError", "");
      throw error;
    } finally {
      await context.keeper?.safe();
    }
  }

  /** ActionTrail tells of reads, too, but nothing here listens to those. */
  function trail(at: number, { action, requestId }: Known, caller: Caller, code: string | undefined, message: string) {
    const { identity, flat, remoteAddress = "127.0.0.1", userAgent = "" } = caller;
    if (identity === undefined || product.api.actions[action]?.kind !== "write") return;
    context.trail?.({
      at,
      product: product.product.charAt(0).toUpperCase() + product.product.slice(1).toLowerCase(),
      host: product.host,
      action,
      identity,
      parameters: Object.fromEntries(flat),
      requestId,
      ...(code === undefined ? {} : { code, message }),
      remoteAddress,
      userAgent,
    });
  }

  function begin(action: string | undefined): Known {
    return { requestId: newUuid(context.random), action: named(action), caller: "(unknown)" };
  }

  return {
    async handle(request) {
      const { action = "", version, parameters: flat } = readCall(request);
      const known = begin(action);
      const { clock, remoteAddress, headers } = request;
      const caller: Caller = { flat, remoteAddress, userAgent: headers["user-agent"] ?? "" };
      try {
        const answer = await logged(clock, known, caller, () => {
          refuseMisdirected(product, request, action, version);
          const identity = context.ram.authenticate(request);
          caller.identity = identity;
          known.caller = nameOf(identity);
          const conditions = { "acs:SourceIp": request.remoteAddress };
          return perform({ identity, action, flat, clock, conditions, known });
        });
        return responseOf(200, answer);
      } catch (error) {
        if (error instanceof CloudError) return refusalOf(product, error, known.requestId);
        if (error instanceof ConnectionLost) return { status: 503, headers: {}, body: "", reset: true };
        throw error;
      }
    },
    async call(identity, action, parameters, clock = context.clock) {
      const known: Known = { ...begin(action), caller: nameOf(identity) };
      const flat = flatten(parameters);
      try {
        const caller: Caller = { flat, identity };
        return await logged(clock, known, caller, () =>
          perform({ identity, action, flat, clock, conditions: {}, known }),
        );
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        const detail = { ...error.detail, RequestId: known.requestId };
        throw new CloudError(error.status, error.code, error.message, detail);
      }
    },
    snapshot: () => perform.snapshot(),
    close: () => closing.abort(),
  };
}

/** Who makes a call, from where, with what; the identity once the signature has told it. */
interface Caller {
  flat: FlatParameters;
  identity?: RamIdentity;
  remoteAddress?: string;
  userAgent?: string;
}

function nameOf(identity: RamIdentity): string {
  return identity.roleName ?? identity.accessKeyId;
}

function refuseMisdirected<State, Seed>(
  product: RpcProduct<State, Seed>,
  request: WireRequest,
  action: string,
  version: string | undefined,
) {
  if (request.method !== "GET" && request.method !== "POST") {
    throw new CloudError(405, "UnsupportedHTTPMethod", "This http method is not supported.");
  }
  if (action === "") throw new CloudError(400, "MissingAction", "Action is mandatory for this action.");
  if (version === undefined || version === "") {
    throw new CloudError(400, "MissingVersion", "Version is mandatory for this action.");
  }
  const { version: own } = knownAction(product, action);
  if (!(own === undefined ? product.versions.includes(version) : own === version)) {
    throw new CloudError(400, "InvalidVersion", "Specified parameter Version is not valid.");
  }
}

function responseOf(status: number, body: Record<string, unknown>): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json;charset=utf-8", "x-acs-request-id": String(body.RequestId) },
    body: JSON.stringify(body),
  };
}

function refusalOf<State, Seed>(product: RpcProduct<State, Seed>, error: CloudError, requestId: string) {
  return responseOf(error.status, {
    RequestId: requestId,
    HostId: product.host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}&product=${product.product}&requestId=${requestId}`,
    ...error.detail,
  });
}
