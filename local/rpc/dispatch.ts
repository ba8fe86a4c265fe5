import type { Clock } from "../../shared/clock.ts";
import type { CloudContext, Fault } from "../context.ts";
import type { Identity } from "../ram/contract.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/exchange.ts";
import type { Action, Call } from "./action.ts";
import type { ActionApi, Api } from "./api.ts";
import type { ErrorOf } from "./errorOf.ts";
import { ConnectionLost, passFault } from "./faultGate.ts";
import { newUuid } from "./ids.ts";
import { type FlatParameters, type ParameterCheck, type Parameters, parameterCheck } from "./parameters.ts";
import { createRateLimit, type Rate } from "./rateLimit.ts";
import { flatten, readCall } from "./readCall.ts";
import { createReplays, type Replay, type UsedToken } from "./replay.ts";
import type { Table } from "./table.ts";

/** A product of the RPC style: what the dispatcher must know to serve it. */
export interface RpcProduct<State, World> {
  service: "alb" | "cas";
  /** As in `https://api.aliyun.com/troubleshoot?product=Alb`. */
  product: string;
  /** `alb` in `alb:StartListener`. */
  ramPrefix: string;
  host: string;
  versions: string[];
  api: Api;
  actions: Readonly<Record<string, Action<State, never, World>>>;
  errorOf: ErrorOf;
  world: World;
  state: {
    current(): State;
    /** For dry runs: what is written to it is forgotten. */
    fork(): State;
    /** For stale reads. */
    asOf(at: number): State;
    usedTokens?(): Table<UsedToken>;
  };
  /** Makes everything due by now happen, before a call sees the state. */
  settle(now: number): Promise<void> | undefined;
  /** The resource that a call is about: its ARN for RAM, its id for faults and the call log. */
  resourceOf(state: State, action: string, parameters: FlatParameters): { arn: string; id?: string };
  /** Undefined: as often as you like. */
  rateOf(action: string): Rate | undefined;
}

/** A service over HTTP, and the same service for callers inside this process. */
export interface RpcService extends WireService {
  /**
   * Makes one call without HTTP and signature, as `identity`; everything else (RAM, table, faults, tokens, log) is the
   * same. Rejects with `CloudError` (its `detail` has the RequestId), or `ConnectionLost` for a fault that cuts the line.
   */
  call(
    identity: Identity,
    action: string,
    parameters: Record<string, unknown>,
    clock?: Clock,
  ): Promise<Record<string, unknown>>;
  /** Cuts calls that a fault is holding. */
  close(): void;
}

/** What is known of a call by now, for the call log. */
interface Progress {
  requestId: string;
  action: string;
  caller: string;
  resource?: string;
  fault?: string;
}

/**
 * Serves a product: known action → signature → RAM → parameter table → rate limit → fault → replay of a used
 * ClientToken → dry run on a fork → act.
 */
