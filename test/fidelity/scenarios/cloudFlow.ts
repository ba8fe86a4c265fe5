import type { Recording } from "../recording.ts";

const DEFINITION = `Type: StateMachine
Name: NAME
SpecVersion: v1
StartAt: Told
States:
  - Type: Pass
    Name: Told
    End: true
`;

/** Every action of CloudFlow, over flows of both modes, their executions and schedules. */
export async function cloudFlowScenario({ call }: Recording): Promise<void> {
  const fnf = <Answer = Record<string, never>>(action: string, parameters: object = {}) =>
    call<Answer>("fnf", action, parameters);
  const flow = (Name: string, more: object = {}) => ({
    Name,
    Definition: DEFINITION.replace("NAME", Name),
    Description: "of the test",
    Type: "FDL",
    RoleArn: "acs:ram::1234567890123456:role/flow",
    ...more,
  });
  await fnf("CreateFlow", flow("fidelity"));
  await fnf("CreateFlow", flow("express", { ExecutionMode: "Express" }));
  await fnf("ListFlows", {});
  await fnf("UpdateFlow", { ...flow("fidelity"), Description: "changed" });
  await fnf("DescribeFlow", { Name: "fidelity" });
  await fnf("ListFlows", { Limit: 1 });
  const started = { FlowName: "fidelity", ExecutionName: "one" };
  await fnf("StartExecution", { ...started, Input: "{}" });
  await fnf("StartExecution", { FlowName: "fidelity", ExecutionName: "two", Input: "{}" });
  await fnf("StartSyncExecution", { FlowName: "express", ExecutionName: "three", Input: "{}" });
  await fnf("DescribeExecution", { ...started, WaitTimeSeconds: 5 });
  await fnf("GetExecutionHistory", { ...started, Limit: 1 });
  await fnf("ListExecutions", { FlowName: "fidelity", Limit: 1 });
  const waits = `Type: StateMachine
Name: waits
SpecVersion: v1
StartAt: Wait
States:
  - Type: Wait
    Name: Wait
    Seconds: 60
    End: true
`;
  await fnf("CreateFlow", { ...flow("waits"), Definition: waits });
  await fnf("StartExecution", { FlowName: "waits", ExecutionName: "stopped", Input: "{}" });
  await fnf("StopExecution", { FlowName: "waits", ExecutionName: "stopped", Cause: "test", Error: "Test" });
  await fnf("ListFlows", {});
  const schedule = { FlowName: "fidelity", ScheduleName: "daily" };
  const timed = { ...schedule, CronExpression: "0 0 0 * * *", Payload: "{}", Description: "daily", Enable: true };
  await fnf("CreateSchedule", timed);
  await fnf("CreateSchedule", { ...timed, ScheduleName: "other" });
  await fnf("ListSchedules", { FlowName: "fidelity" });
  await fnf("UpdateSchedule", { ...schedule, Enable: false });
  await fnf("DescribeSchedule", schedule);
  await fnf("ListSchedules", { FlowName: "fidelity", Limit: 1 });
  await fnf("DeleteSchedule", schedule);
  await fnf("DeleteFlow", { Name: "fidelity" });
}
