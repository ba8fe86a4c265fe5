import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import type { CloudContext } from "../context.ts";
import { seededRandom } from "../random.ts";
import { newUuid } from "../rpc/ids.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { Ended } from "./invocation.ts";
import type { Instance, InstanceEntry, InvocationOutcome, PlainContext, StartInstance } from "./runtime/instance.ts";
import type { FcState, FunctionConfig } from "./state.ts";

/** Instances of all functions: warm ones wait for a while, one invocation runs in each at a time. */
export interface Pool {
  /** Runs the handler, starting and initialising an instance when none is warm. Never rejects but for too many. */
  run(job: Job): Promise<{ ended: Ended; log: string; coldStart: boolean; instanceId: string }>;
  /** Lets go of the instances of former code. */
  retire(functionName: string): void;
  /** Ends the instances that work. Those that wait for work have nothing under way, and stay. */
  abandon(): void;
  /** The time that instances wait begins anew: for a clock that has forgotten its timers. */
  waitAnew: () => void;
  /** Ends all, running preStop in those that are idle. */
  close(): Promise<void>;
}

/** One run of a function. */
interface Job {
  config: FunctionConfig;
  /** Which code: instances of another one are not used. */
  key: string;
  event: Buffer;
  context: PlainContext;
  environment: Record<string, string>;
}

interface Warm {
  instance: Instance;
  job: Job;
  stopWaiting: () => void;
}

/** How long a warm instance waits for work. */
const IDLE_MS = 120_000;
/** Of the account in a region, for all its functions (real-cloud.md FR9); another page says 300. */
const MAX_INSTANCES = 100;
/** Seconds, for hooks that say nothing else. */
const HOOK_TIMEOUT = 3;

