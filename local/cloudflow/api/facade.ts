import type { CallRecord, CloudContext } from "../../context.ts";
import { ConnectionLost, passFault } from "../../rpc/faultGate.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "../../wire/exchange.ts";
import type { Engine } from "../engine/engine.ts";
import { refusals } from "../engine/refusals.ts";
import { uuidFrom } from "../interpreter/random.ts";
import { apiActions } from "./actions/registry.ts";
import type { ApiAction, ApiCall } from "./apiCall.ts";
import { readRequest } from "./readRequest.ts";
import type { Throttle } from "./throttle.ts";

/** One call while it is being answered; what the call log will say about it is filled in on the way. */
interface Exchange {
  request: WireRequest;
  record: CallRecord;
}

/** The API 2019-03-15 over HTTP, for the official SDK (cloudflow.md §8, wire.md §4). */
export function createFacade(
  context: CloudContext,
  engine: Engine,
  throttle: Throttle,
  closing: AbortSignal,
): WireService {
  return {
    async handle(request) {
      const record: CallRecord = {
        at: context.clock.now(),
        service: "fnf",
        action: "",
        caller: "",
        status: 200,
        requestId: uuidFrom(context.random).toUpperCase(),
        durationMs: 0,
      };
      const response = await answer(context, engine, throttle, { request, record }, closing);
      context.logCall({ ...record, status: response.status, durationMs: context.clock.now() - record.at });
      return response;
    },
  };
}

async function answer(
  context: CloudContext,
  engine: Engine,
  throttle: Throttle,
  exchange: Exchange,
  closing: AbortSignal,
): Promise<WireResponse> {
  const { request, record } = exchange;
  try {
    const { act, fault } = prepare(context, engine, throttle, exchange);
    await passFault(fault, "before", request.clock, closing);
    const body = await act();
    await passFault(fault, "after", request.clock, closing);
    return json(200, { ...body, RequestId: record.requestId });
  } catch (error) {
    if (error instanceof ConnectionLost) return { ...json(500, {}), reset: true };
    if (!(error instanceof CloudError)) throw error;
    record.code = error.code;
    const { code: Code, message: Message, detail, status } = error;
    const HostId = request.headers.host ?? "";
    return json(status, { RequestId: record.requestId, HostId, Code, Message, ...detail });
  }
}

/** Everything that is checked before an action runs, in the order in which the service answers. */
function prepare(context: CloudContext, engine: Engine, throttle: Throttle, { request, record }: Exchange) {
  const { action: asked, parameters } = readRequest(request);
  const [name, action] = actionNamed(asked);
  record.action = name;
  const identity = context.ram.authenticate(request);
  record.caller = identity.roleName ?? identity.accountId;
  const call: ApiCall = { engine, context, clock: request.clock, parameters };
  for (const parameter of action.requires) {
    if (!parameters.has(parameter)) throw refusals.missingParameter(parameter);
  }
  const resource = action.resource(call);
  record.resource = resource;
  const fault = context.faultFor({ service: "fnf", action: name, resource });
  if (fault !== undefined) record.fault = fault.kind;
  context.ram.authorise(identity, `fnf:${name}`, `acs:fnf:${context.region}:${context.accountId}:${resource}`);
  throttle.take(name, context.clock.now());
  return { fault, act: async () => action.run(call) };
}

function actionNamed(asked: string): [string, ApiAction] {
  const name = asked.slice(0, 1).toUpperCase() + asked.slice(1);
  const action = Object.hasOwn(apiActions, name) ? apiActions[name] : undefined;
  if (action === undefined) throw refusals.unknownAction(asked);
  return [name, action];
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
