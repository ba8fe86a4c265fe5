import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clock } from "../../../../shared/platform/clock.ts";
import { flowOf } from "../../../flowlang/runFlow.ts";
import { call, ROLE, serveCloudFlow } from "../testCloud.ts";

type Served = Awaited<ReturnType<typeof serveCloudFlow>>;
let served: Served;
let client: Served["client"];

beforeEach(async () => {
  served = await serveCloudFlow({ functions: { work: (event) => event } });
  client = served.client;
});
afterEach(() => served.close());

const named = (name: string, definition: string) => definition.replace("Name: flow\n", `Name: ${name}\n`);
const create = (Name: string, states = "- { Name: A, Type: Succeed }", more = {}) =>
  client.createFlow({
    Name,
    Definition: named(Name, flowOf(states)),
    Description: "d",
    Type: "FDL",
    RoleArn: ROLE,
    ...more,
  });
const WAIT = "- { Name: A, Type: Wait, Seconds: 300, End: true }";
const ended = (FlowName: string, ExecutionName: string) =>
  client.describeExecution({ FlowName, ExecutionName, WaitTimeSeconds: 10 });

/** Status and code of a refusal. */
async function refusal(calling: Promise<unknown>): Promise<string> {
  try {
    return `no refusal: ${JSON.stringify(await calling)}`;
  } catch (error) {
    const { code, entry } = error as { code: string; entry: { response: { statusCode: number } } };
    return `${entry.response.statusCode} ${code}`;
  }
}

