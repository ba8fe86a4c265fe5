import { afterEach, describe, expect, it } from "vitest";
import { type FakeFunction, ROLE, serveCloudFlow } from "./testCloud.ts";

const OPERATION = `
Type: StateMachine
SpecVersion: v1
Name: operation
StartAt: Preflight
States:
  - Name: Preflight
    Type: Task
    Action: FC:InvokeFunction
    Timeout: 60
    Parameters:
      resourceArn: acs:fc:cn-hangzhou:1234567890123456:functions/startListener/LATEST
      body: { phase: preflight, input.$: $Input }
    OutputConstructor: { verdict.$: $Output.Body }
    Catch: [{ Errors: [FnF.ALL], OutputConstructor: { error.$: $Context.Current.Error.Code }, Next: Failed }]
    Next: Allowed
  - Name: Allowed
    Type: Choice
    Branches:
      - { Condition: '$Input.verdict.state == "go"', Next: Call }
      - { Condition: '$Input.verdict.state == "skip"', Next: Done }
    Default: Failed
  - Name: Call
    Type: Task
    Action: FC:InvokeFunction
    Timeout: 60
    Parameters:
      resourceArn: acs:fc:cn-hangzhou:1234567890123456:functions/startListener/LATEST
      body: { phase: call, token.$: 'format("{}/Call", $Context.Execution.Name)' }
    OutputConstructor: { round: 0 }
    Retry: [{ Errors: [TransientError], MaxAttempts: 2, IntervalSeconds: 0 }]
    Catch: [{ Errors: [FnF.ALL], OutputConstructor: { error.$: $Context.Current.Error.Code }, Next: Undo }]
    Next: Ready
  - Name: Ready
    Type: Task
    Action: FC:InvokeFunction
    Timeout: 60
    Parameters:
      resourceArn: acs:fc:cn-hangzhou:1234567890123456:functions/startListener/LATEST
      body: { phase: ready }
    OutputConstructor: { verdict.$: $Output.Body }
    Next: IsReady
  - Name: IsReady
    Type: Choice
    Branches:
      - { Condition: '$Input.verdict.state == "ready"', Next: Done }
      - { Condition: '$Input.verdict.state == "waiting"', Next: Pause }
    Default: Undo
  - { Name: Pause, Type: Wait, Seconds: 1, Next: Ready }
  - Name: Undo
    Type: Task
    Action: FC:InvokeFunction
    Timeout: 60
    Parameters:
      resourceArn: acs:fc:cn-hangzhou:1234567890123456:functions/startListener/LATEST
      body: { phase: undo }
    Next: Failed
  - { Name: Done, Type: Succeed }
  - { Name: Failed, Type: Fail, Code: OperationFailed, Detail: The listener is as before. }
`;

type Client = Awaited<ReturnType<typeof serveCloudFlow>>["client"];

let close = async () => {};
afterEach(() => close());

async function cloud(startListener: FakeFunction): Promise<Client> {
  const served = await serveCloudFlow({ functions: { startListener } });
  close = served.close;
  const flow = { Name: "operation", Definition: OPERATION, Description: "", Type: "FDL" as const, RoleArn: ROLE };
  await served.client.createFlow(flow);
  return served.client;
}

describe("a flow of the shape of an operation, through the official SDK", () => {
  it("checks, calls, waits until the listener is ready and succeeds", async () => {
    const phases: string[] = [];
    const answers: Record<string, unknown[]> = {
      preflight: [{ state: "go" }],
      call: [{}],
      ready: [{ state: "waiting" }, { state: "ready", message: "the listener is Running" }],
    };
    const client = await cloud((event) => {
      const { phase } = event as { phase: string };
      phases.push(phase);
      return answers[phase]?.shift();
    });
    await client.startExecution({ FlowName: "operation", ExecutionName: "e1", Input: '{"listenerId":"lsn-1"}' });
    const ended = await client.describeExecution({ FlowName: "operation", ExecutionName: "e1", WaitTimeSeconds: 20 });
    expect(ended.Status).toBe("Succeeded");
    expect(JSON.parse(ended.Output)).toEqual({ verdict: { state: "ready", message: "the listener is Running" } });
    expect(phases).toEqual(["preflight", "call", "ready", "ready"]);
    const history = await client.getExecutionHistory({ FlowName: "operation", ExecutionName: "e1", Limit: 3 });
    expect(history.Events.map(({ Type }: { Type: string }) => Type)).toEqual([
      "ExecutionStarted",
      "StepEntered",
      "TaskScheduled",
    ]);
    expect(history.NextToken).toBe("4");
  });

  it("retries what is transient and undoes what has failed", async () => {
    const phases: string[] = [];
    const client = await cloud((event) => {
      const { phase } = event as { phase: string };
      phases.push(phase);
      if (phase === "preflight") return { state: "go" };
      if (phase === "call") throw Object.assign(new Error("throttled"), { name: "TransientError" });
      return {};
    });
    await client.startExecution({ FlowName: "operation", ExecutionName: "e2", Input: "{}" });
    const ended = await client.describeExecution({ FlowName: "operation", ExecutionName: "e2", WaitTimeSeconds: 20 });
    expect(ended.Status).toBe("Failed");
    expect(phases).toEqual(["preflight", "call", "call", "call", "undo"]);
  });
});
