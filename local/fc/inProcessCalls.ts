import type { CallRecord } from "../context.ts";
import type { RamIdentity } from "../ram/contract.ts";
import { denial } from "../ram/denial.ts";
import { ConnectionLost, injectFault } from "../rpc/injectFault.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { FunctionCompute } from "./contract.ts";
import { functionArns } from "./functionArns.ts";
import type { InvocationResult } from "./invocation.ts";
import { throttled } from "./refusal.ts";
import type { FcServiceContext } from "./serviceContext.ts";

type Invoke = FunctionCompute["invoke"];

/** Calls from inside this process: permissions, faults and call log are those of calls over the wire. */
export function createInProcessCalls(
  serviceContext: FcServiceContext,
): Pick<FunctionCompute, "invoke" | "invokeFunction"> & { close(): void } {
  const { context } = serviceContext;
  const { clock, ram } = context;
  const closing = new AbortController();

  async function perform(call: Parameters<Invoke>[0], record: CallRecord): Promise<InvocationResult> {
    const { functionName, qualifier, invocationType, body, identity } = call;
    const resource = `functions/${functionName}`;
    const [arn = "", ...others] = functionArns(context, functionName, qualifier);
    for (const one of [arn, ...others]) ram.authorise(identity, "fc:InvokeFunction", one);
    const fault = context.faultFor({ service: "fc", action: "InvokeFunction", resource });
    if (fault !== undefined) record.fault = fault.kind;
    if (fault?.kind === "throttle") throw throttled;
    if (fault?.kind === "deny") throw denial(identity, "fc:InvokeFunction", arn, "ExplicitDeny");
    await injectFault(fault, "before", clock, closing.signal);
    await context.keeper?.ready();
    const result = await serviceContext.perform({
      functionName,
      ...(qualifier !== undefined && { qualifier }),
      body: Buffer.from(body),
      asynchronous: invocationType === "Async",
      requestId: record.requestId,
    });
    await injectFault(fault, "after", clock, closing.signal);
    return result;
  }

  /** Whatever came of a call, it is on disk before anybody is told. */
  async function kept(call: Parameters<Invoke>[0], record: CallRecord): Promise<InvocationResult> {
    try {
      return await perform(call, record);
    } finally {
      await context.keeper?.safe();
    }
  }

  async function logged(call: Parameters<Invoke>[0], requestId: string): Promise<InvocationResult> {
    const at = clock.now();
    const record: CallRecord = {
      at,
      service: "fc",
      action: "InvokeFunction",
      resource: `functions/${call.functionName}`,
      caller: callerOf(call.identity),
      status: 0,
      requestId,
      durationMs: 0,
    };
    try {
      const result = await kept(call, record);
      record.status = result.status;
      return result;
    } catch (error) {
      record.status = error instanceof CloudError ? error.status : 0;
      record.code = error instanceof CloudError ? error.code : "ConnectionLost";
      throw error;
    } finally {
      record.durationMs = clock.now() - at;
      context.logCall(record);
    }
  }

  return {
    invoke: (call) => logged(call, serviceContext.newRequestId()),
    async invokeFunction({ roleArn, service = "fnf.aliyuncs.com", ...call }) {
      const requestId = serviceContext.newRequestId();
      try {
        return await logged({ ...call, identity: ram.identityOfRole(roleArn, service) }, requestId);
      } catch (error) {
        const refused = error instanceof ConnectionLost ? UNAVAILABLE : error;
        if (!(refused instanceof CloudError)) throw error;
        const { status, code: Code, message: Message, detail } = refused;
        return {
          status,
          headers: { "content-type": "application/json", "x-fc-request-id": requestId },
          body: Buffer.from(JSON.stringify({ RequestId: requestId, Code, Message, ...detail })),
          log: "",
        };
      }
    },
    close: () => closing.abort(),
  };
}

/** What a service makes of a connection that broke. */
const UNAVAILABLE = new CloudError(503, "ServiceUnavailable", "The connection was lost before there was an answer.");

function callerOf({ roleName, accessKeyId }: RamIdentity): string {
  return roleName ?? accessKeyId;
}