/** A pool whose instances are made by `start`. */
export function createPool(
  context: CloudContext,
  start: StartInstance,
  { functions }: Pick<FcState, "functions">,
): Pool {
  const idle = new Map<string, Warm[]>();
  const running = new Map<string, Set<Instance>>();
  const { clock } = context;
  // A sequence of their own: whether an instance is warm must not change what else is random.
  const random = seededRandom(String(context.random()));

  const begin = (job: Job): Instance => {
    const { config, environment } = job;
    const id = `c-${newUuid(random).toLowerCase()}`;
    const vpcId = config.vpcConfig?.vpcId ?? "";
    const isMailPortOpen = context.realities?.is("mail-port", "open") === true;
    const launch = { id, folder: config.folder, memoryMb: config.memorySize, environment, isMailPortOpen };
    return start(vpcId === "" ? launch : { ...launch, vpcId });
  };

  async function end(warm: Warm): Promise<void> {
    const { instance, job } = warm;
    warm.stopWaiting();
    const hook = job.config.instanceLifecycleConfig?.preStop;
    if (hook?.handler !== undefined && instance.alive()) {
      await within(clock, hook.timeout ?? HOOK_TIMEOUT, instance, { handler: hook.handler, kind: "preStop" }, job);
    }
    instance.kill();
  }

  function rest(instance: Instance, job: Job) {
    if (!instance.alive()) return;
    const warm: Warm = { instance, job, stopWaiting: () => {} };
    idle.set(job.key, [...(idle.get(job.key) ?? []), warm]);
    endAfterWaiting(job.key, warm);
  }

  function endAfterWaiting(key: string, warm: Warm) {
    warm.stopWaiting();
    warm.stopWaiting = clock.after(IDLE_MS, () => {
      idle.set(
        key,
        (idle.get(key) ?? []).filter((other) => other !== warm),
      );
      void end(warm);
    });
  }

  function takeWarm(key: string): Instance | undefined {
    const warm = idle.get(key)?.pop();
    warm?.stopWaiting();
    if (warm === undefined || warm.instance.alive()) return warm?.instance;
    return takeWarm(key);
  }

  async function initialised(instance: Instance, job: Job): Promise<Ended | undefined> {
    const hook = job.config.instanceLifecycleConfig?.initializer;
    if (hook?.handler === undefined) return undefined;
    const seconds = hook.timeout ?? HOOK_TIMEOUT;
    const ended = await within(clock, seconds, instance, { handler: hook.handler, kind: "initializer" }, job);
    if (ended.kind === "answer") return undefined;
    instance.kill();
    return ended.kind === "error" || ended.kind === "died" ? { kind: "init", outcome: ended } : ended;
  }

  /**
   * Throws `CloudError` 429 when no further instance may run: a function that has instances reserved gets these and no more,
   * all others share what is left of the account's.
   */
  function admit({ functionName, concurrencyConfig }: FunctionConfig) {
    const busyOf = (name: string) => running.get(name)?.size ?? 0;
    const reserved = concurrencyConfig?.reservedConcurrency;
    if (reserved !== undefined) {
      if (busyOf(functionName) >= reserved)
        throw exhausted(`Function ${functionName} has ${reserved} instances reserved, and all of them work.`);
      return;
    }
    const owners = [...functions.values()].flatMap(({ config }) =>
      config.concurrencyConfig?.reservedConcurrency === undefined ? [] : [config],
    );
    const kept = owners.reduce((sum, { concurrencyConfig }) => sum + (concurrencyConfig?.reservedConcurrency ?? 0), 0);
    const names = new Set(owners.map((config) => config.functionName));
    const shared = [...running].reduce((sum, [name, busy]) => sum + (names.has(name) ? 0 : busy.size), 0);
    if (shared >= MAX_INSTANCES - kept)
      throw exhausted(`All ${MAX_INSTANCES} instances of the account work or are reserved.`);
  }

  function killRunning() {
    for (const instances of running.values()) for (const instance of instances) instance.kill();
  }

  return {
    async run(job) {
      const name = job.config.functionName;
      admit(job.config);
      const busy = running.get(name) ?? new Set();
      running.set(name, busy);
      const warm = takeWarm(job.key);
      const instance = warm ?? begin(job);
      busy.add(instance);
      const entry: InstanceEntry = { handler: job.config.handler, kind: "handler" };
      const failed = warm === undefined ? await initialised(instance, job) : undefined;
      const ended = failed ?? (await within(clock, job.config.timeout, instance, entry, job));
      busy.delete(instance);
      // Whoever ran out of time goes on running; nobody else must meet it.
      if (ended.kind === "timeout") instance.kill();
      rest(instance, job);
      return { ended, log: instance.takeLog(), coldStart: warm === undefined, instanceId: instance.id };
    },
    retire(functionName) {
      for (const [key, waiting] of idle) {
        if (waiting[0]?.job.config.functionName !== functionName) continue;
        idle.delete(key);
        for (const warm of waiting) void end(warm);
      }
    },
    abandon: killRunning,
    waitAnew() {
      for (const [key, waiting] of idle) for (const warm of waiting) endAfterWaiting(key, warm);
    },
    async close() {
      killRunning();
      await Promise.all([...idle.values()].flat().map(end));
      idle.clear();
    },
  };
}

function exhausted(message: string): CloudError {
  return new CloudError(429, "ResourceExhausted", message);
}

/** An entry point, cut off after its time: by the cloud's clock, and by the machine's when that stands still. */
async function within(
  clock: Clock,
  seconds: number,
  instance: Instance,
  entry: InstanceEntry,
  job: Job,
): Promise<Ended> {
  const cancels: (() => void)[] = [];
  const timeout = new Promise<Ended>((resolve) => {
    for (const time of new Set([clock, systemClock])) {
      cancels.push(time.after(seconds * 1000, () => resolve({ kind: "timeout", seconds })));
    }
  });
  const outcome: Promise<InvocationOutcome> = instance.run(entry, job.event, job.context);
  try {
    return await Promise.race([outcome, timeout]);
  } finally {
    for (const cancel of cancels) cancel();
  }
}
