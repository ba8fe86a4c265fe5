import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../../local/cloudflow/engine/engine.ts";
import { fileJournal } from "../../../../local/cloudflow/engine/journal/fileJournal.ts";
import { startExecution } from "../../../../local/cloudflow/engine/startExecution.ts";
import { simulatedClock } from "../../../../shared/platform/clock.ts";
import { flowOf } from "../../../flowlang/runFlow.ts";
import { openContext } from "../openContext.ts";
import { call, ROLE, startCloudFlow } from "../testCloud.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "albflow-resume-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** What can be read of a state, as text. */
function snapshot({ state }: Pick<Engine, "state">): string {
  const flows = [...state.flows.values()].map(({ name, description, definition, schedules, executions }) => ({
    name,
    description,
    definition,
    schedules: [...schedules.values()],
    executions: [...executions.values()].map(({ id, execution, history }) => ({ id, execution, history })),
  }));
  return JSON.stringify({ flows, ended: state.ended.map(({ id }) => id) });
}

describe("a CloudFlow that starts again", () => {
  it("has everything that it had: flows, schedules, executions, histories and waits", async () => {
    const clock = simulatedClock(Date.UTC(2026, 0, 1));
    const start = () =>
      startCloudFlow({ context: openContext(clock), dataDir: dir, functions: { work: () => new Promise(() => {}) } });
    const before = await start();
    await before.putFlow({
      name: "flow",
      definition: flowOf("- { Name: A, Type: Wait, Seconds: 30, End: true }"),
      description: "d",
    });
    await call(before, "CreateSchedule", { FlowName: "flow", ScheduleName: "s", CronExpression: "0 0 0 1 1 *" });
    await call(before, "StartExecution", { FlowName: "flow", ExecutionName: "done", Input: '{"a":1}' });
    await clock.advance(30_000);
    await call(before, "StartExecution", { FlowName: "flow", ExecutionName: "waiting" });
    await before.putFlow({ name: "flow", definition: flowOf("- { Name: B, Type: Succeed }", { startAt: "B" }) });
    await clock.advance(10_000);
    const seen = snapshot(before);
    await before.close();

    const after = await start();
    expect(snapshot(after)).toBe(seen);
    await clock.advance(20_000);
    const answer = await call(after, "DescribeExecution", { FlowName: "flow", ExecutionName: "waiting" });
    expect([answer.Status, answer.FlowDefinition]).toEqual(["Succeeded", expect.stringContaining("Name: A")]);
    await after.close();
  });

  it("fires at once what became due while nothing ran, in the order in which it became due", async () => {
    const clock = simulatedClock(Date.UTC(2026, 0, 1));
    const start = () => startCloudFlow({ context: openContext(clock), dataDir: dir });
    const before = await start();
    const definition = flowOf(
      "- { Name: A, Type: Wait, Seconds: 30, Next: B }\n- { Name: B, Type: Wait, Seconds: 300, End: true }",
      { top: "Timeout: 100\n" },
    );
    await before.putFlow({ name: "flow", definition });
    await call(before, "StartExecution", { FlowName: "flow", ExecutionName: "e1" });
    await clock.advance(1);
    await before.close();
    await clock.advance(3_600_000);
    const after = await start();
    await clock.advance(0);
    const record = after.state.flows.get("flow")?.executions.get("e1");
    expect(record?.execution.status).toBe("TimedOut");
    expect(record?.history.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "StepEntered",
      "StepExited",
      "StepEntered",
      "ExecutionTimedOut",
    ]);
    await after.close();
  });

  it("has the executions that failed on data nested without measure, and goes on after them", async () => {
    const deep = `${"[".repeat(25_000)}${"]".repeat(25_000)}`;
    const invokeFunction = async () => ({ status: 200, headers: {}, body: Buffer.from(`{"x":${deep}}`) });
    const start = () => startCloudFlow({ dataDir: dir, invokeFunction });
    const before = await start();
    const definition = flowOf(`
- Name: A
  Type: Choice
  Branches:
    - { Condition: $Input.ask, Next: B }
    - { Condition: "regexMatchString($Input.pattern, 'x')", Next: C }
    - { Condition: fromJSON($Input.s) == fromJSON($Input.s), Next: C }
  Default: C
- { Name: B, Type: Task, Action: FC:InvokeFunction, Timeout: 9, Parameters: { resourceArn: acs:fc:::functions/x }, Next: C }
- { Name: C, Type: Succeed }`);
    await before.putFlow({ name: "flow", definition, roleArn: ROLE });
    const inputs = {
      compared: { ask: false, pattern: "y", s: deep },
      matched: { ask: false, pattern: "a|".repeat(15_000), s: "[]" },
      answered: { ask: true },
    };
    const ended = async (cloud: Awaited<ReturnType<typeof start>>, name: string) => {
      const found = { FlowName: "flow", ExecutionName: name };
      return (await call(cloud, "DescribeExecution", { ...found, WaitTimeSeconds: "10" })).Status;
    };
    for (const [name, input] of Object.entries(inputs)) {
      await call(before, "StartExecution", { FlowName: "flow", ExecutionName: name, Input: JSON.stringify(input) });
      expect(await ended(before, name), name).toBe("Failed");
      expect(before.state.flows.get("flow")?.executions.get(name)?.execution.error?.Code).toBe("FnF.RuntimeError");
    }
    const seen = snapshot(before);
    await before.close();
    const after = await start();
    expect(snapshot(after)).toBe(seen);
    const input = JSON.stringify({ ask: false, pattern: "y", s: "[]" });
    await call(after, "StartExecution", { FlowName: "flow", ExecutionName: "fine", Input: input });
    expect(await ended(after, "fine")).toBe("Succeeded");
    await after.close();
  });

  it("finds the sub-flow that it had started, running or ended, instead of starting another", async () => {
    const start = () => startCloudFlow({ dataDir: dir });
    const before = await start();
    const parent = flowOf(
      `- { Name: A, Type: Task, Action: "FNF:StartExecution", TaskMode: WaitForSystemCallback, Timeout: 60, Parameters: { resourceArn: "acs:fnf:::flow/child", executionName: c1 }, End: true }`,
    ).replace("Name: flow\n", "Name: parent\n");
    const child = flowOf(
      `- { Name: A, Type: Task, Action: FC:InvokeFunction, TaskMode: WaitForCustomCallback, Timeout: 60, Parameters: { resourceArn: acs:fc:::functions/x }, End: true }`,
    );
    await before.putFlow({ name: "parent", definition: parent, roleArn: ROLE });
    await before.putFlow({ name: "child", definition: child.replace("Name: flow\n", "Name: child\n"), roleArn: ROLE });
    // The function does not exist, so the child fails: its error must reach the parent after the restart.
    await call(before, "StartExecution", { FlowName: "parent", ExecutionName: "p1" });
    await before.close();
    const after = await start();
    const ended = await call(after, "DescribeExecution", {
      FlowName: "parent",
      ExecutionName: "p1",
      WaitTimeSeconds: "10",
    });
    expect(ended.Status).toBe("Failed");
    expect(after.state.flows.get("parent")?.executions.get("p1")?.execution.error?.Code).toBe("FC.FunctionNotFound");
    expect([...(after.state.flows.get("child")?.executions.keys() ?? [])]).toEqual(["c1"]);
    await after.close();
  });

  it("is the same after many sealed, compacted segments and forgotten executions", async () => {
    const clock = simulatedClock(0);
    const open = async () => {
      const engine = createEngine({
        clock,
        journal: fileJournal(dir, clock, 4_000),
        randomSeed: "s",
        retain: 8,
        actionFor: () => async () => ({}),
      });
      await engine.start();
      return engine;
    };
    let engine = await open();
    const definition = flowOf(
      "- { Name: A, Type: Task, Action: X:Y, Next: B }\n- { Name: B, Type: Wait, Seconds.$: $Context.Execution.Input.s, End: true }",
    );
    const flow = { id: "1", name: "flow", definition, description: "", roleArn: "", mode: "Standard" as const };
    await engine.submit({ kind: "createFlow", at: 0, ...flow });
    for (let n = 0; n < 120; n += 1) {
      // Names come again once they are forgotten; some starts are refused, some joined.
      const input = JSON.stringify({ s: (n % 7) + 1 });
      await startExecution(engine, { at: clock.now(), flow: "flow", name: `e${n % 30}`, input }).catch(() => {});
      await clock.advance(1_500);
      if (n % 13 !== 0) continue;
      const seen = snapshot(engine);
      await engine.close();
      engine = await open();
      expect(snapshot(engine), `restart after ${n}`).toBe(seen);
    }
    expect(engine.state.executions.size).toBeLessThan(20);
    await engine.close();
  });
});
