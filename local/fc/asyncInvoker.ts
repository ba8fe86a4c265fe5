import type { CloudContext } from "../context.ts";
import { type Restore, snapshotMap } from "../snapshot.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { AcceptedInvocation } from "./contract.ts";
import type { AsyncInvokeConfig } from "./functionSpec.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";
import type { Invoke } from "./invoker.ts";
import { resolveFunction } from "./resolveFunction.ts";
import { type FcState, LATEST } from "./state.ts";

/** Asynchronous invocations: accepted at once, run in the background, retried, their outcome sent on. */
interface AsyncInvoker {
  /**
   * Accepts an event. What becomes of it shows only in logs and destinations. Throws `CloudError` when the function keeps
   * asynchronous tasks and has one of this id.
   */
  accept(invocation: Invocation, taskId?: string): void;
  /** The asynchronous tasks that a function has kept: their ids, and when they were accepted, the newest first. */
  tasksOf(functionName: string): { taskId: string; acceptedAt: number }[];
  /** Remembers which tasks there have been. */
  snapshot(): Restore;
  /** Resolves when nothing is waiting or running any more. */
  settled(): Promise<void>;
  /** What is waiting or running, by request id. */
  accepted(): Record<string, AcceptedInvocation>;
  /** Forgets everything that was accepted. */
  abandon(): void;
  close(): void;
}

/** Wait before the first retry; it doubles each time (functionCompute.md §5). */
const FIRST_DELAY_MS = 500;
/** Throttled events are tried again for five hours. */
const THROTTLED_MS = 5 * 3_600_000;
const DAY_SECONDS = 86_400;
const RETRIES = 3;

/** How the last attempt went, and why there is no further one. */
interface Delivery {
  result: InvocationResult;
  invokeCount: number;
  condition: "" | "RetriesExhausted" | "EventAgeExceeded" | "Refused";
}

