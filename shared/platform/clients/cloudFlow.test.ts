import dns from "node:dns";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { CallRecord } from "../../../local/context.ts";
import { openContext } from "../../../test/local/cloudflow/openContext.ts";
import { call, serveCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import { coded } from "../../../test/support/coded.ts";
import { inWholeSuite, longTest } from "../../../test/support/sampled.ts";
import { CLOCK_GLOBAL, systemClock } from "../clock.ts";
import { openCloudFlow } from "./cloudFlow.ts";

const definition = `Type: StateMachine
SpecVersion: v1
Name: idle
StartAt: Done
States:
  - { Name: Done, Type: Succeed }
`;

let served: Awaited<ReturnType<typeof serveCloudFlow>>;
beforeAll(async () => {
  served = await serveCloudFlow({ throttle: true, context: openContext(systemClock, calls) });
  const handle = served.cloudFlow.handle.bind(served.cloudFlow);
  served.cloudFlow.handle = async (request) => {
    const form = new URLSearchParams(String(request.body));
    const [query, action] = [new URLSearchParams(request.rawQuery), form.get("Action")];
    seen.push(`${request.method} ${action ?? query.get("Action")} in the ${action === null ? "query" : "form"}`);
    return handle(request);
  };
  await client().call("CreateFlow", { Name: "idle", Definition: definition, Description: "none", Type: "FDL" });
});
afterEach(() => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
});
afterAll(() => served.close());

function client() {
  return openCloudFlow(sessionAt(served.server.port));
}

function sessionAt(port: number) {
  return {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${port}` },
  };
}

/** How each call came. */
const seen: string[] = [];
const calls: CallRecord[] = [];
const refused = () => calls.filter(({ code = "" }) => code.startsWith("Throttling")).length;

test("a read is a GET with everything in its query, and what changes something is a POST", async () => {
  await client().start("idle", "told", { a: 1 });
  await client().describe("idle", "told");
  await client().history("idle", "told");
  await client().stop("idle", "told", "done");
  expect(seen.slice(-4)).toEqual([
    "POST StartExecution in the form",
    "GET DescribeExecution in the query",
    "GET GetExecutionHistory in the query",
    "POST StopExecution in the form",
  ]);
});

test("a task is reported where its token counts in the query alone, too", async () => {
  const strict = await serveCloudFlow({ tokenIn: "query" });
  const asked = openCloudFlow(sessionAt(strict.server.port)).call("ReportTaskSucceeded", {
    TaskToken: "t",
    Output: "{}",
  });
  await expect(asked).rejects.toMatchObject({
    code: "InvalidArgument",
    message: expect.stringContaining("TaskToken is unknown"),
  });
  await strict.close();
});

test("a state's output is read where its StepSucceeded tells it, too", async () => {
  const documented = await serveCloudFlow({ history: "documented" });
  await documented.cloudFlow.putFlow({ name: "idle", definition });
  const cloudFlow = openCloudFlow(sessionAt(documented.server.port));
  await cloudFlow.start("idle", "one", { verdict: { state: "verified" } });
  await cloudFlow.describe("idle", "one", 5);
  const exits = (await cloudFlow.history("idle", "one")).filter(({ Type }) => Type === "StepExited");
  expect(exits.map(({ EventDetail }) => JSON.parse(EventDetail))).toEqual([
    { output: { verdict: { state: "verified" } } },
  ]);
  await documented.close();
});

longTest(
  "who is turned away waits for a turn at the account's rate, with all clients of the process, and is answered then",
  async () => {
    const before = refused();
    // Ten are answered at once, and two a second after that.
    const lists = Array.from({ length: 16 }, () => client().list("idle", "", 1));
    expect((await Promise.all(lists)).length).toBe(16);
    expect(refused() - before).toBeLessThanOrEqual(8);
  },
);

test("a region without CloudFlow is told as that, at once", async () => {
  const lookup = vi
    .spyOn(dns, "lookup")
    .mockImplementation(((_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }))) as never);
  const nowhere = { ...sessionAt(1), region: "cn-chengdu", endpoints: { fnf: "http://nowhere.invalid" } };
  await expect(openCloudFlow(nowhere).list("idle", "", 1)).rejects.toMatchObject({
    kind: "NotFound",
    reason: coded("cloudflow-not-offered", { region: "cn-chengdu" }),
  });
  lookup.mockRestore();
});

inWholeSuite(() => {
  test("more questions than CloudFlow answers in a second are asked again until all are answered", async () => {
    // It lists ten times at once and two times a second.
    const lists = await Promise.allSettled(Array.from({ length: 14 }, () => client().list("idle", "", 1)));
    expect(lists.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => "fulfilled"));
  });
});

test("who is turned away for long comes again ever later, each at a time of their own, and is told in the end", async () => {
  const pauses: number[] = [];
  let passed = 0;
  const quick = {
    ...systemClock,
    // The pauses follow from the time: always the same one, so that no two of them are alike by chance.
    now: () => 1_800_000_000_000 + passed,
    sleep: async (ms: number) => {
      pauses.push(ms);
      passed += ms;
    },
  };
  // For the account no time passes, so that it may ask nothing more, however slow the machine is.
  const at = systemClock.now();
  const full = await serveCloudFlow({ throttle: true, context: openContext({ ...systemClock, now: () => at }) });
  const asked = openCloudFlow(sessionAt(full.server.port));
  await asked.call("CreateFlow", { Name: "idle", Definition: definition, Description: "none", Type: "FDL" });
  // Somebody else has taken all that the account may ask.
  for (let others = 0; others < 12; others += 1) {
    await call(full.cloudFlow, "ListExecutions", { FlowName: "idle" }).catch(() => undefined);
  }
  Object.assign(globalThis, { [CLOCK_GLOBAL]: quick });
  await expect(asked.list("idle", "", 1)).rejects.toMatchObject({ kind: "Throttled" });
  await full.close();
  expect(pauses.length).toBeGreaterThanOrEqual(5);
  expect(pauses[0]).toBeGreaterThanOrEqual(200);
  expect(pauses[0]).toBeLessThanOrEqual(400);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3_000);
  expect(new Set(pauses).size).toBe(pauses.length);
});

test("what is wrong for another reason is told at once", async () => {
  const asked = client().describe("idle", "nobody");
  await expect(asked).rejects.toMatchObject({ kind: "NotFound" });
});
