import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { FunctionAnswer, FunctionCall } from "../../../local/cloudflow/engine/actions/invokeFunction.ts";
import type { FunctionSpec } from "../../../local/fc/functionSpec.ts";
import { resultOf } from "../../../local/fc/invocation.ts";
import { isolatedPlace } from "../../../local/fc/runtime/isolatedPlace.ts";
import type { LocalCloud } from "../../../local/localCloud.ts";
import type { TemporaryCredentials } from "../../../local/ram/contract.ts";
import { CLOCK_GLOBAL, type Clock } from "../../../shared/clock.ts";
import type { FcContext, Handler } from "../../../shared/functionCompute.ts";
import { currentInvocation, forever, type Invocation, within } from "./invocation.ts";

/**
 * Runs the built functions where the local Function Compute would, but lets a test end an invocation at any call that it
 * makes, and starts none anew: a function keeps nothing between invocations, and a cold start costs 100 ms.
 */
export interface Platform {
  /** As CloudFlow calls a function; resolves when the invocation has ended or died. */
  invoke(call: Pick<FunctionCall, "functionName" | "body">): Promise<FunctionAnswer>;
  /** Everything that functions have been given and must never tell. */
  secrets(): string[];
  /** What they have written to their logs. */
  log(): string;
  /** Credentials and logs of before are gone. */
  forget(): void;
}

interface Loaded {
  spec: FunctionSpec;
  handler: Handler;
}

/** Makes the platform of a cloud. `environment` is what every function finds in its `process.env`. */
export function createPlatform(
  cloud: Pick<LocalCloud, "ram" | "region" | "accountId">,
  clock: Clock,
  options: { functions: FunctionSpec[]; codeRoot: string; environment: Record<string, string> },
): Platform {
  const { ram, region, accountId } = cloud;
  const loaded = new Map<string, Loaded>();
  const credentials = new Map<string, TemporaryCredentials>();
  let log = "";

  function load(functionName: string): Loaded {
    const spec = options.functions.find((one) => one.functionName === functionName);
    if (spec === undefined) throw new Error(`There is no function ${functionName}; is the build of today?`);
    const place = isolatedPlace({
      environment: { ...spec.environmentVariables, ...options.environment },
      onExit: () => currentInvocation()?.kill(),
      onRequest: () => () => {},
    });
    place.globals.set(CLOCK_GLOBAL, instanceClock(clock));
    const file = resolve(options.codeRoot, spec.code ?? "", "index.js");
    return { spec, handler: place.loadFile(file).handler as Handler };
  }

  function known(functionName: string): Loaded {
    const one = loaded.get(functionName) ?? load(functionName);
    loaded.set(functionName, one);
    return one;
  }

  function contextOf({ functionName: name, handler, role, timeout = 3, memorySize = 512 }: FunctionSpec): FcContext {
    const held = credentials.get(name);
    const keys =
      held !== undefined && held.expiresAt > clock.now() + 3_600_000
        ? held
        : ram.assumeRole(role ?? "", "fc.aliyuncs.com", CREDENTIALS_SECONDS);
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
        const { spec, handler } = known(functionName);
        const { timeout = 3 } = spec;
        const run = startInvocation(functionName, held);
        const cancel = clock.after(timeout * 1000, () => run.end({ kind: "timeout", seconds: timeout }));
        const handled = within(run.invocation, async () => handler(Buffer.from(body), contextOf(spec))).then(
          (answer) => run.end({ kind: "answer", body: Buffer.from(JSON.stringify(answer ?? null)) }),
          ({ name: errorType, message: errorMessage }: Error) =>
            run.end({ kind: "error", errorType, errorMessage, stackTrace: [] }),
        );
        void handled;
        const ended = await run.ended;
        cancel();
        return resultOf(ended, randomUUID());
      }),
    secrets: () => [...credentials.values()].flatMap((keys) => [keys.accessKeySecret, keys.securityToken]),
    log: () => log,
    forget() {
      credentials.clear();
      log = "";
    },
  };
}

const CREDENTIALS_SECONDS = 36 * 3600;

type Ended = Parameters<typeof resultOf>[0];

/** An invocation whose work holds time but for when all of it waits. */
function startInvocation(functionName: string, held: Clock) {
  let settle: (ended: Ended) => void = () => {};
  const ended = new Promise<Ended>((done) => {
    settle = done;
  });
  let waiting = 0;
  let passing: { stop: AbortController; stopped: Promise<void> } | undefined;
  const pass = () => {
    const stop = new AbortController();
    passing = { stop, stopped: held.sleep(FOREVER_MS, stop.signal).catch(() => {}) };
  };
  const holdAgain = async () => {
    const last = passing;
    passing = undefined;
    last?.stop.abort();
    await last?.stopped;
  };
  const end = async (how: Ended) => {
    if (invocation.dead) return;
    invocation.dead = true;
    // Whoever holds time must have it back before he lets go of it.
    await holdAgain();
    settle(how);
  };
  const invocation: Invocation = {
    functionName,
    dead: false,
    kill: () => void end({ kind: "died", reason: "killed by a fault" }),
    async waitingFor(work) {
      if (invocation.dead) return forever();
      waiting += 1;
      if (waiting === 1) pass();
      const outcome = await work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      if (invocation.dead) return forever();
      waiting -= 1;
      if (waiting === 0) void holdAgain();
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    },
  };
  return { invocation, ended, end: (how: Ended) => void end(how) };
}

const FOREVER_MS = 366 * 24 * 3_600_000;

/** The clock that functions find under its global symbol: while all that they do is sleep, time passes. */
function instanceClock(clock: Clock): Clock {
  const own: Clock = {
    now: () => clock.now(),
    after(ms, act) {
      const invocation = currentInvocation();
      return clock.after(ms, () => (invocation?.dead === true ? undefined : act()));
    },
    sleep(ms, signal) {
      const sleep = clock.sleep(ms, signal);
      return currentInvocation()?.waitingFor(sleep) ?? sleep;
    },
    hold: (work) => work(own),
  };
  return own;
}
