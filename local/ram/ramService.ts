import type { CallRecord, CloudContext } from "../context.ts";
import { jsonAnswer } from "../rest/restService.ts";
import { newUuid } from "../rpc/ids.ts";
import { ConnectionLost, injectFault } from "../rpc/injectFault.ts";
import { readCall } from "../rpc/readCall.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/exchange.ts";
import { named, notEmulated } from "../wire/notEmulated.ts";
import type { RamAction, RamParameters } from "./actions/action.ts";
import { policyActions } from "./actions/policies.ts";
import { roleActions } from "./actions/roles.ts";
import { serviceRoleActions } from "./actions/serviceRoles.ts";
import { stsActions } from "./actions/sts.ts";
import { tagActions } from "./actions/tags.ts";
import { trailActions } from "./actions/trails.ts";
import type { RamIdentity } from "./contract.ts";
import { accountOfRole } from "./roleArn.ts";

/** RAM 2015-05-01, STS 2015-04-01 and what Resource Management 2020-03-31 has to do with roles, on one port. */
export const ramActions: ReadonlyMap<string, RamAction> = new Map<string, RamAction>(
  Object.entries({
    ...roleActions,
    ...policyActions,
    ...tagActions,
    ...serviceRoleActions,
    ...trailActions,
    ...stsActions,
  }),
);
const VERSIONS = { ram: "2015-05-01", sts: "2015-04-01", resourcemanager: "2020-03-31", actiontrail: "2020-07-06" };

/** RAM and STS for deployments that make roles: over the wire, and in process for the rest of the local cloud. */
export interface RamService extends WireService {
  /** Makes one call without HTTP or signature, as `identity`. Rejects with `CloudError`. */
  call(identity: RamIdentity, action: string, parameters: Record<string, unknown>): Promise<object>;
  close(): void;
}

/** Builds it; it changes the directory of `context.ram`. */
export function createRamService(context: CloudContext): RamService {
  const closing = new AbortController();

  function allowed(identity: RamIdentity, action: string, parameters: RamParameters, conditions = {}): RamAction {
    const known = ramActions.get(action);
    if (known === undefined) throw notEmulated("RAM", named(action));
    if (known.resource !== undefined) {
      const owner = known.product === "actiontrail" ? "actiontrail" : "ram";
      // A role may be another account's: it is named with that in policies.
      const account = action === "AssumeRole" ? accountOfRole(parameters.get("RoleArn") ?? "") : undefined;
      const arn = `acs:${owner}:*:${account ?? context.accountId}:${known.resource(parameters)}`;
      context.ram.authorise(identity, known.permission ?? `${known.product}:${action}`, arn, conditions);
    }
    return known;
  }

  async function answerOf(action: RamAction, parameters: RamParameters, identity: RamIdentity): Promise<object> {
    await context.keeper?.ready();
    try {
      return action.answer(parameters, { context, identity, now: context.clock.now() });
    } finally {
      context.ram.noteChanges();
      await context.keeper?.safe();
    }
  }

  async function perform(request: WireRequest, record: CallRecord): Promise<object> {
    const { action = "", version, parameters } = readCall(request);
    const known = ramActions.get(action);
    record.action = named(action);
    if (known === undefined) throw notEmulated("RAM", named(action));
    if (version !== VERSIONS[known.product]) {
      throw new CloudError(
        400,
        "InvalidVersion",
        `Specified parameter Version is not valid: ${action} is of ${VERSIONS[known.product]}.`,
      );
    }
    const identity = context.ram.authenticate(request);
    record.caller = identity.roleName ?? identity.accessKeyId;
    const resource = known.resource?.(parameters);
    if (resource !== undefined) record.resource = resource;
    allowed(identity, action, parameters, { "acs:SourceIp": request.remoteAddress });
    const fault = context.faultFor({ service: "ram", action, ...(resource !== undefined && { resource }) });
    if (fault !== undefined) record.fault = fault.kind;
    await injectFault(fault, "before", request.clock, closing.signal);
    const answer = await answerOf(known, parameters, identity);
    await injectFault(fault, "after", request.clock, closing.signal);
    return answer;
  }

  return {
    async handle(request) {
      const at = request.clock.now();
      const requestId = newUuid(context.random);
      const record: CallRecord = {
        at,
        service: "ram",
        action: "(unknown)",
        caller: "(unknown)",
        status: 200,
        requestId,
        durationMs: 0,
      };
      const response = await perform(request, record).then(
        (answer) => jsonAnswer({ RequestId: requestId, ...answer }),
        (error: unknown): WireResponse => {
          if (error instanceof CloudError) {
            record.code = error.code;
            const { status, code: Code, message: Message, detail } = error;
            return jsonAnswer({ RequestId: requestId, HostId: "ram.aliyuncs.com", Code, Message, ...detail }, status);
          }
          if (!(error instanceof ConnectionLost) && !closing.signal.aborted) throw error;
          record.code = "ConnectionLost";
          return { status: 503, headers: {}, body: "", reset: true };
        },
      );
      record.status = response.reset === true ? 0 : response.status;
      record.durationMs = request.clock.now() - at;
      context.logCall(record);
      return response;
    },
    async call(identity, action, given) {
      const texts = Object.entries(given).map(
        ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
      );
      const parameters: RamParameters = new Map(texts);
      const known = allowed(identity, action, parameters);
      const RequestId = newUuid(context.random);
      return { RequestId, ...(await answerOf(known, parameters, identity)) };
    },
    close: () => closing.abort(),
  };
}
