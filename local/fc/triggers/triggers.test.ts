import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { ACCOUNT, testContext } from "../../../test/local/testContext.ts";
import { createSls, type Sls } from "../../sls/sls.ts";
import { createFunctionCompute, type FunctionCompute } from "../functionCompute.ts";
import type { FunctionSpec, TriggerSpec } from "../functionSpec.ts";

const codeRoot = fileURLToPath(new URL(".", import.meta.url));
const START = Date.UTC(2026, 0, 1, 0, 0, 30);
const target = { project: "shop", logstore: "events" };

let clock: SimulatedClock;
let context: ReturnType<typeof testContext>;
let sls: Sls;
let fc: FunctionCompute;

/** A cloud in simulated time with these functions, whose output goes to `calls`. */
function start(functions: Partial<FunctionSpec>[]) {
  fc = createFunctionCompute(context, {
    codeRoot,
    isolation: { kind: "inProcess" },
    logs: sls,
    functions: functions.map((given, index) => ({
      functionName: `f${index}`,
      runtime: "nodejs20",
      handler: "recorder.record",
      code: "../../../test/local/fc/functions",
      timeout: 60,
      logConfig: { project: "shop", logstore: "calls" },
      ...given,
    })),
  });
}

/** The events that functions were called with, in order: what `recorder.record` prints. */
function events(): Record<string, unknown>[] {
  const shards = sls.exportState() as {
    projects: { logstores: { name: string; shards: { groups: LogGroups }[] }[] }[];
  };
  const calls = shards.projects[0]?.logstores.find(({ name }) => name === "calls");
  return (calls?.shards.flatMap(({ groups }) => groups) ?? [])
    .sort((left, right) => left.receivedAt - right.receivedAt)
    .flatMap(({ logs }) => logs.map(({ contents }) => Object.fromEntries(contents).message ?? ""))
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
type LogGroups = { receivedAt: number; logs: { contents: [string, string][] }[] }[];

beforeEach(() => {
  clock = simulatedClock(START);
  context = testContext(clock);
  sls = createSls(context);
  for (const logstore of ["events", "calls"]) sls.ensure({ project: "shop", logstore });
});
afterEach(() => fc.close());

function timer(cronExpression: string, more: Record<string, unknown> = {}): TriggerSpec {
  return { triggerName: "tick", triggerType: "timer", triggerConfig: { cronExpression, enable: true, ...more } };
}

describe("a timer trigger", () => {
  it("calls its function at its times, with a payload that is text", async () => {
    start([{ triggers: [timer("0 0 * * * *", { payload: "awesome-fc" })] }]);
    await clock.advance(3 * 3_600_000);
    expect(events()).toEqual([
      { triggerTime: "2026-01-01T01:00:00Z", triggerName: "tick", payload: "awesome-fc" },
      { triggerTime: "2026-01-01T02:00:00Z", triggerName: "tick", payload: "awesome-fc" },
      { triggerTime: "2026-01-01T03:00:00Z", triggerName: "tick", payload: "awesome-fc" },
    ]);
  });

  it("does nothing when it is not enabled, but can be fired by hand", async () => {
    start([{ triggers: [timer("@every 1h", { enable: false })] }]);
    await clock.advance(3 * 3_600_000);
    expect(events()).toEqual([]);
    expect((await fc.fireTimer("f0", "tick")).status).toBe(200);
    expect(events()).toMatchObject([{ triggerTime: "2026-01-01T03:00:30Z", triggerName: "tick" }]);
    expect(() => fc.fireTimer("f0", "tock")).toThrow("no timer trigger 'tock'");
  });
});

describe("an asynchronous invocation", () => {
  const identity = { accountId: ACCOUNT, accessKeyId: "local" };

  it("is accepted at once and retried until the function succeeds", async () => {
    start([{ handler: "recorder.failTwice" }]);
    const accepted = await fc.invoke({ functionName: "f0", body: "{}", identity, invocationType: "Async" });
    expect(accepted.status).toBe(202);
    await clock.advance(60_000);
    expect(events()).toEqual([{ attempt: 0 }, { attempt: 1 }, { attempt: 2 }]);
  });

  it("is given up after three retries, or as many as were asked for", async () => {
    const asyncInvokeConfig = { maxAsyncRetryAttempts: 1 };
    start([{ handler: "recorder.failAlways" }, { handler: "recorder.failAlways", asyncInvokeConfig }]);
    await fc.invoke({ functionName: "f0", body: "{}", identity, invocationType: "Async" });
    await clock.advance(3_600_000);
    expect(events()).toHaveLength(4);
    await fc.invoke({ functionName: "f1", body: "{}", identity, invocationType: "Async" });
    await clock.advance(3_600_000);
    expect(events()).toHaveLength(6);
  });

  it("sends its outcome to the destination, with the right of the function's own role", async () => {
    const destination = `acs:fc:cn-hangzhou:${ACCOUNT}:functions/f1`;
    const role = `acs:ram::${ACCOUNT}:role/sender`;
    const asyncInvokeConfig = { maxAsyncRetryAttempts: 0, destinationConfig: { onFailure: { destination } } };
    const allow = { Effect: "Allow" as const, Action: "fc:InvokeFunction", Resource: destination };
    context.ram.putRole({
      name: "sender",
      trusts: ["fc.aliyuncs.com"],
      policies: [{ Version: "1", Statement: [allow] }],
    });
    start([{ handler: "index.fail", role, asyncInvokeConfig }, {}]);
    await fc.invoke({ functionName: "f0", body: '{"a":1}', identity, invocationType: "Async" });
    await clock.advance(60_000);
    expect(events()).toMatchObject([
      {
        requestContext: {
          functionArn: expect.stringMatching(/functions\/f0$/),
          condition: "RetriesExhausted",
          approximateInvokeCount: 1,
        },
        requestPayload: '{"a":1}',
        responseContext: { statusCode: 200, functionError: "HandledInvocationError" },
        responsePayload: expect.stringContaining("lsn-1 is Configuring"),
      },
    ]);
  });
});

describe("a log trigger", () => {
  const role = `acs:ram::${ACCOUNT}:role/etl`;
  const trigger: TriggerSpec = {
    triggerName: "access",
    triggerType: "log",
    sourceArn: `acs:log:cn-hangzhou:${ACCOUNT}:project/shop`,
    invocationRole: role,
    triggerConfig: {
      enable: true,
      sourceConfig: { logstore: "events" },
      jobConfig: { maxRetryTime: 1, triggerInterval: 60 },
      functionParameter: { window: "5m" },
      logConfig: { project: "shop", logstore: "triggers" },
    },
  };
  const NEEDED = [
    "fc:InvokeFunction",
    "log:GetCursorOrData",
    "log:ListShards",
    "log:GetLogStore",
    "log:ListLogStores",
    "log:PostLogStoreLogs",
    "log:BatchPostLogStoreLogs",
  ];
  const putRole = (Action = NEEDED) =>
    context.ram.putRole({
      name: "etl",
      trusts: ["log.aliyuncs.com"],
      policies: [{ Version: "1", Statement: [{ Effect: "Allow" as const, Action, Resource: "*" }] }],
    });

  it.each(NEEDED)("never fires with a role that lacks %s", async (lacking) => {
    putRole(NEEDED.filter((action) => action !== lacking));
    start([{ triggers: [trigger] }]);
    sls.write(target, "t", [{ status: "502" }]);
    await clock.advance(120_000);
    expect(events()).toEqual([]);
    putRole();
    await clock.advance(120_000);
    expect(events()).toHaveLength(1);
  });

  it("hands cursors of what was written to its function, each batch once", async () => {
    putRole();
    start([{ triggers: [trigger] }]);
    sls.write(target, "t", [{ status: "502" }]);
    await clock.advance(120_000);
    const [event, ...others] = events();
    expect(others).toEqual([]);
    expect(event).toEqual({
      parameter: { window: "5m" },
      source: {
        endpoint: "http://cn-hangzhou-intranet.log.aliyuncs.com",
        projectName: "shop",
        logstoreName: "events",
        shardId: expect.any(Number),
        beginCursor: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        endCursor: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      },
      jobName: expect.stringMatching(/^[0-9a-f]{40}$/),
      taskId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
      cursorTime: START / 1000 + 60,
    });
    sls.write(target, "t", [{ status: "504" }]);
    await clock.advance(60_000);
    expect(events()).toHaveLength(2);
  });

  it("gives a failed batch again, the same one, until it succeeds", async () => {
    putRole();
    start([{ handler: "recorder.failThreeTimes", triggers: [trigger] }]);
    sls.write(target, "t", [{ status: "502" }]);
    await clock.advance(70_000);
    sls.write(target, "t", [{ status: "504" }]);
    await clock.advance(60_000);
    const tasks = events().map(({ taskId }) => taskId);
    expect(tasks.length).toBeGreaterThanOrEqual(4);
    expect(tasks.slice(0, 4)).toEqual([tasks[0], tasks[0], tasks[0], tasks[0]]);
  });

  it("never fires without a role that may do it, and the call log says why", async () => {
    start([{ triggers: [trigger] }]);
    sls.write(target, "t", [{ status: "502" }]);
    await clock.advance(120_000);
    expect(events()).toEqual([]);
    expect(context.calls.at(-1)).toMatchObject({ caller: "log trigger access", code: "EntityNotExist.Role" });
  });
});

describe("an EventBridge trigger", () => {
  const event = {
    specversion: "1.0" as const,
    id: "e-1",
    source: "acs.alb",
    type: "alb:ActionTrail:ApiCall",
    data: { eventName: "StopListener", serviceName: "Alb" },
  };
  const trigger = (filter: object, more: object = {}): TriggerSpec => ({
    triggerName: "trail",
    triggerType: "eventbridge",
    triggerConfig: { triggerEnable: true, eventRuleFilterPattern: JSON.stringify(filter), ...more },
  });

  it.each([
    [{}, 1],
    [{ source: ["acs.alb"] }, 1],
    [{ source: ["acs.slb"] }, 0],
    [{ source: ["acs.alb"], data: { eventName: ["StopListener", "DeleteListener"] } }, 1],
    [{ data: { eventName: [{ prefix: "Start" }] } }, 0],
    [{ type: [{ suffix: ":ApiCall" }], data: { errorCode: [{ exists: false }] } }, 1],
    [{ data: { eventName: [{ "anything-but": "StopListener" }] } }, 0],
  ])("with the filter %j passes %d of one event", (filter, passed) => {
    start([{ triggers: [trigger(filter)] }]);
    expect(fc.emitEvent(event)).toBe(passed);
  });

  it("gives the whole event, or with RawData only its data", async () => {
    start([
      { triggers: [trigger({})] },
      { triggers: [trigger({}, { eventSinkConfig: { deliveryOption: { eventSchema: "RawData" } } })] },
    ]);
    fc.emitEvent(event);
    await clock.advance(1000);
    expect(events()).toEqual(expect.arrayContaining([event, event.data]));
  });
});
