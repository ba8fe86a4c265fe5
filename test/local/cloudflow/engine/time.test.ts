import { describe, expect, it } from "vitest";
import type { CloudFlow } from "../../../../local/cloudflow/cloudFlow.ts";
import { simulatedClock } from "../../../../shared/platform/clock.ts";
import { flowOf } from "../../../flowlang/runFlow.ts";
import { openContext } from "../openContext.ts";
import { call, type FakeFunction, ROLE, startCloudFlow } from "../testCloud.ts";

const START = Date.UTC(2026, 0, 1);

async function simulated(functions: Record<string, FakeFunction> = {}, randomSeed = "s") {
  const clock = simulatedClock(START);
  const cloudFlow = await startCloudFlow({ context: openContext(clock), functions, randomSeed });
  return { clock, cloudFlow };
}

async function put(cloudFlow: CloudFlow, states: string, top = "") {
  await cloudFlow.putFlow({ name: "flow", definition: flowOf(states, { top }), roleArn: ROLE });
}

const record = (cloudFlow: CloudFlow, name = "e1") => cloudFlow.state.flows.get("flow")?.executions.get(name);

const TASK = `
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 600
  Parameters: { resourceArn: acs:fc:::functions/work, body: { id.$: uuid(), token.$: $Context.Current.TaskToken } }`;

describe("time is a clock", () => {
  it("a flow that waits 300 s ends in simulated time, with the right times in its history", async () => {
    const { clock, cloudFlow } = await simulated();
    await put(cloudFlow, "- { Name: A, Type: Wait, Seconds: 300, End: true }");
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    await clock.advance(299_999);
    expect(record(cloudFlow)?.execution.status).toBe("Running");
    await clock.advance(1);
    expect(record(cloudFlow)?.execution).toMatchObject({ status: "Succeeded", stoppedAt: START + 300_000 });
    await cloudFlow.close();
  });

  it("a day of retries passes in milliseconds", async () => {
    let calls = 0;
    const { clock, cloudFlow } = await simulated({
      work() {
        calls += 1;
        throw Object.assign(new Error("busy"), { name: "Busy" });
      },
    });
    await put(
      cloudFlow,
      `- Name: A${TASK}\n  Retry: [{ Errors: [Busy], MaxAttempts: 24, IntervalSeconds: 3600 }]\n  End: true`,
    );
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    await clock.advance(86_400_000);
    expect(calls).toBe(25);
    expect(record(cloudFlow)?.execution.status).toBe("Failed");
    await cloudFlow.close();
  });

  it("a year of schedule ticks starts an execution each day", async () => {
    const { clock, cloudFlow } = await simulated();
    await put(cloudFlow, "- { Name: A, Type: Succeed }");
    const schedule = { FlowName: "flow", ScheduleName: "daily", CronExpression: "0 30 4 * * *", Payload: '{"a":1}' };
    await call(cloudFlow, "CreateSchedule", schedule);
    await clock.advance(365 * 86_400_000);
    const executions = [...(cloudFlow.state.flows.get("flow")?.executions.values() ?? [])];
    expect(executions).toHaveLength(365);
    expect(executions[0]?.execution.input).toEqual({
      payload: { a: 1 },
      scheduleName: "daily",
      triggerTime: "2026-01-01T04:30:00.000Z",
    });
    expect(executions.at(-1)?.execution.startedAt).toBe(Date.UTC(2026, 11, 31, 4, 30));
    await cloudFlow.close();
  });

  it("schedules follow their zone, changes, switches and deletion", async () => {
    const { clock, cloudFlow } = await simulated();
    await put(cloudFlow, "- { Name: A, Type: Succeed }");
    const names = () => [...(cloudFlow.state.flows.get("flow")?.executions.keys() ?? [])];
    const id = { FlowName: "flow", ScheduleName: "s" };
    await call(cloudFlow, "CreateSchedule", { ...id, CronExpression: "CRON_TZ=Asia/Shanghai 0 0 9 * * *" });
    await clock.advance(86_400_000);
    expect(names()).toEqual(["s-20260101010000000"]);
    await call(cloudFlow, "UpdateSchedule", { ...id, CronExpression: "0 0/20 * * * *" });
    await clock.advance(3_600_000);
    expect(names()).toHaveLength(4);
    await call(cloudFlow, "UpdateSchedule", { ...id, Enable: "false" });
    await clock.advance(86_400_000);
    expect(names()).toHaveLength(4);
    await call(cloudFlow, "UpdateSchedule", { ...id, Enable: "true" });
    await clock.advance(3_600_000);
    expect(names()).toHaveLength(7);
    await call(cloudFlow, "DeleteSchedule", id);
    await clock.advance(86_400_000);
    expect(names()).toHaveLength(7);
    await cloudFlow.close();
  });

  it("two runs with the same inputs and seed give byte-identical histories, another seed does not", async () => {
    const history = async (randomSeed: string) => {
      const { clock, cloudFlow } = await simulated({ work: (event) => event }, randomSeed);
      await put(
        cloudFlow,
        `
- Name: A
  Type: Map
  ItemsPath: $Input.list
  Processor: { StartAt: W, States: [{ Name: W, Type: Wait, Seconds.$: $Input.s, Next: T }, { Name: T, ${TASK.trim().replace(/\n\s*/g, ", ")}, OutputConstructor: { r.$: 'randomInt(0, 1000000)', body.$: $Output.Body }, End: true }] }
  End: true`,
      );
      await call(cloudFlow, "StartExecution", {
        FlowName: "flow",
        ExecutionName: "e1",
        Input: '{"list":[{"s":3},{"s":1},{"s":2}]}',
      });
      await clock.advance(10_000);
      const events = await call(cloudFlow, "GetExecutionHistory", {
        FlowName: "flow",
        ExecutionName: "e1",
        Limit: "999",
      });
      await cloudFlow.close();
      expect(record(cloudFlow)?.execution.status).toBe("Succeeded");
      return JSON.stringify(events.Events);
    };
    expect(await history("one")).toBe(await history("one"));
    expect(await history("one")).not.toBe(await history("two"));
  });

  it("a long poll lets simulated time pass and ends with the execution", async () => {
    const { clock, cloudFlow } = await simulated();
    await put(cloudFlow, "- { Name: A, Type: Wait, Seconds: 20, End: true }");
    await call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    const reads = [20, 5].map((WaitTimeSeconds) =>
      clock.hold((held) =>
        call(
          cloudFlow,
          "DescribeExecution",
          { FlowName: "flow", ExecutionName: "e1", WaitTimeSeconds: String(WaitTimeSeconds) },
          held,
        ),
      ),
    );
    await clock.advance(20_000);
    expect((await Promise.all(reads)).map(({ Status }) => Status)).toEqual(["Succeeded", "Running"]);
    await cloudFlow.close();
  });

  it("throttled as the service, an execution enters 100 states a second after the first 100", async () => {
    const clock = simulatedClock(START);
    const cloudFlow = await startCloudFlow({
      context: openContext(clock),
      functions: { work: () => ({}) },
      throttle: true,
    });
    await put(cloudFlow, `- Name: A${TASK}\n  Next: A`);
    await clock.hold((held) => call(cloudFlow, "StartExecution", { FlowName: "flow", ExecutionName: "e1" }, held));
    await clock.advance(3_000);
    const entered = record(cloudFlow)?.history.filter(({ type }) => type === "StepEntered").length ?? 0;
    expect(entered).toBeGreaterThan(390);
    expect(entered).toBeLessThan(411);
    await cloudFlow.close();
  });
});