describe("flows, through the official SDK", () => {
  it("are created, described, updated, listed and deleted", async () => {
    const created = await create("one");
    expect(created).toMatchObject({
      Name: "one",
      Description: "d",
      Type: "FDL",
      RoleArn: ROLE,
      ExecutionMode: "Standard",
    });
    expect(created.CreatedTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(created.RequestId).toMatch(/^[0-9A-F-]{36}$/);
    const updated = await client.updateFlow({ Name: "one", Description: "changed" });
    expect(updated).toMatchObject({
      Id: created.Id,
      Description: "changed",
      Definition: created.Definition,
      RoleArn: ROLE,
    });
    expect((await client.describeFlow({ Name: "one" })).Description).toBe("changed");
    // An empty text is how the vendor's Terraform provider leaves a field out; no document says that it takes a role away.
    expect(await client.updateFlow({ Name: "one", RoleArn: "" })).toMatchObject({ RoleArn: ROLE });
    await client.deleteFlow({ Name: "one" });
    expect(await refusal(client.describeFlow({ Name: "one" }))).toBe("404 FlowNotExists");
  });

  it("are listed by name, page by page", async () => {
    for (const name of ["c", "a", "b"]) await create(name);
    const first = await client.listFlows({ Limit: 2 });
    expect(first.Flows.map(({ Name }) => Name)).toEqual(["a", "b"]);
    const second = await client.listFlows({ Limit: 2, NextToken: first.NextToken ?? "" });
    expect(second.Flows.map(({ Name }) => Name)).toEqual(["c"]);
    expect(second.NextToken).toBeUndefined();
  });

  it("are refused with the documented codes", async () => {
    await create("one");
    expect(await refusal(create("one"))).toBe("409 FlowAlreadyExists");
    expect(await refusal(create("1one"))).toBe("400 InvalidArgument");
    expect(await refusal(create("two", "- { Name: A, Type: Pass }"))).toBe("400 InvalidArgument");
    expect(await refusal(create("two", undefined, { Type: "DEFAULT" }))).toBe("400 InvalidArgument");
    expect(await refusal(create("two", undefined, { ExecutionMode: "Fast" }))).toBe("400 InvalidArgument");
    expect(
      await refusal(
        client.createFlow({
          Name: "x",
          Definition: flowOf("- { Name: A, Type: Succeed }"),
          Description: "",
          Type: "FDL",
        }),
      ),
    ).toBe("400 InvalidArgument");
    expect(await refusal(client.updateFlow({ Name: "two" }))).toBe("404 FlowNotExists");
    expect(await refusal(client.updateFlow({ Name: "one", Definition: "Type: [" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.updateFlow({ Name: "one", Definition: "a: &a [*a]" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.deleteFlow({ Name: "two" }))).toBe("404 FlowNotExists");
    expect(await refusal(client.listFlows({ Limit: 1000 }))).toBe("400 InvalidArgument");
    expect(await refusal(client.request("FlyToTheMoon", {}))).toBe("400 ActionNotSupported");
    await expect(client.request("DescribeFlow", {})).rejects.toThrow("The HTTP query 'Name' must be specified.");
  });

  it("a refused definition says line, column, state, what was found and what would be right", async () => {
    const created = create("two", "- { Name: A, Type: Pass, OutputConstructor: { x.$: 1 + 1 }, End: true }");
    await expect(created).rejects.toThrow(/: line 6, column 56, state "A": flow-expression-wrong .*"\+".*\|\|.*&&/);
  });
});

describe("executions, through the official SDK", () => {
  it("start with empty texts for what is not yet known, and end with output and times", async () => {
    await create("one");
    const started = await client.startExecution({ FlowName: "one", ExecutionName: "e1", Input: '{"a": 1}' });
    expect(started).toMatchObject({
      FlowName: "one",
      Name: "e1",
      Input: '{"a": 1}',
      Status: "",
      Output: "",
      StoppedTime: "",
    });
    const after = await ended("one", "e1");
    expect(after).toMatchObject({ Status: "Succeeded", Input: '{"a": 1}', Output: '{"a":1}' });
    expect(after.FlowDefinition).toContain("Name: one");
    expect(Date.parse(after.StoppedTime)).toBeGreaterThanOrEqual(Date.parse(after.StartedTime));
  });

  it("have a generated name when none is given", async () => {
    await create("one");
    const { Name } = await client.startExecution({ FlowName: "one" });
    expect(Name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/);
    expect((await ended("one", Name)).Output).toBe("{}");
  });

  it("the name is the idempotency key: running it is returned, ended it is refused", async () => {
    await create("one", WAIT);
    const first = await client.startExecution({ FlowName: "one", ExecutionName: "e1", Input: '{"a":1}' });
    const again = await client.startExecution({ FlowName: "one", ExecutionName: "e1", Input: '{"a":2}' });
    expect([again.StartedTime, again.Input]).toEqual([first.StartedTime, '{"a":1}']);
    await client.stopExecution({ FlowName: "one", ExecutionName: "e1" });
    expect(await refusal(client.startExecution({ FlowName: "one", ExecutionName: "e1" }))).toBe(
      "409 ExecutionAlreadyExists",
    );
  });

  it("many starts of one name at once are one execution", async () => {
    await create("one", WAIT);
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => client.startExecution({ FlowName: "one", ExecutionName: "e1" })),
    );
    expect(new Set(starts.map(({ StartedTime }) => StartedTime)).size).toBe(1);
    expect((await client.listExecutions({ FlowName: "one" })).Executions).toHaveLength(1);
  });

  it("are stopped with error and cause: the answer still says Running, later ones Stopped", async () => {
    await create("one", WAIT);
    await client.startExecution({ FlowName: "one", ExecutionName: "e1" });
    const stopped = await client.stopExecution({ FlowName: "one", ExecutionName: "e1", Error: "Enough", Cause: "why" });
    expect(stopped.Status).toBe("Running");
    expect(stopped.StoppedTime).not.toBe("");
    expect((await ended("one", "e1")).Status).toBe("Stopped");
    const { Events } = await client.getExecutionHistory({ FlowName: "one", ExecutionName: "e1" });
    expect(Events.at(-1)).toMatchObject({
      Type: "ExecutionStopped",
      StepName: "",
      EventDetail: '{"error":"Enough","cause":"why"}',
    });
    expect(await refusal(client.stopExecution({ FlowName: "one", ExecutionName: "e1" }))).toBe("400 InvalidArgument");
  });

  it("are listed newest first, filtered by status, start and beginning of the name, page by page", async () => {
    await create("one", WAIT);
    for (const name of ["a1", "a2", "b1"]) await client.startExecution({ FlowName: "one", ExecutionName: name });
    await client.stopExecution({ FlowName: "one", ExecutionName: "a2" });
    const names = async (filter: object) =>
      (await client.listExecutions({ FlowName: "one", ...filter })).Executions.map(({ Name }) => Name);
    expect(await names({})).toEqual(["b1", "a2", "a1"]);
    expect(await names({ Status: "Running" })).toEqual(["b1", "a1"]);
    expect(await names({ ExecutionNamePrefix: "a" })).toEqual(["a2", "a1"]);
    expect(await names({ StartedTimeBegin: "2100-01-01T00:00:00Z" })).toEqual([]);
    expect(await names({ StartedTimeEnd: "2100-01-01T00:00:00Z" })).toHaveLength(3);
    const first = await client.listExecutions({ FlowName: "one", Limit: 2 });
    expect(await names({ Limit: 2, NextToken: first.NextToken })).toEqual(["a1"]);
    expect(await refusal(client.listExecutions({ FlowName: "one", Limit: 100 }))).toBe("400 InvalidArgument");
    expect(await refusal(client.listExecutions({ FlowName: "one", StartedTimeBegin: "yesterday" }))).toBe(
      "400 InvalidArgument",
    );
  });

  it("their history is read page by page, from the event that NextToken names", async () => {
    await create("one");
    await client.startExecution({ FlowName: "one", ExecutionName: "e1", Input: '{"a":1}' });
    await ended("one", "e1");
    const first = await client.getExecutionHistory({ FlowName: "one", ExecutionName: "e1", Limit: 2 });
    expect(first.Events[0]).toMatchObject({
      EventId: 1,
      ScheduleEventId: 0,
      StepName: "",
      Type: "ExecutionStarted",
      EventDetail: '{"input":{"a":1}}',
    });
    expect(first.Events[1]).toMatchObject({ EventId: 2, ScheduleEventId: 1, StepName: "A", Type: "StepEntered" });
    expect(first.NextToken).toBe("3");
    const second = await client.getExecutionHistory({ FlowName: "one", ExecutionName: "e1", NextToken: "3" });
    expect(second.Events.map(({ EventId }) => EventId)).toEqual([3, 4]);
  });

  it("are refused with the documented codes", async () => {
    await create("one");
    const execution = { FlowName: "one", ExecutionName: "gone" };
    expect(await refusal(client.startExecution({ FlowName: "gone" }))).toBe("404 FlowNotExists");
    expect(await refusal(client.describeExecution(execution))).toBe("404 ExecutionNotExists");
    expect(await refusal(client.getExecutionHistory(execution))).toBe("404 ExecutionNotExists");
    expect(await refusal(client.stopExecution(execution))).toBe("404 ExecutionNotExists");
    expect(await refusal(client.startExecution({ FlowName: "one", ExecutionName: "e 1" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.startExecution({ FlowName: "one", Input: "[1]" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.startExecution({ FlowName: "one", Input: "{" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.startExecution({ FlowName: "one", Input: `{"x":"${"a".repeat(65_529)}"}` }))).toBe(
      "400 EntityTooLarge",
    );
    expect(await refusal(client.describeExecution({ ...execution, WaitTimeSeconds: 61 }))).toBe("400 InvalidArgument");
  });

  it("keep their definition when the flow is updated, and go with it when it is deleted", async () => {
    const TASK =
      "- { Name: A, Type: Task, Action: FC:InvokeFunction, TaskMode: WaitForCustomCallback, Timeout: 9, Parameters: { resourceArn: acs:fc:::functions/work, body: {} }, Next: B }\n- { Name: B, Type: Pass, OutputConstructor: { version: 1 }, End: true }";
    await create("one", TASK);
    await client.startExecution({ FlowName: "one", ExecutionName: "e1" });
    await client.updateFlow({
      Name: "one",
      Definition: named("one", flowOf(TASK.replace("version: 1", "version: 2"))),
    });
    const token = [...served.cloudFlow.state.tokens.keys()][0] ?? "";
    await client.reportTaskSucceeded({ TaskToken: token, Output: "{}" });
    expect((await ended("one", "e1")).Output).toBe('{"version":1}');
    await client.deleteFlow({ Name: "one" });
    expect(await refusal(client.describeExecution({ FlowName: "one", ExecutionName: "e1" }))).toBe("404 FlowNotExists");
    expect(served.cloudFlow.state.executions.size).toBe(0);
  });
});

describe("Express flows", () => {
  it("run in one answered call, under a name with a uuid", async () => {
    await create("one", undefined, { ExecutionMode: "Express" });
    const answer = await client.request<Record<string, string>>("StartSyncExecution", {
      FlowName: "one",
      ExecutionName: "e1",
      Input: '{"a":1}',
    });
    expect(answer).toMatchObject({ Status: "Succeeded", Output: '{"a":1}', ErrorCode: "", ErrorMessage: "" });
    expect(answer.Name).toMatch(/^e1:[0-9a-f-]{36}$/);
  });

  it("answer with the error of a failed execution", async () => {
    await create("one", "- { Name: A, Type: Fail, Code: Bad, Detail: why }", { ExecutionMode: "Express" });
    const answer = await client.request("StartSyncExecution", { FlowName: "one" });
    expect(answer).toMatchObject({ Status: "Failed", ErrorCode: "Bad", ErrorMessage: "why" });
  });

  it("are refused where a Standard flow belongs, and the other way round", async () => {
    await create("express", undefined, { ExecutionMode: "Express" });
    await create("standard");
    expect(await refusal(client.startExecution({ FlowName: "express" }))).toBe("400 ActionNotSupported");
    await expect(client.request("StartSyncExecution", { FlowName: "standard" })).rejects.toThrow(
      "Standard execution is not supported",
    );
  });
});

describe("reports of tasks", () => {
  const TASK =
    "- { Name: A, Type: Task, Action: FC:InvokeFunction, TaskMode: WaitForCustomCallback, Timeout: 9, Parameters: { resourceArn: acs:fc:::functions/work, body: { t.$: $Context.Current.TaskToken } }, End: true }";
  const begin = async () => {
    await create("one", TASK);
    await client.startExecution({ FlowName: "one", ExecutionName: "e1" });
    return [...served.cloudFlow.state.tokens.keys()][0] ?? "";
  };

  it("succeed a task once, and the first report stands", async () => {
    const TaskToken = await begin();
    const { EventId } = await client.reportTaskSucceeded({ TaskToken, Output: '{"by":"Ada"}' });
    expect((await ended("one", "e1")).Output).toBe('{"by":"Ada"}');
    const { Events } = await client.getExecutionHistory({ FlowName: "one", ExecutionName: "e1" });
    expect(Events[EventId - 1]?.Type).toBe("TaskSucceeded");
    expect(await refusal(client.reportTaskFailed({ TaskToken, Error: "Late" }))).toBe("400 InvalidArgument");
  });

  it("fail a task with error and cause", async () => {
    const TaskToken = await begin();
    await client.reportTaskFailed({ TaskToken, Error: "Rejected", Cause: "no" });
    expect((await ended("one", "e1")).Status).toBe("Failed");
  });

  it("are refused without a known token or a JSON output", async () => {
    const TaskToken = await begin();
    expect(await refusal(client.reportTaskSucceeded({ TaskToken: "v1#x", Output: "{}" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.reportTaskSucceeded({ TaskToken, Output: "{" }))).toBe("400 InvalidArgument");
    expect(await refusal(client.reportTaskFailed({ TaskToken, Error: "x".repeat(129) }))).toBe("400 InvalidArgument");
    expect(await refusal(client.reportTaskFailed({ TaskToken, Error: "x", Cause: "x".repeat(4097) }))).toBe(
      "400 InvalidArgument",
    );
  });
});

describe("schedules, through the official SDK", () => {
  it("are created, described, updated, listed and deleted", async () => {
    await create("one");
    const id = { FlowName: "one", ScheduleName: "s" };
    const created = await client.createSchedule({
      ...id,
      CronExpression: "0 0 4 * * *",
      Payload: '{"a":1}',
      Enable: false,
    });
    expect(created).toMatchObject({
      ScheduleName: "s",
      CronExpression: "0 0 4 * * *",
      Payload: '{"a":1}',
      Enable: false,
    });
    expect(await client.updateSchedule({ ...id, Enable: true })).toMatchObject({ Enable: true, Payload: '{"a":1}' });
    expect((await client.describeSchedule(id)).ScheduleId).toBe(created.ScheduleId);
    expect((await client.listSchedules({ FlowName: "one" })).Schedules).toHaveLength(1);
    await client.deleteSchedule(id);
    expect(await refusal(client.describeSchedule(id))).toBe("404 ScheduleNotExists");
  });

  it("are refused with the documented codes", async () => {
    await create("one");
    const id = { FlowName: "one", ScheduleName: "s" };
    for (const CronExpression of ["0 4 * * *", "@every 5m", "0 0 25 * * *", "CRON_TZ=Nowhere 0 0 4 * * *"]) {
      expect(await refusal(client.createSchedule({ ...id, CronExpression }))).toBe("400 InvalidArgument");
    }
    await client.createSchedule({ ...id, CronExpression: "0 0/5 * * * *" });
    expect(await refusal(client.createSchedule({ ...id, CronExpression: "0 0 4 * * *" }))).toBe(
      "409 ScheduleAlreadyExists",
    );
    expect(await refusal(client.updateSchedule({ ...id, Payload: "{" }))).toBe("400 InvalidArgument");
    const Payload = `${"[".repeat(25_000)}${"]".repeat(25_000)}`;
    expect(await refusal(client.updateSchedule({ ...id, Payload }))).toBe("400 InvalidArgument");
    expect(await refusal(client.deleteSchedule({ ...id, ScheduleName: "t" }))).toBe("404 ScheduleNotExists");
    expect(await refusal(client.createSchedule({ ...id, FlowName: "two", CronExpression: "0 0 4 * * *" }))).toBe(
      "404 FlowNotExists",
    );
  });
});

describe("the forms of a request", () => {
  const FORMS: [form: string, request: Partial<Parameters<Served["cloudFlow"]["handle"]>[0]>][] = [
    ["everything in the query", { method: "GET", rawQuery: "Action=DescribeFlow&Version=2019-03-15&Name=one" }],
    [
      "ACS3 with the action in a header",
      {
        method: "GET",
        rawQuery: "Name=one",
        headers: { "x-acs-action": "DescribeFlow", "x-acs-version": "2019-03-15" },
      },
    ],
    ["an action with a small first letter", { method: "GET", rawQuery: "Action=describeFlow&Name=one" }],
  ];
  it.each(FORMS)("are understood: %s", async (_, request) => {
    await create("one");
    const empty = {
      method: "POST",
      path: "/",
      rawQuery: "",
      headers: {},
      body: Buffer.alloc(0),
      remoteAddress: "",
      clock,
    };
    const { status, body } = await served.cloudFlow.handle({ ...empty, ...request });
    expect([status, JSON.parse(String(body)).Name]).toEqual([200, "one"]);
  });

  const IN_FORMS: [form: string, request: Partial<Parameters<Served["cloudFlow"]["handle"]>[0]>][] = [
    ["a form", { rawQuery: "Action=DescribeFlow&Version=2019-03-15", body: Buffer.from("Name=one") }],
    ["a form with ACS3", { body: Buffer.from("Name=one"), headers: { "x-acs-action": "DescribeFlow" } }],
  ];
  it.each(IN_FORMS)(
    "a read with its parameters in %s is refused: they are looked for in the query",
    async (_, request) => {
      await create("one");
      const form = { "content-type": "application/x-www-form-urlencoded" };
      const { status, body } = await served.cloudFlow.handle({
        method: "POST",
        path: "/",
        rawQuery: "",
        body: Buffer.alloc(0),
        remoteAddress: "",
        clock,
        ...request,
        headers: { ...form, ...request.headers },
      });
      expect([status, JSON.parse(String(body)).Message]).toEqual([400, "The HTTP query 'Name' must be specified."]);
    },
  );

  it("another version, and more than 1 MiB, are refused", async () => {
    await expect(call(served.cloudFlow, "ListFlows", { Version: "2020-01-01" })).rejects.toThrow(
      "APIVersionNotSupported",
    );
    await expect(call(served.cloudFlow, "StopExecution", { x: "a".repeat(1024 * 1024) })).rejects.toThrow(
      "EntityTooLarge",
    );
  });
});
