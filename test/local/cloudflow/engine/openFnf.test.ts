import { afterEach, describe, expect, it } from "vitest";
import type { CloudFlow } from "../../../../local/cloudflow/cloudFlow.ts";
import type { CallRecord } from "../../../../local/context.ts";
import { CloudError } from "../../../../local/wire/cloudError.ts";
import { systemClock } from "../../../../shared/platform/clock.ts";
import { flowOf } from "../../../flowlang/runFlow.ts";
import { openContext } from "../openContext.ts";
import { call, ROLE, startCloudFlow } from "../testCloud.ts";

let cloudFlow: CloudFlow;
afterEach(() => cloudFlow.close());

async function put(name: string, definition: string) {
  const named = definition.replace("Name: flow\n", `Name: ${name}\n`);
  await cloudFlow.putFlow({ name, definition: named, roleArn: ROLE });
}

/** Has a flow of its own call an action, and gives its output, or `Code: Detail`. */
async function run(action: string, parameters: object, ExecutionName = "e1"): Promise<unknown> {
  const state = { Name: "A", Type: "Task", Action: action, Timeout: 90, Parameters: parameters, End: true };
  await put("main", flowOf(`- ${JSON.stringify(state)}`));
  await call(cloudFlow, "StartExecution", { FlowName: "main", ExecutionName });
  const { Output } = await call(cloudFlow, "DescribeExecution", {
    FlowName: "main",
    ExecutionName,
    WaitTimeSeconds: "20",
  });
  const { error } = cloudFlow.state.flows.get("main")?.executions.get(ExecutionName)?.execution ?? {};
  return error === undefined ? JSON.parse(String(Output)) : `${error.Code}: ${error.Detail}`;
}

const WAIT = flowOf("- { Name: A, Type: Wait, Seconds: 300, End: true }");

async function withWorkers(context = openContext()) {
  cloudFlow = await startCloudFlow({ context });
  await put("work", WAIT);
  for (const n of [1, 2, 3]) {
    const ExecutionName = `lsn-a-${n}`;
    await call(cloudFlow, "StartExecution", { FlowName: "work", ExecutionName, Input: `{"n":${n}}` });
  }
}

describe("CloudFlow's own API as Task actions", () => {
  it("DescribeExecution gives what the API answers, in its names", async () => {
    await withWorkers();
    expect(await run("FNF:DescribeExecution", { FlowName: "work", ExecutionName: "lsn-a-2" })).toEqual({
      FlowName: "work",
      Name: "lsn-a-2",
      FlowDefinition: WAIT.replace("Name: flow\n", "Name: work\n"),
      Input: '{"n":2}',
      Output: "",
      Status: "Running",
      StartedTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      StoppedTime: "",
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
    });
  });

  it("DescribeExecution waits as long as it is asked to, for the end", async () => {
    await withWorkers();
    await put("short", flowOf("- { Name: A, Type: Wait, Seconds: 1, End: true }"));
    await call(cloudFlow, "StartExecution", { FlowName: "short", ExecutionName: "s1" });
    const parameters = { FlowName: "short", ExecutionName: "s1", WaitTimeSeconds: 10 };
    expect(await run("FNF:DescribeExecution", parameters)).toMatchObject({ Status: "Succeeded" });
  });

  it("StopExecution stops another execution", async () => {
    await withWorkers();
    const parameters = { FlowName: "work", ExecutionName: "lsn-a-1", Error: "Superseded", Cause: "a newer one" };
    expect(await run("FNF:StopExecution", parameters)).toMatchObject({ Name: "lsn-a-1", Status: "Running" });
    const stopped = await call(cloudFlow, "DescribeExecution", { FlowName: "work", ExecutionName: "lsn-a-1" });
    expect(stopped.Status).toBe("Stopped");
  });

  it("ListExecutions gives the newest first, by the beginning of the name", async () => {
    await withWorkers();
    await call(cloudFlow, "StartExecution", { FlowName: "work", ExecutionName: "lsn-b-1" });
    const parameters = { FlowName: "work", ExecutionNamePrefix: "lsn-a-", Limit: 2 };
    const { Executions } = (await run("FNF:ListExecutions", parameters)) as { Executions: { Name: string }[] };
    expect(Executions.map(({ Name }) => Name)).toEqual(["lsn-a-3", "lsn-a-2"]);
  });

  it("StartExecution keeps its own lower-case parameters", async () => {
    await withWorkers();
    expect(
      await run("FNF:StartExecution", { resourceArn: "acs:fnf:::flow/work", executionName: "lsn-a-3" }),
    ).toMatchObject({ FlowName: "work", ExecutionName: "lsn-a-3" });
  });

  it.each([
    [
      "FNF:DescribeExecution",
      { FlowName: "work", ExecutionName: "none" },
      "FNF.ExecutionNotExists: Execution none of flow work does not exist.",
    ],
    [
      "FNF:ListExecutions",
      { FlowName: "none", ExecutionNamePrefix: "x" },
      "FNF.FlowNotExists: Flow none does not exist.",
    ],
    [
      "FNF:StopExecution",
      { FlowName: "work" },
      "FNF.MissingRequiredParams: The HTTP query 'ExecutionName' must be specified.",
    ],
    [
      "FNF:FlyToTheMoon",
      {},
      "FNF.ActionNotSupported: The requested API operation 'FlyToTheMoon' is incorrect. Please check.",
    ],
  ])("%s of %j fails with %s", async (action, parameters, error) => {
    await withWorkers();
    expect(await run(action, parameters)).toBe(error);
  });

  it("are allowed to the role of the flow, for the flow that they name, and logged in its name", async () => {
    const calls: CallRecord[] = [];
    const context = openContext(systemClock, calls);
    context.ram.authorise = (identity, action, resource) => {
      if (identity.roleName === "albflow-flow") throw new CloudError(403, "NoPermission", `not ${action} ${resource}`);
    };
    await withWorkers(context);
    expect(await run("FNF:StopExecution", { FlowName: "work", ExecutionName: "lsn-a-1" })).toBe(
      "FNF.NoPermission: not fnf:StopExecution acs:fnf:cn-hangzhou:1234567890123456:flow/work",
    );
    expect(calls.find(({ action }) => action === "StopExecution")).toMatchObject({
      service: "fnf",
      resource: "flow/work",
      caller: "albflow-flow",
      status: 403,
      code: "NoPermission",
    });
  });
});

