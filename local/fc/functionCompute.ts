import type { Clock } from "../../shared/clock.ts";
import type { WriteLogs } from "../alb/dataPlane/contract.ts";
import type { CloudContext } from "../context.ts";
import type { Identity } from "../ram/contract.ts";
import { createRestService } from "../rest/restService.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireService } from "../wire/exchange.ts";
import { createAsyncInvoker } from "./asyncInvoker.ts";
import { createFunction } from "./createFunction.ts";
import type { FunctionSpec } from "./functionSpec.ts";
import type { InvocationResult } from "./invocation.ts";
import { createInvoker } from "./invoker.ts";
import { newRequestId } from "./newRequestId.ts";
import { createPool } from "./pool.ts";
import { refusal } from "./refusal.ts";
import { resolveFunction } from "./resolveFunction.ts";
import type { FcRoom } from "./room.ts";
import { invocationRoutes } from "./routes/invocations.ts";
import { startInProcessInstances } from "./runtime/inProcessInstance.ts";
import type { StartInstance } from "./runtime/instance.ts";
import { startProcessInstances } from "./runtime/processInstance.ts";
import { startThreadInstance } from "./runtime/threadInstance.ts";
import type { FcState } from "./state.ts";

/** How functions are kept apart from the platform and from each other. */
export type Isolation =
  /** A thread each: fast, with a heap limit, ended at will. */
  | { kind: "thread" }
  /** A process each, run by this Node binary: for the version that the cloud has. */
  | { kind: "process"; node: string }
  /** In this process, for simulated time. */
  | { kind: "inProcess" };

export interface FunctionComputeOptions {
  /** As in the rendered `s.yaml`. */
  functions: FunctionSpec[];
  /** What each function's `code` is relative to. */
  codeRoot: string;
  /** Where functions' output goes when they have a `logConfig`, and what log triggers read. */
  logs?: { write: WriteLogs };
  /** Set in every function by whoever runs the platform: this is how endpoints reach functions. */
  environment?: Record<string, string>;
  isolation: Isolation;
}

/** The local Function Compute: both API versions over the wire, and in process for the rest of the local cloud. */
export interface FunctionCompute extends WireService {
  /** Invokes as somebody. Rejects with `CloudError` when the call is refused; a function's failure is a result. */
  invoke(call: {
    functionName: string;
    qualifier?: string;
    invocationType?: "Sync" | "Async";
    body: string | Buffer;
    identity: Identity;
  }): Promise<InvocationResult>;
  /**
   * Invokes for a service that acts in the name of a role, as CloudFlow does with a flow's. A refusal is a result, too:
   * its status and `{Code, Message, RequestId}` as the API would answer.
   */
  invokeFunction(call: {
    roleArn: string;
    /** Who acts; `fnf.aliyuncs.com` when absent. */
    service?: string;
    functionName: string;
    qualifier?: string;
    invocationType?: "Sync" | "Async";
    body: string | Buffer;
  }): Promise<InvocationResult>;
  /** Resolves when no asynchronous invocation is waiting or running any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the local Function Compute (functionCompute.md, wire.md §3 and §7). */
export function createFunctionCompute(context: CloudContext, options: FunctionComputeOptions): FunctionCompute {
  const { clock, ram, random } = context;
  const state: FcState = { functions: new Map() };
  for (const spec of options.functions) {
    const made = { codeRoot: options.codeRoot, now: clock.now(), random };
    state.functions.set(spec.functionName, createFunction(spec, made));
  }
  const pool = createPool(context, starterOf(options.isolation, clock));
  const run = createInvoker({
    context,
    state,
    pool,
    writeLogs: options.logs?.write,
    environment: options.environment ?? {},
  });
  const nextRequestId = () => newRequestId(clock.now(), random);
  const background = createAsyncInvoker(context, state, run, nextRequestId);

  const room: FcRoom = {
    context,
    state,
    pool,
    codeRoot: options.codeRoot,
    async perform({ functionName, qualifier, body, asynchronous, requestId }) {
      refuseTooLarge(body, asynchronous);
      resolveFunction(state, functionName, qualifier);
      const invocation = { functionName, body, requestId, ...(qualifier !== undefined && { qualifier }) };
      if (!asynchronous) return run(invocation);
      background.accept(invocation);
      // No content type: `@alicloud/fc2` would parse the empty body (functionCompute.md §6).
      return { status: 202, headers: { "x-fc-request-id": requestId }, body: Buffer.alloc(0), log: "" };
    },
  };

  const service = createRestService(
    {
      service: "fc",
      ramPrefix: "fc",
      routes: [...invocationRoutes(room)],
      noRoute: ({ method, path }) => new CloudError(404, "PathNotSupported", `${method} ${path} is not supported.`),
      refusal,
      requestIdHeader: "x-fc-request-id",
      newRequestId: nextRequestId,
    },
    context,
  );

  const invoke: FunctionCompute["invoke"] = async (call) => {
    const { functionName, qualifier, invocationType, body, identity } = call;
    const arn = `acs:fc:${context.region}:${context.accountId}:functions/${functionName}`;
    ram.authorise(identity, "fc:InvokeFunction", arn);
    return room.perform({
      functionName,
      ...(qualifier !== undefined && { qualifier }),
      body: Buffer.from(body),
      asynchronous: invocationType === "Async",
      requestId: nextRequestId(),
    });
  };

  return {
    handle: (request) => service.handle(request),
    invoke,
    async invokeFunction({ roleArn, service: principal = "fnf.aliyuncs.com", ...call }) {
      try {
        return await invoke({ ...call, identity: ram.identityOfRole(roleArn, principal) });
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        const requestId = nextRequestId();
        const body = { RequestId: requestId, Code: error.code, Message: error.message, ...error.detail };
        return {
          status: error.status,
          headers: { "content-type": "application/json", "x-fc-request-id": requestId },
          body: Buffer.from(JSON.stringify(body)),
          log: "",
        };
      }
    },
    settled: () => background.settled(),
    async close() {
      service.close();
      background.close();
      await pool.close();
    },
  };
}

function starterOf(isolation: Isolation, clock: Clock): StartInstance {
  if (isolation.kind === "inProcess") return startInProcessInstances(clock);
  const start = isolation.kind === "process" ? startProcessInstances(isolation.node) : startThreadInstance;
  // Code in another thread lives in the machine's time; the cloud's own must not run ahead meanwhile.
  return (launch) => {
    const instance = start(launch);
    return { ...instance, run: (entry, event, given) => clock.hold(() => instance.run(entry, event, given)) };
  };
}

/** functionCompute.md A9. */
const MAX_SYNC_BODY = 32 * 1024 * 1024;
const MAX_ASYNC_BODY = 128 * 1024;

function refuseTooLarge(body: Buffer, asynchronous: boolean) {
  const limit = asynchronous ? MAX_ASYNC_BODY : MAX_SYNC_BODY;
  if (body.length <= limit) return;
  throw new CloudError(
    413,
    "PayloadTooLarge",
    `payload size: ${body.length} bytes exceeds the limit of ${limit} bytes for ${asynchronous ? "asynchronous" : "synchronous"} invocations`,
  );
}
