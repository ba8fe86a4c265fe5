import { z } from "zod";
import type { SimulatedClock } from "../../shared/platform/clock.ts";
import type { LocalCloud } from "../cloud.ts";
import type { Fault } from "../context.ts";
import { readDuration } from "../seed/duration.ts";
import { exportSeed } from "../seed/exportSeed.ts";
import { CloudError } from "../wire/cloudError.ts";
import { cloudEndpoints } from "./cloudEndpoints.ts";
import type { AdminRoute } from "./route.ts";

/** Everything that can be asked of a local cloud about itself. */
export function adminRoutes(cloud: LocalCloud): AdminRoute[] {
  const advance = oneAfterTheOther();
  return [
    { method: "GET", path: "/local/endpoints", answer: () => cloudEndpoints(cloud) },
    {
      method: "GET",
      path: "/local/calls",
      answer({ query }) {
        const { follow, ...given } = read(callFilter, query);
        const filter = withoutUndefined(given);
        if (follow === undefined || follow === "false") return { calls: cloud.calls.recent(filter) };
        return {
          stream(send: (value: unknown) => void) {
            // What was called before is sent only to those who say how much of it.
            if (filter.limit !== undefined) for (const call of cloud.calls.recent(filter)) send(call);
            return cloud.calls.subscribe(send, filter);
          },
        };
      },
    },
    { method: "GET", path: "/local/faults", answer: () => ({ faults: cloud.faults.list() }) },
    { method: "POST", path: "/local/faults", answer: ({ body }) => ({ id: addFault(cloud, read(faultRule, body)) }) },
    { method: "DELETE", path: "/local/faults", answer: () => ({ cleared: cloud.faults.clear() }) },
    {
      method: "DELETE",
      path: "/local/faults/{id}",
      answer({ parameters: { id = "" } }) {
        if (cloud.faults.clear(id) === 1) return { cleared: 1 };
        const known = cloud.faults.list().map((fault) => fault.id);
        throw new CloudError(404, "NoSuchFault", `There is no fault ${id}. There are: ${known.join(", ") || "none"}.`);
      },
    },
    { method: "GET", path: "/local/realities", answer: () => cloud.realities.all() },
    {
      method: "POST",
      path: "/local/realities",
      answer({ body }) {
        for (const [question, answer] of Object.entries(read(foundAnswers, body))) setReality(cloud, question, answer);
        return cloud.realities.all();
      },
    },
    {
      method: "GET",
      path: "/local/seed",
      answer: ({ query }) => exportSeed(cloud, { withKeys: read(seedQuery, query).keys === "true" }),
    },
    {
      method: "POST",
      path: "/local/time/advance",
      answer: ({ body }) =>
        advance(async () => {
          const clock = simulatedClockOf(cloud);
          await clock.advance(msOf(read(timeStep, body)));
          return { now: clock.now() };
        }),
    },
    {
      method: "POST",
      path: "/local/functions/{name}/timers/{trigger}",
      async answer({ parameters: { name = "", trigger = "" } }) {
        const { status, body, log } = await cloud.fc.fireTimer(name, trigger);
        return { status, body: body.toString("utf8"), log };
      },
    },
  ];
}

const whole = z.string().regex(/^\d+$/, "a whole number is wanted").transform(Number);

const callFilter = z.strictObject({
  service: z.string().optional(),
  action: z.string().optional(),
  resource: z.string().optional(),
  caller: z.string().optional(),
  since: whole.optional(),
  limit: whole.optional(),
  follow: z.string().optional(),
});

const seedQuery = z.strictObject({ keys: z.enum(["true", "false"]).optional() });

const faultRule = z.strictObject({
  id: z.string().min(1).optional(),
  service: z.string().optional(),
  action: z.string().optional(),
  resource: z.string().optional(),
  // What each kind needs is the faults' own business; they say it well.
  fault: z.looseObject({ kind: z.string() }),
  count: z.number().optional(),
  exceptDryRuns: z.boolean().optional(),
  probability: z.number().optional(),
});

/** By question; null: as assumed. */
const foundAnswers = z.record(z.string(), z.string().nullable());

const timeStep = z.union(
  [z.strictObject({ ms: z.number().nonnegative() }), z.strictObject({ by: z.string() })],
  'send {"ms": 60000} or {"by": "7d"}',
);

/** Throws `CloudError` InvalidInput with everything that is wrong. */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  throw new CloudError(400, "InvalidInput", problems.join("; "));
}

function setReality(cloud: LocalCloud, question: string, answer: string | null) {
  try {
    cloud.realities.set(question, answer ?? undefined);
  } catch (cause) {
    throw new CloudError(400, "InvalidReality", cause instanceof Error ? cause.message : String(cause));
  }
}

function addFault(cloud: LocalCloud, { fault, ...rule }: z.output<typeof faultRule>): string {
  try {
    return cloud.faults.add({ fault: fault as unknown as Fault, ...withoutUndefined(rule) });
  } catch (cause) {
    throw new CloudError(400, "InvalidFault", cause instanceof Error ? cause.message : String(cause));
  }
}

/** What zod leaves optional it also lets be undefined. */
function withoutUndefined<Given extends object>(given: Given) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Given]: Exclude<Given[Name], undefined>;
  };
}

function msOf(step: z.output<typeof timeStep>): number {
  if ("ms" in step) return step.ms;
  try {
    const ms = readDuration(step.by);
    if (ms >= 0) return ms;
  } catch (cause) {
    throw new CloudError(400, "InvalidInput", cause instanceof Error ? cause.message : String(cause));
  }
  throw new CloudError(400, "InvalidInput", "Time does not go back.");
}

function simulatedClockOf({ clock }: LocalCloud): SimulatedClock {
  if ("advance" in clock) return clock as SimulatedClock;
  throw new CloudError(
    409,
    "RealTime",
    "This cloud lives in the machine's own time, which cannot be moved. Start one with --time simulated.",
  );
}

/** Two steps in time at once would each end where the other began. */
function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