describe("a lock made of an execution's name", () => {
  // The flow `lock` holds for as long as the execution that its input names runs; the name is what there is only one of.
  const LOCK = flowOf(`
- Name: A
  Type: Task
  Action: FNF:DescribeExecution
  Timeout: 90
  Parameters: { FlowName: work, ExecutionName.$: $Context.Execution.Input.holder, WaitTimeSeconds: 60 }
  OutputConstructor: { status.$: $Output.Status }
  Next: Held
- Name: Held
  Type: Choice
  Branches: [{ Condition: '$Input.status == "Running"', Next: A }]
  Default: Free
- { Name: Free, Type: Succeed }`);
  const take = (name: string, holder: string) =>
    call(cloudFlow, "StartExecution", { FlowName: "lock", ExecutionName: name, Input: JSON.stringify({ holder }) });

  it("a contender sees the holder in the lock's own Input, and gets the next one when it has ended", async () => {
    await withWorkers();
    await put("lock", LOCK);
    await take("lsn-1", "lsn-a-1");
    await take("lsn-1", "lsn-a-2");
    const held = await call(cloudFlow, "DescribeExecution", { FlowName: "lock", ExecutionName: "lsn-1" });
    expect([held.Status, held.Input]).toEqual(["Running", '{"holder":"lsn-a-1"}']);

    await call(cloudFlow, "StopExecution", { FlowName: "work", ExecutionName: "lsn-a-1" });
    const freed = await call(cloudFlow, "DescribeExecution", {
      FlowName: "lock",
      ExecutionName: "lsn-1",
      WaitTimeSeconds: "20",
    });
    expect(freed.Status).toBe("Succeeded");
    await expect(take("lsn-1", "lsn-a-2")).rejects.toThrow("ExecutionAlreadyExists");
    expect((await take("lsn-2", "lsn-a-2")).Input).toBe('{"holder":"lsn-a-2"}');
  });
});

it("CloudFlow reads a definition that its maker has checked only when it is first run", async () => {
  cloudFlow = await startCloudFlow({ context: openContext() });
  const wrong = { name: "wrong", definition: "Type: StateMachine", roleArn: ROLE };
  await expect(cloudFlow.putFlow(wrong)).rejects.toMatchObject({ code: "InvalidArgument" });
  await cloudFlow.putFlow({ ...wrong, isChecked: true });
  await expect(call(cloudFlow, "StartExecution", { FlowName: "wrong", ExecutionName: "e1" })).rejects.toThrow(
    "The definition is invalid",
  );
});
