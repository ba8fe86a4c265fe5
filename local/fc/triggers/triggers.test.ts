import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import Fc3, { InvokeFunctionHeaders, InvokeFunctionRequest } from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { ACCOUNT, testContext } from "../../../test/local/testContext.ts";
import { createSls, type Sls } from "../../sls/sls.ts";
import { listen } from "../../wire/server.ts";
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
  context.ram.putRole({ name: "AliyunServiceRoleForFC", trusts: ["fc.aliyuncs.com"], policies: [] });
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

  it("under the id of a task is refused the second time, where the function keeps its tasks", async () => {
    start([{ asyncInvokeConfig: { asyncTask: true } }, {}]);
    const server = await listen(fc, { port: 0 });
    const send = async (name: string, id: string) => {
      const body = new Readable({ read() {} });
      body.push("{}");
      body.push(null);
      const client = new Fc3.default(
        new $OpenApiUtil.Config({
          accessKeyId: "local",
          accessKeySecret: "local",
          protocol: "http",
          endpoint: `127.0.0.1:${server.port}`,
        }),
      );
      const headers = new InvokeFunctionHeaders({ xFcInvocationType: "Async", xFcAsyncTaskId: id });
      await client.invokeFunctionWithOptions(
        name,
        new InvokeFunctionRequest({ body }),
        headers,
        new RuntimeOptions({}),
      );
    };
    await send("f0", "notice-1");
    await expect(send("f0", "notice-1")).rejects.toMatchObject({ statusCode: 409 });
    await send("f0", "notice-2");
    await expect(send("f0", "1-notice")).rejects.toMatchObject({ statusCode: 400 });
    // Elsewhere the id means nothing.
    await send("f1", "notice-1");
    await send("f1", "notice-1");
    await fc.settled();
    await server.close();
    expect(events()).toHaveLength(4);
  });

  it("sends its outcome to the destination, with the right of the function's own role", async () => {
    const destination = `acs:fc:cn-hangzhou:${ACCOUNT}:functions/f1`;
    const role = `acs:ram::${ACCOUNT}:role/sender`;
    const asyncInvokeConfig = { maxAsyncRetryAttempts: 0, destinationConfig: { onFailure: { destination } } };
    const allow = { Effect: "Allow" as const, Action: ["fc:InvokeFunction", "log:PostLogStoreLogs"], Resource: "*" };
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

describe("what a function writes", () => {
  const role = `acs:ram::${ACCOUNT}:role/writer`;
  const putRole = (Action: string) =>
    context.ram.putRole({
      name: "writer",
      trusts: ["fc.aliyuncs.com"],
      policies: [
        {
          Version: "1",
          Statement: [
            { Effect: "Allow", Action, Resource: `acs:log:cn-hangzhou:${ACCOUNT}:project/shop/logstore/calls` },
          ],
        },
      ],
    });
  const call = () =>
    fc.invoke({ functionName: "f0", body: "{}", identity: { accountId: ACCOUNT, accessKeyId: "local" } });

  it("is kept when its role may write there, with a record of each call where that is asked for", async () => {
    putRole("log:PostLogStoreLogs");
    start([{ role, logConfig: { project: "shop", logstore: "calls", enableRequestMetrics: true } }]);
    await call();
    expect(events()).toEqual([{}]);
    expect(JSON.stringify(sls.exportState())).toMatch(/FCRequestMetrics:f0.*hasFunctionError","false/);
  });

  it("is lost when its role may not, and the call log says so", async () => {
    putRole("log:GetLogStoreLogs");
    start([{ role }]);
    await call();
    expect(events()).toEqual([]);
    const lost = { resource: "functions/f0", caller: "(logs)", code: "Unauthorized" };
    expect(context.calls).toContainEqual(expect.objectContaining(lost));
  });

  it("is lost without a role, unless the service-linked role of Function Compute is there", async () => {
    context.ram.deleteRole("AliyunServiceRoleForFC");
    start([{}]);
    await call();
    expect(events()).toEqual([]);
    context.ram.putRole({ name: "AliyunServiceRoleForFC", trusts: ["fc.aliyuncs.com"], policies: [] });
    await call();
    expect(events()).toHaveLength(1);
  });
});

describe("the account's hundred instances", () => {
  const identity = { accountId: ACCOUNT, accessKeyId: "local" };
  const call = (functionName: string) => fc.invoke({ functionName, body: "{}", identity });

  it("are shared by all functions: when one has taken them, no other runs", async () => {
    start([{ handler: "index.take", timeout: 60 }, {}]);
    const hanging = Array.from({ length: 100 }, () => call("f0"));
    await expect(call("f1")).rejects.toMatchObject({ status: 429, code: "ResourceExhausted" });
    await clock.advance(31_000);
    await Promise.all(hanging);
    expect((await call("f1")).status).toBe(200);
  });

  it("are left to the others by a function that has some reserved: it gets these and no more", async () => {
    start([{ handler: "index.take", timeout: 60, concurrencyConfig: { reservedConcurrency: 40 } }, {}]);
    const hanging = Array.from({ length: 40 }, () => call("f0"));
    await expect(call("f0")).rejects.toMatchObject({ status: 429, code: "ResourceExhausted" });
    expect((await call("f1")).status).toBe(200);
    await clock.advance(31_000);
    await Promise.all(hanging);
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
  it("is refused with more than five values for one field of its pattern", () => {
    const names = ["a", "b", "c", "d", "e"];
    start([{ triggers: [trigger({ data: { eventName: names } })] }]);
    const six = [{ triggers: [trigger({ data: { eventName: [...names, "f"] } })] }];
    expect(() => start(six)).toThrow("A field of eventRuleFilterPattern has 6 values; at most 5 are allowed.");
  });

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