export function createRpcService<State, World>(product: RpcProduct<State, World>, context: CloudContext): RpcService {
  const checks = new Map<string, ParameterCheck>(
    Object.entries(product.api.actions).map(([action, api]) => [action, parameterCheck(action, api)]),
  );
  const replays = createReplays(product.errorOf);
  const withinRate = createRateLimit();
  const closing = new AbortController();

  async function perform(identity: Identity, action: string, flat: FlatParameters, clock: Clock, progress: Progress) {
    const api = knownAction(product.api, action);
    await product.settle(clock.now());
    const resource = product.resourceOf(product.state.current(), action, flat);
    if (resource.id !== undefined) progress.resource = resource.id;
    context.ram.authorise(identity, `${product.ramPrefix}:${action}`, resource.arn);
    const parameters = checks.get(action)?.(flat) ?? {};
    const rate = product.rateOf(action);
    if (rate !== undefined && !withinRate(`${identity.accountId}/${action}`, rate, clock.now())) {
      throw product.errorOf(action, "Throttling.User");
    }
    const fault = context.faultFor({
      service: product.service,
      action,
      ...(resource.id === undefined ? {} : { resource: resource.id }),
    });
    if (fault !== undefined) progress.fault = fault.kind;
    return withFault(fault, clock, action, api, parameters, identity, progress);
  }

  async function withFault(
    fault: Fault | undefined,
    clock: Clock,
    action: string,
    api: ActionApi,
    { ClientToken, DryRun, ...parameters }: Parameters,
    identity: Identity,
    progress: Progress,
  ) {
    const replay = DryRun === true ? undefined : replayOf(identity, action, parameters, ClientToken);
    try {
      await passFault(fault, "before", clock, closing.signal);
      await product.settle(clock.now());
      const answer = replay?.answer ?? act(fault, clock.now(), action, api, parameters, DryRun === true, progress);
      if (replay !== undefined && replay.answer === undefined) replay.remember(answer, clock.now());
      await passFault(fault, "after", clock, closing.signal);
      return answer;
    } finally {
      replay?.release();
    }
  }

  function replayOf(identity: Identity, action: string, parameters: Parameters, token: unknown): Replay | undefined {
    const used = product.state.usedTokens?.();
    if (used === undefined || typeof token !== "string") return undefined;
    return replays.begin(used, identity.accountId, action, parameters, token);
  }

  function act(
    fault: Fault | undefined,
    now: number,
    action: string,
    api: ActionApi,
    parameters: Parameters,
    dryRun: boolean,
    progress: Progress,
  ): Record<string, unknown> {
    const run = product.actions[action];
    if (run === undefined) throw unknownAction();
    const call: Call & World = {
      ...product.world,
      action,
      now,
      region: context.region,
      accountId: context.accountId,
      random: context.random,
      ...(fault?.kind === "stuck" || fault?.kind === "failJob" || fault?.kind === "lag" ? { fault } : {}),
      error: (code, ...blanks) => product.errorOf(action, code, ...blanks),
    };
    const stale = fault?.kind === "stale" && api.kind === "read";
    const state = stale ? product.state.asOf(now - fault.ms) : dryRun ? product.state.fork() : product.state.current();
    // The table has just been held against these parameters, so they have the shape that the action declares.
    const response = run(state, parameters as never, call);
    if (dryRun) throw product.errorOf(action, "DryRunOperation");
    return { ...response, RequestId: progress.requestId };
  }

  async function logged<Answer>(
    progress: Progress,
    clock: Clock,
    work: () => Promise<Answer>,
    refused: (error: CloudError) => Answer,
    lost: () => Answer,
  ): Promise<Answer> {
    const at = clock.now();
    const log = (status: number, code?: string) =>
      context.logCall({
        at,
        service: product.service,
        ...progress,
        status,
        ...(code === undefined ? {} : { code }),
        durationMs: clock.now() - at,
      });
    try {
      const answer = await work();
      log(200);
      return answer;
    } catch (error) {
      if (error instanceof CloudError) {
        log(error.status, error.code);
        return refused(error);
      }
      if (error instanceof ConnectionLost || closing.signal.aborted) {
        log(0, "ConnectionLost");
        return lost();
      }
      log(500, "InternalError");
      throw error;
    }
  }

  function begin(action: string | undefined, caller: string): Progress {
    // A name that no table knows may be anything, a secret in the wrong place included.
    const named = action !== undefined && Object.hasOwn(product.api.actions, action);
    return { requestId: newUuid(context.random), action: named ? action : "(unknown)", caller };
  }

  return {
    async handle(request) {
      const { action, version, parameters } = readCall(request);
      const progress = begin(action, "(unknown)");
      return logged(
        progress,
        request.clock,
        async () => {
          refuseMisdirected(product, request, action, version);
          const identity = context.ram.authenticate(request);
          progress.caller = identity.roleName ?? identity.accessKeyId;
          return answerOf(200, await perform(identity, action ?? "", parameters, request.clock, progress));
        },
        (error) => refusalOf(product, error, progress.requestId),
        () => ({ ...answerOf(503, { RequestId: progress.requestId }), reset: true }),
      );
    },
    call(identity, action, parameters, clock = context.clock) {
      const progress = begin(action, identity.roleName ?? identity.accessKeyId);
      return logged(
        progress,
        clock,
        () => perform(identity, action, flatten(parameters), clock, progress),
        (error) => {
          throw new CloudError(error.status, error.code, error.message, {
            ...error.detail,
            RequestId: progress.requestId,
          });
        },
        () => {
          throw new ConnectionLost(`${action} got no answer.`);
        },
      );
    },
    close: () => closing.abort(),
  };
}

function refuseMisdirected<State, World>(
  product: RpcProduct<State, World>,
  request: WireRequest,
  action: string | undefined,
  version: string | undefined,
) {
  if (request.method !== "GET" && request.method !== "POST") {
    throw new CloudError(405, "UnsupportedHTTPMethod", "This http method is not supported.");
  }
  if (action === undefined || action === "") {
    throw new CloudError(400, "MissingAction", "Action is mandatory for this action.");
  }
  if (version === undefined || version === "") {
    throw new CloudError(400, "MissingVersion", "Version is mandatory for this action.");
  }
  const { version: own } = knownAction(product.api, action);
  if (!(own === undefined ? product.versions.includes(version) : own === version)) {
    throw new CloudError(400, "InvalidVersion", "Specified parameter Version is not valid.");
  }
}

function knownAction(api: Api, action: string): ActionApi {
  const known = Object.hasOwn(api.actions, action) ? api.actions[action] : undefined;
  if (known === undefined) throw unknownAction();
  return known;
}

function unknownAction(): CloudError {
  return new CloudError(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
}

function answerOf(status: number, body: Record<string, unknown>): WireResponse {
  return {
    status,
    headers: {
      "content-type": "application/json;charset=utf-8",
      "x-acs-request-id": String(body.RequestId),
    },
    body: JSON.stringify(body),
  };
}

function refusalOf<State, World>(product: RpcProduct<State, World>, error: CloudError, requestId: string) {
  return answerOf(error.status, {
    RequestId: requestId,
    HostId: product.host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}&product=${product.product}&requestId=${requestId}`,
    ...error.detail,
  });
}
