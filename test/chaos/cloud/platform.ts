import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { LocalCloud } from "../../../local/cloud.ts";
import type { FunctionAnswer, FunctionCall } from "../../../local/cloudflow/engine/actions/invokeFunction.ts";
import type { FunctionSpec } from "../../../local/fc/functionSpec.ts";
import { resultOf } from "../../../local/fc/invocation.ts";
import { isolatedPlace } from "../../../local/fc/runtime/isolatedPlace.ts";
import type { TemporaryCredentials } from "../../../local/ram/contract.ts";
import { CLOCK_GLOBAL, type Clock } from "../../../shared/platform/clock.ts";
import type { FcContext, Handler } from "../../../shared/platform/functionCompute.ts";
import { taskOf } from "../expectations.ts";
import { claimRequest } from "./carryInMemory.ts";
import type { Invocation } from "./invocation.ts";
import { instanceClock, startInvocation } from "./startInvocation.ts";

/**
 * Runs the built functions where the local Function Compute would, but lets a test end an invocation at any call that it
 * makes, and starts none anew: a function keeps nothing between invocations, and a cold start costs 100 ms.
 */
export interface Platform {
  /** As CloudFlow calls a function; resolves when the invocation has ended or died. */
  invoke(call: Pick<FunctionCall, "functionName" | "body">): Promise<FunctionAnswer>;
  /** What comes when the function's time is up: its answer, whatever it has done, was lost. */
  timedOut(functionName: string): Promise<FunctionAnswer>;
  /** Everything that functions have been given and must never tell. */
  secrets(): string[];
  /** What they have written to their logs. */
  log(): string;
  /** Credentials and logs of before are gone. */
  forget(): void;
}

/** Where one invocation at a time runs. */
interface Instance {
  handler: Handler;
  current: Invocation | undefined;
}

/** Makes the platform of a cloud. `environment` is what every function finds in its `process.env`. */
export function createPlatform(
  cloud: Pick<LocalCloud, "ram" | "region" | "accountId">,
  clock: Clock,
  options: { functions: FunctionSpec[]; codeRoot: string; environment: Record<string, string> },
): Platform {
  const { ram, region, accountId } = cloud;
  const idle = new Map<string, Instance[]>();
  const credentials = new Map<string, TemporaryCredentials>();
  let log = "";

  function startInstance(spec: FunctionSpec): Instance {
    const place = isolatedPlace({
      environment: { ...spec.environmentVariables, ...options.environment },
      onExit: () => instance.current?.kill(),
      onRequest() {
        claimRequest(instance.current);
        return () => {};
      },
    });
    place.globals.set(
      CLOCK_GLOBAL,
      instanceClock(clock, () => instance.current),
    );
    const file = resolve(options.codeRoot, spec.code ?? "", "index.js");
    const instance: Instance = { current: undefined, handler: (event, context) => handler(event, context) };
    const handler = place.loadFile(file).handler as Handler;
    return instance;
  }

  function specOf(functionName: string): FunctionSpec {
    const spec = options.functions.find((one) => one.functionName === functionName);
    if (spec === undefined) throw new Error(`There is no function ${functionName}; is the build of today?`);
    return spec;
  }

  function contextOf({
    functionName: name,
    handler,
    role = "",
    timeout = 3,
    memorySize = 512,
  }: FunctionSpec): FcContext {
    const keys = credentials.get(name) ?? ram.assumeRole(role, "fc.aliyuncs.com", CREDENTIALS_SECONDS);
    credentials.set(name, keys);
    const { accessKeyId, accessKeySecret, securityToken } = keys;
    const write = (...values: unknown[]) => {
      log += `${values.join(" ")}\n`;
    };
    return {
      requestId: randomUUID(),
      credentials: { accessKeyId, accessKeySecret, securityToken },
      function: { name, handler, memory: memorySize, timeout },
      region,
      accountId,
      logger: { debug: write, info: write, warn: write, error: write, log: write },
    };
  }

  return {
    invoke: ({ functionName, body }) =>
      clock.hold(async (held) => {
        const spec = specOf(functionName);
        const { timeout = 3 } = spec;
        const free = idle.get(functionName) ?? [];
        idle.set(functionName, free);
        const instance = free.pop() ?? startInstance(spec);
        const run = startInvocation(taskOf(functionName, body), held);
        instance.current = run.invocation;
        const cancel = clock.after(timeout * 1000, () => run.end({ kind: "timeout", seconds: timeout }));
        void instance.handler(Buffer.from(body), contextOf(spec)).then(
          (answer) => run.end({ kind: "answer", body: Buffer.from(JSON.stringify(answer ?? null)) }),
          ({ name: errorType, message: errorMessage }: Error) =>
            run.end({ kind: "error", errorType, errorMessage, stackTrace: [] }),
        );
        const ended = await run.ended;
        cancel();
        // Whoever is dead waits for ever, so the next can have its place.
        free.push(instance);
        return resultOf(ended, randomUUID());
      }),
    async timedOut(functionName) {
      const { timeout: seconds = 3 } = specOf(functionName);
      await clock.sleep(seconds * 1000);
      return resultOf({ kind: "timeout", seconds }, randomUUID());
    },
    secrets: () => [...credentials.values()].flatMap((keys) => [keys.accessKeySecret, keys.securityToken]),
    log: () => log,
    forget() {
      credentials.clear();
      log = "";
    },
  };
}

/** Longer than any run. */
const CREDENTIALS_SECONDS = 36 * 3600;
