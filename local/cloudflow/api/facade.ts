import type { JsonObject } from "../../../flowlang/json.ts";
import { uuidFrom } from "../../../flowlang/random.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { CallRecord, CloudContext } from "../../context.ts";
import type { RamIdentity } from "../../ram/contract.ts";
import type { Realities } from "../../realities/realities.ts";
import { ConnectionLost, injectFault } from "../../rpc/injectFault.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { WireResponse, WireService } from "../../wire/exchange.ts";
import { named, notEmulated } from "../../wire/notEmulated.ts";
import type { Engine } from "../engine/engine.ts";
import { refusals } from "../engine/refusals.ts";
import { apiActions, unplayedActions } from "./actions/registry.ts";
import type { ApiAction } from "./apiCall.ts";
import { type ReadRequest, readRequest } from "./readRequest.ts";
import { refuseUnkept } from "./refuseUnkept.ts";
import type { Throttle } from "./throttle.ts";

/** The API 2019-03-15 over HTTP, and the same for callers inside this process. */
interface Facade extends WireService {
  /**
   * Makes one call without HTTP or signature, as `identity`: what a Task with `FNF:<Api>` does. `parameters` are in the
   * API's names. Rejects with `CloudError`, or `ConnectionLost` for a fault that cuts the line.
   */
  call(identity: RamIdentity, action: string, parameters: JsonObject): Promise<object>;
}

/** Which of two readings of the documentation is played, where sources disagree. Unless told, the one of the recorded answers. */
export interface Readings {
  /** `documented`: histories have the shape of the documented sample (real-cloud.md CR7). */
  history?: "documented" | undefined;
  /** `name`: executions are listed by their names, as the description of NextToken suggests (real-cloud.md CR5). */
  listOrder?: "name" | undefined;
  /** `query`: the token of a report counts in the query alone, as the API's metadata say (real-cloud.md CR2). */
  tokenIn?: "query" | undefined;
}

/** A call before anything of it is known. */
interface Incoming {
  read: () => ReadRequest;
  /** Who makes it. Throws `CloudError` when nobody can be made out. */
  identify: () => RamIdentity;
  /** To wait on while answering. */
  clock: Clock;
  /** For the call log: what becomes known of the call on the way is added. */
  record: CallRecord;
}

/** Answers the official SDK (cloudflow.md §8, wire.md §4) and the flows themselves. */
export function createFacade(
  context: CloudContext,
  engine: Engine,
  { throttle, readings }: { throttle: Throttle; readings: Readings },
  closing: AbortSignal,
): Facade {
  const isFound: Realities["is"] = (question, answer) => context.realities?.is(question, answer) === true;
  /** The readings that are played: what was found on the real cloud comes first. */
  const played = (): Readings => ({
    ...readings,
    ...(isFound("history-shape", "StepSucceeded has the output") ? { history: "documented" } : {}),
    ...(isFound("list-order", "by name") ? { listOrder: "name" } : {}),
    ...(isFound("report-token", "in the query alone") ? { tokenIn: "query" } : {}),
  });
  /** Makes the call, and logs how it ended. */
  async function answer(incoming: Incoming): Promise<object> {
    const { record, clock } = incoming;
    try {
      const { act, fault } = admit(incoming);
      await injectFault(fault, "before", clock, closing);
      const body = await act();
      await injectFault(fault, "after", clock, closing);
      return { ...body, RequestId: record.requestId };
    } catch (refused) {
      const error = context.realities?.refusal("fnf", record.action, refused) ?? refused;
      record.status = error instanceof CloudError ? error.status : 500;
      if (error instanceof CloudError) record.code = error.code;
      throw error;
    } finally {
      context.logCall({ ...record, durationMs: context.clock.now() - record.at });
    }
  }

  /** Everything that is checked before an action runs, in the order in which the service answers. */
  function admit({ read, identify, clock, record }: Incoming) {
    const { action: asked, parameters } = read();
    record.action = named(asked.slice(0, 1).toUpperCase() + asked.slice(1));
    const [name, action] = actionNamed(asked);
    record.action = name;
    const identity = identify();
    record.caller = identity.roleName ?? identity.accountId;
    const { history, listOrder } = played();
    const call = { engine, context, clock, parameters, history, listOrder };
    for (const parameter of action.requires) {
      if (!parameters.has(parameter)) throw refusals.missingParameter(parameter);
    }
    const resource = action.resource(call);
    record.resource = resource;
    const fault = context.faultFor({ service: "fnf", action: name, resource });
    if (fault !== undefined) record.fault = fault.kind;
    context.ram.authorise(identity, `fnf:${name}`, `acs:fnf:${context.region}:${context.accountId}:${resource}`);
    throttle.take(name, context.clock.now());
    refuseUnkept(call);
    return { fault, act: async () => action.run(call) };
  }

  function newRecord(): CallRecord {
    const requestId = uuidFrom(context.random).toUpperCase();
    return { at: context.clock.now(), service: "fnf", action: "", caller: "", status: 200, requestId, durationMs: 0 };
  }

  return {
    async handle(request) {
      const record = newRecord();
      const { clock } = request;
      const identify = () => context.ram.authenticate(request);
      try {
        return json(200, await answer({ read: () => readRequest(request, played().tokenIn), identify, clock, record }));
      } catch (error) {
        if (error instanceof ConnectionLost) return { ...json(500, {}), reset: true };
        if (!(error instanceof CloudError)) throw error;
        const { code: Code, message: Message, detail, status } = error;
        const HostId = request.headers.host ?? "";
        return json(status, { RequestId: record.requestId, HostId, Code, Message, ...detail });
      }
    },
    async call(identity, action, parameters) {
      const read = () => ({ action, parameters: flat(parameters) });
      return answer({ read, identify: () => identity, clock: context.clock, record: newRecord() });
    },
  };
}

function actionNamed(asked: string): [string, ApiAction] {
  const name = asked.slice(0, 1).toUpperCase() + asked.slice(1);
  const action = Object.hasOwn(apiActions, name) ? apiActions[name] : undefined;
  if (unplayedActions.includes(name)) throw notEmulated("CloudFlow", name);
  if (action === undefined) throw refusals.unknownAction(asked);
  return [name, action];
}

/** Parameters as the wire has them: all texts, objects as JSON; null is as good as absent. */
function flat(parameters: JsonObject): Map<string, string> {
  const given = Object.entries(parameters).filter(([, value]) => value !== null);
  return new Map(given.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]));
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
