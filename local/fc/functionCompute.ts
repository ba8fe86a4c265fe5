import type { Clock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import { createRestService } from "../rest/restService.ts";
import { combine, snapshotMap } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import { createAsyncInvoker } from "./asyncInvoker.ts";
import { bucketRefusal, createCodeBucket } from "./codeBucket.ts";
import type { FunctionCompute, FunctionComputeOptions, Isolation } from "./contract.ts";
import { createFunction } from "./createFunction.ts";
import { fcRoutes } from "./fcRoutes.ts";
import { createInProcessCalls } from "./inProcessCalls.ts";
import { createInvoker } from "./invoker.ts";
import { newRequestId } from "./newRequestId.ts";
import { createPool } from "./pool.ts";
import { refusal, throttled } from "./refusal.ts";
import { functionOf, resolveFunction } from "./resolveFunction.ts";
import { startInProcessInstances } from "./runtime/inProcessInstance.ts";
import type { StartInstance } from "./runtime/instance.ts";
import { startProcessInstances } from "./runtime/processInstance.ts";
import { startThreadInstance } from "./runtime/threadInstance.ts";
import type { FcServiceContext } from "./serviceContext.ts";
import type { FcState } from "./state.ts";
import { boundDomainOf, domainOfSpec, pairOf, wildcardOf } from "./triggers/customDomain.ts";
import { eventBridgeEvent } from "./triggers/eventBridgeTrigger.ts";
import { triggerDomain } from "./triggers/httpTrigger.ts";
import { timerEvent } from "./triggers/timerTrigger.ts";
import { checkTrigger, createTriggers } from "./triggers/triggers.ts";
import { createUploadedCode } from "./uploadedCode.ts";

export type { FunctionCompute, Isolation };

/** Builds the local Function Compute (functionCompute.md, wire.md §3 and §7). */
export function createFunctionCompute(context: CloudContext, options: FunctionComputeOptions): FunctionCompute {
  const { clock, random } = context;
  const state: FcState = {
    functions: new Map(),
    domains: new Map(),
    ...(options.front === undefined ? {} : { front: options.front }),
  };
  for (const spec of options.functions) {
    const record = createFunction(spec, { codeRoot: options.codeRoot, now: clock.now(), random });
    record.triggers.forEach(checkTrigger);
    state.functions.set(spec.functionName, record);
    if (spec.customDomain === undefined) continue;
    const domain = domainOfSpec(spec.functionName, spec.customDomain, clock.now());
    state.domains.set(domain.domainName, domain);
  }
  const deployed = new Set(options.functions.map(({ functionName }) => functionName));
  const pool = createPool(context, starterOf(options.isolation, clock), state);
  const nextRequestId = () => newRequestId(clock.now(), random);
  const reportRefusal: FcServiceContext["reportRefusal"] = (functionName, caller, { status, code }) =>
    context.logCall({
      at: clock.now(),
      service: "fc",
      action: "InvokeFunction",
      resource: `functions/${functionName}`,
      caller,
      status,
      code,
      requestId: nextRequestId(),
      durationMs: 0,
    });
  const run = createInvoker({
    context,
    state,
    pool,
    writeLogs: options.logs?.write,
    environmentOf: (functionName) =>
      (deployed.has(functionName) ? undefined : options.environmentOfOthers) ?? options.environment ?? {},
    reportRefusal,
  });
  /** How far log triggers have read. */
  const places = new Map<string, number>();
  const noteFunctions = context.keeper?.watch("fc/functions", () => state.functions);
  const noteDomains = context.keeper?.watch("fc/domains", () => state.domains);
  const background = createAsyncInvoker({ context, state, invoke: run, newRequestId: nextRequestId, reportRefusal });
  const bucket = createCodeBucket(context);
  const code = createUploadedCode(options.uploads, (name, object) => bucket.read(name, object));

  const serviceContext: FcServiceContext = {
    context,
    state,
    pool,
    code,
    bucket,
    async perform({ functionName, qualifier, body, asynchronous, requestId, taskId }) {
      refuseTooLarge(body, asynchronous);
      resolveFunction(state, functionName, qualifier);
      const invocation = { functionName, body, requestId, ...(qualifier !== undefined && { qualifier }) };
      if (!asynchronous) return run(invocation);
      background.accept(invocation, taskId);
      // No content type: `@alicloud/fc2` would parse the empty body (functionCompute.md §6).
      return { status: 202, headers: { "x-fc-request-id": requestId }, body: Buffer.alloc(0), log: "" };
    },
    enqueue: (call) => background.accept({ ...call, requestId: nextRequestId() }),
    tasksOf: (functionName) => background.tasksOf(functionName),
    aliasesOf: (name) => options.aliasesOf?.(name),
    certificateOf: (id) => options.certificateOf?.(id),
    newRequestId: nextRequestId,
    reportRefusal,
    triggersChanged: (functionName) => triggers.refresh(functionName),
    places: {
      get: (id) => places.get(id),
      set(id, sequence) {
        if (places.get(id) === sequence) return;
        places.set(id, sequence);
        context.keeper?.note("fc/places", id, sequence, { lazily: true });
      },
    },
  };
  const endpoint = `http://${context.region}-intranet.log.aliyuncs.com`;
  const reader = options.logs?.reader;
  const triggers = createTriggers(serviceContext, reader === undefined ? undefined : { reader, endpoint });

  const service = createRestService(
    {
      service: "fc",
      ramPrefix: "fc",
      routes: fcRoutes(serviceContext),
      // A page that nobody serves is not found; only what begins with a version is a call of the API.
      noRoute: ({ method, path }) =>
        /^\/\d{4}-\d\d-\d\d\//.test(path)
          ? undefined
          : new CloudError(404, "PathNotSupported", `${method} ${path} is not supported.`),
      parametersOf: (request) => ({
        domain: triggerDomain(request),
        bound: boundDomainOf(state, request),
        bucket: bucket.bucketOf(request),
      }),
      refusal: (error, requestId, request) =>
        bucket.bucketOf(request) === "" ? refusal(error, requestId, request) : bucketRefusal(error, requestId),
      throttled,
      requestIdHeader: "x-fc-request-id",
      noteChanges({ method, action }) {
        if (method === "GET" || /^(?:Invoke|HttpTrigger|PutObject)/.test(action)) return;
        noteFunctions?.();
        noteDomains?.();
      },
      newRequestId: nextRequestId,
    },
    context,
  );

  const calls = createInProcessCalls(serviceContext);

  return {
    actions: service.actions,
    handle: (request) => service.handle(request),
    isPage: (request) =>
      request.path.startsWith("/proxy/") || triggerDomain(request) !== "" || boundDomainOf(state, request) !== "",
    certificateFor(serverName) {
      const domain = state.domains.get(serverName) ?? state.domains.get(wildcardOf(serverName));
      const isLagging = domain?.lagging !== undefined && clock.now() < domain.lagging.until;
      const pair = pairOf(serviceContext, isLagging ? { ...domain, ...domain.lagging } : domain);
      return pair === undefined ? undefined : { cert: pair.certificate, key: pair.privateKey };
    },
    invoke: (call) => calls.invoke(call),
    invokeFunction: (call) => calls.invokeFunction(call),
    fireTimer(functionName, triggerName) {
      const trigger = functionOf(state, functionName).triggers.find((one) => one.triggerName === triggerName);
      if (trigger?.triggerType !== "timer") {
        throw new CloudError(
          404,
          "TriggerNotFound",
          `Function '${functionName}' has no timer trigger '${triggerName}'.`,
        );
      }
      const body = timerEvent(trigger, clock.now());
      const { qualifier } = trigger;
      return serviceContext.perform({ functionName, qualifier, body, asynchronous: false, requestId: nextRequestId() });
    },
    emitEvent(event) {
      const { realities } = context;
      const receivers = [...state.functions.values()].flatMap(({ config: { functionName }, triggers: own }) =>
        own
          .filter(({ triggerType }) => triggerType === "eventbridge")
          .map((trigger) => ({
            functionName,
            qualifier: trigger.qualifier,
            body: eventBridgeEvent(trigger, event, realities),
          })),
      );
      const isSynchronous = realities?.is("event-by-eventbridge/invocation", "true means synchronous") === true;
      for (const { body, ...target } of receivers) {
        if (body === undefined) continue;
        if (!isSynchronous) serviceContext.enqueue({ ...target, body });
        // Nobody waits for the answer; what cannot be called is none of the event's.
        else void run({ ...target, body, requestId: nextRequestId() }).catch(() => {});
      }
      return receivers.filter(({ body }) => body !== undefined).length;
    },
    httpTriggerPath: (functionName) => `/proxy/${functionName}`,
    exportState: () => ({
      functions: [...state.functions.values()],
      domains: [...state.domains.values()],
      accepted: background.accepted(),
      places: Object.fromEntries(places),
    }),
    importState(kept) {
      for (const [id, sequence] of Object.entries(kept.places ?? {})) places.set(id, sequence);
      for (const record of kept.functions) {
        const { functionName } = record.config;
        const deployed = state.functions.get(functionName);
        if (deployed === undefined) state.functions.set(functionName, record);
        // A trigger that is deployed again goes on where it was.
        for (const trigger of deployed?.triggers ?? []) {
          const former = record.triggers.find(({ triggerName }) => triggerName === trigger.triggerName);
          if (former === undefined) continue;
          trigger.triggerId = former.triggerId;
          trigger.createdAt = former.createdAt;
        }
      }
      for (const domain of kept.domains ?? []) {
        if (!state.domains.has(domain.domainName)) state.domains.set(domain.domainName, domain);
      }
      triggers.refreshAll();
      for (const [requestId, { body, ...target }] of Object.entries(kept.accepted ?? {})) {
        background.accept({ ...target, requestId, body: Buffer.from(body, "base64") });
      }
    },
    abandon() {
      background.abandon();
      pool.abandon();
    },
    snapshot() {
      const generations = new Map([...state.functions].map(([name, { generation }]) => [name, generation]));
      const retireChanged = () => {
        for (const [name, { generation }] of state.functions) {
          if (generations.get(name) !== generation) pool.retire(name);
        }
      };
      const functions = snapshotMap(state.functions, structuredClone);
      const domains = snapshotMap(state.domains, structuredClone);
      const others = [domains, snapshotMap(places), pool.waitAnew, triggers.refreshAll];
      others.push(background.snapshot());
      return combine(retireChanged, run.snapshot(), functions, ...others);
    },
    settled: () => background.settled(),
    async close() {
      triggers.close();
      service.close();
      calls.close();
      background.close();
      await pool.close();
      await code.close();
    },
  };
}

function starterOf(isolation: Isolation, clock: Clock): StartInstance {
  if (isolation.kind === "inProcess") return startInProcessInstances(clock);
  const start = isolation.kind === "process" ? startProcessInstances(isolation.node) : startThreadInstance;
  // Code in another thread lives in the machine's time; the cloud's own must not run ahead meanwhile.
  return (launch) => {
    // A simulated clock can go on while code in another thread works: that code lives in the machine's time.
    const instance = start("advance" in clock ? launch : { ...launch, now: () => clock.now() });
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