/** Makes the invoker in the background of a synchronous one; `newRequestId` is for what goes to destinations. */
export function createAsyncInvoker(options: {
  context: CloudContext;
  state: FcState;
  invoke: Invoke;
  newRequestId(): string;
  reportRefusal(functionName: string, caller: string, error: CloudError): void;
}): AsyncInvoker {
  const { context, state, invoke } = options;
  const { clock } = context;
  /** Ends what has been accepted so far. */
  let ending = new AbortController();
  const pending = new Set<Promise<void>>();
  const accepted = new Map<string, AcceptedInvocation>();
  /** Ids of tasks, with their functions, and when they were accepted. */
  const tasks = new Map<string, number>();

  function configOf({ functionName, qualifier = LATEST }: Invocation): AsyncInvokeConfig {
    const { asyncConfigs } = resolveFunction(state, functionName, qualifier).record;
    return (Object.hasOwn(asyncConfigs, qualifier) ? asyncConfigs[qualifier] : asyncConfigs[LATEST]) ?? {};
  }

  async function deliver(invocation: Invocation, ended: AbortSignal, isNamed: boolean): Promise<void> {
    const config = configOf(invocation);
    // A task that nobody has named is called as its request is.
    if (config.asyncTask === true && !isNamed) {
      tasks.set(`${invocation.functionName}/${invocation.requestId}`, clock.now());
    }
    const delivery = await attempts(invocation, config, ended);
    const { onSuccess, onFailure } = config.destinationConfig ?? {};
    const destination = delivery.condition === "" ? onSuccess : onFailure;
    if (destination !== undefined) sendOn(destination.destination, invocation, delivery);
  }

  async function attempts(invocation: Invocation, config: AsyncInvokeConfig, ended: AbortSignal): Promise<Delivery> {
    const accepted = clock.now();
    const maxAge = (config.maxAsyncEventAgeInSeconds ?? DAY_SECONDS) * 1000;
    const retries = config.maxAsyncRetryAttempts ?? RETRIES;
    let delay = FIRST_DELAY_MS;
    for (let invokeCount = 1, failures = 0; ; invokeCount += 1) {
      const result = await attempt({ ...invocation, retryCount: invokeCount - 1 });
      ended.throwIfAborted();
      const functionFailed = result.headers["x-fc-error-type"] !== undefined;
      if (result.status === 200 && !functionFailed) return { result, invokeCount, condition: "" };
      const age = clock.now() - accepted;
      const throttled = result.status === 429 || result.status >= 500;
      if (functionFailed && ++failures > retries) return { result, invokeCount, condition: "RetriesExhausted" };
      if (!functionFailed && !throttled) return { result, invokeCount, condition: "Refused" };
      if (age + delay > Math.min(maxAge, throttled ? THROTTLED_MS : maxAge)) {
        return { result, invokeCount, condition: "EventAgeExceeded" };
      }
      await clock.sleep(delay, ended);
      delay *= 2;
    }
  }

  async function attempt(invocation: Invocation): Promise<InvocationResult> {
    try {
      return await invoke(invocation);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return { status: error.status, headers: {}, body: Buffer.from(error.message), log: "" };
    }
  }

  /** The function's own role needs the right on its destination (functionCompute.md §9). */
  function sendOn(destination: string, invocation: Invocation, delivery: Delivery) {
    const [, functionName] = /^acs:fc:[^:]*:\d*:functions\/([\w-]+)$/.exec(destination) ?? [];
    const { config } = resolveFunction(state, invocation.functionName, invocation.qualifier);
    if (functionName === undefined || config.role === undefined) return;
    const identity = context.ram.identityOfRole(config.role, "fc.aliyuncs.com");
    context.ram.authorise(identity, "fc:InvokeFunction", destination);
    const { result } = delivery;
    const error = result.headers["x-fc-error-type"];
    const event = {
      timestamp: clock.now(),
      requestContext: {
        requestId: invocation.requestId,
        functionArn: `acs:fc:${context.region}:${context.accountId}:functions/${invocation.functionName}`,
        condition: delivery.condition,
        approximateInvokeCount: delivery.invokeCount,
      },
      requestPayload: invocation.body.toString("utf8"),
      responseContext: { statusCode: result.status, functionError: error ?? "" },
      responsePayload: result.body.toString("utf8"),
    };
    accept({ functionName, requestId: options.newRequestId(), body: Buffer.from(JSON.stringify(event)) });
  }

  /**
   * A duplicate is refused with 409 (alibabacloud.com/help/en/fc/task-deduplication, 2023-07-27); its code is not documented
   * (open.md O56). Where the function does not keep its tasks, an id means nothing (real-cloud.md FR18).
   */
  function keepTask(invocation: Invocation, taskId: string) {
    if (configOf(invocation).asyncTask !== true) return;
    if (!/^[A-Za-z_][\w-]{0,127}$/.test(taskId)) {
      throw new CloudError(400, "InvalidArgument", `The id of a task '${taskId}' must begin with a letter or _.`);
    }
    const key = `${invocation.functionName}/${taskId}`;
    if (tasks.has(key)) throw new CloudError(409, "AsyncTaskAlreadyExists", `task '${taskId}' already exists`);
    tasks.set(key, clock.now());
  }

  function accept(invocation: Invocation, taskId?: string) {
    const { requestId, functionName, qualifier, body } = invocation;
    if (taskId !== undefined) keepTask(invocation, taskId);
    const { signal } = ending;
    const kept = {
      functionName,
      ...(qualifier === undefined ? {} : { qualifier }),
      body: body.toString("base64"),
    };
    accepted.set(requestId, kept);
    context.keeper?.note("fc/accepted", requestId, kept);
    const work = deliver(invocation, signal, taskId !== undefined)
      .catch((error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof CloudError)) throw error;
        // Nobody waits for the answer, so the call log is where it shows.
        options.reportRefusal(invocation.functionName, "(asynchronous)", error);
      })
      .finally(() => {
        pending.delete(work);
        // What is only interrupted goes on with the next process.
        if (signal.aborted) return;
        accepted.delete(requestId);
        context.keeper?.note("fc/accepted", requestId, null, { lazily: true });
      });
    pending.add(work);
  }

  return {
    accept,
    tasksOf: (functionName) =>
      [...tasks]
        .filter(([key]) => key.startsWith(`${functionName}/`))
        .map(([key, acceptedAt]) => ({ taskId: key.slice(functionName.length + 1), acceptedAt }))
        .reverse(),
    snapshot: () => snapshotMap(tasks),
    accepted: () => Object.fromEntries(accepted),
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    abandon() {
      ending.abort(new Error("The invocation was given up."));
      ending = new AbortController();
      pending.clear();
      accepted.clear();
    },
    close: () => ending.abort(new Error("Function Compute is closing.")),
  };
}
