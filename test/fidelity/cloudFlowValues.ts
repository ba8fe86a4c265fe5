import type { Recording } from "./recording.ts";

/** What a comment of the SDK `alibabacloud_fnf20190315` 2.0.1 says that a parameter may be. The SDK of npm has no comments. */
interface FlowValues {
  action: string;
  parameter: string;
  enum?: string[];
  /** Of a number, or of a text's length. */
  minimum?: number;
  maximum?: number;
  isText?: boolean;
}

const NAME = { minimum: 1, maximum: 128, isText: true };
const CAUSE = { minimum: 1, maximum: 4096, isText: true };
const STATUSES = ["Starting", "Running", "Stopped", "Succeeded", "Failed", "TimedOut"];

/** Each parameter that has documented values; test/python/cloudFlowValues.test.ts holds it against the SDK's own comments. */
export const cloudFlowValues: readonly FlowValues[] = [
  { action: "CreateFlow", parameter: "Name", ...NAME },
  { action: "CreateFlow", parameter: "Type", enum: ["FDL"] },
  { action: "CreateFlow", parameter: "ExecutionMode", enum: ["Express", "Standard"] },
  { action: "UpdateFlow", parameter: "Type", enum: ["FDL"] },
  { action: "ListFlows", parameter: "Limit", minimum: 1, maximum: 999 },
  { action: "StartExecution", parameter: "ExecutionName", ...NAME },
  { action: "StartSyncExecution", parameter: "ExecutionName", ...NAME },
  { action: "DescribeExecution", parameter: "WaitTimeSeconds", minimum: 0, maximum: 60 },
  { action: "GetExecutionHistory", parameter: "Limit", minimum: 1, maximum: 999 },
  { action: "ListExecutions", parameter: "Limit", minimum: 1, maximum: 99 },
  { action: "ListExecutions", parameter: "Status", enum: STATUSES },
  { action: "StopExecution", parameter: "Error", ...NAME },
  { action: "StopExecution", parameter: "Cause", ...CAUSE },
  { action: "ReportTaskFailed", parameter: "Error", ...NAME },
  { action: "ReportTaskFailed", parameter: "Cause", ...CAUSE },
  { action: "CreateSchedule", parameter: "ScheduleName", ...NAME },
  { action: "CreateSchedule", parameter: "Enable", enum: ["true", "false"] },
  { action: "UpdateSchedule", parameter: "Enable", enum: ["true", "false"] },
  { action: "ListSchedules", parameter: "Limit", minimum: 1, maximum: 1000 },
];

/** What the SDK's response models say that an answer may be. */
export const cloudFlowAnswers: readonly { action: string; path: string; enum: string[] }[] = [
  { action: "DescribeExecution", path: "Status", enum: STATUSES },
  {
    action: "GetExecutionHistory",
    path: "Events.Type",
    enum: [
      "StepEntered",
      "StepStarted",
      "StepSucceeded",
      "StepFailed",
      "StepExited",
      "BranchEntered",
      "BranchExited",
      "IterationEntered",
      "IterationExited",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSubmitFailed",
      "TaskSucceeded",
      "TaskFailed",
      "TaskTimedOut",
      "ExecutionStarted",
      "ExecutionStopped",
      "ExecutionSucceeded",
      "ExecutionFailed",
      "ExecutionTimedOut",
    ],
  },
];

/** Values in answers that the table lacks. */
export function unknownFlowValues(answers: ReadonlyMap<string, unknown[]>): string[] {
  return cloudFlowAnswers.flatMap(({ action, path, enum: known }) => {
    const values = (answers.get(`fnf ${action}`) ?? [`no answer of ${action}`]).flatMap((answer) =>
      path
        .split(".")
        .reduce<unknown[]>(
          (found, name) => found.flatMap((one) => (one as Record<string, unknown>)[name] ?? []),
          [answer],
        ),
    );
    return values
      .filter((value) => !known.includes(String(value)))
      .map((value) => `${action} ${path} ${String(value)}`);
  });
}

const DEFINITION = `Type: StateMachine
Name: NAME
SpecVersion: v1
StartAt: Wait
States:
  - Type: Wait
    Name: Wait
    Seconds: 1
    End: true
`;

let made = 0;

/**
 * Where what CloudFlow takes here differs from that table: a documented value that is refused, one beyond it that is taken.
 * A refusal counts when it is about the value: `InvalidArgument`.
 */
export async function playedCloudFlowValues({ call }: Recording): Promise<string[]> {
  const fnf = (action: string, parameters: object) => call("fnf", action, parameters);
  const flow = (Name: string) => ({ Name, Definition: DEFINITION.replace("NAME", Name), Description: "", Type: "FDL" });
  const Standard = "values";
  const Express = "values-express";
  await fnf("CreateFlow", flow(Standard));
  await fnf("CreateFlow", { ...flow(Express), ExecutionMode: "Express" });
  const FlowName = Standard;
  await fnf("StartExecution", { FlowName, ExecutionName: "read", Input: "{}" });
  const schedule = () => ({ FlowName, ScheduleName: `s${made++}`, CronExpression: "0 0 0 * * *" });
  await fnf("CreateSchedule", { ...schedule(), ScheduleName: "kept" });
  /** What else an action must be sent. */
  const beside: Record<string, (value: unknown) => Promise<object>> = {
    CreateFlow: async (value) => flow(typeof value === "string" && value.startsWith("n") ? value : `f${made++}`),
    UpdateFlow: async () => ({ Name: Standard }),
    StartExecution: async () => ({ FlowName, Input: "{}" }),
    StartSyncExecution: async () => ({ FlowName: Express, Input: "{}" }),
    DescribeExecution: async () => ({ FlowName, ExecutionName: "read" }),
    GetExecutionHistory: async () => ({ FlowName, ExecutionName: "read" }),
    ListExecutions: async () => ({ FlowName }),
    StopExecution: async () => {
      const ExecutionName = `e${made++}`;
      await fnf("StartExecution", { FlowName, ExecutionName, Input: "{}" });
      return { FlowName, ExecutionName };
    },
    ReportTaskFailed: async () => ({ TaskToken: "of-nobody", Error: "Failed" }),
    CreateSchedule: async () => schedule(),
    UpdateSchedule: async () => ({ FlowName, ScheduleName: "kept" }),
    ListSchedules: async () => ({ FlowName }),
  };
  const taken = async (action: string, parameter: string, value: unknown): Promise<boolean> => {
    const rest = (await beside[action]?.(value)) ?? {};
    return fnf(action, { ...rest, [parameter]: value }).then(
      () => true,
      // A token that nobody has is refused for itself, after its parameters were looked at.
      (error: { code?: string; message?: string }) => error.message?.includes("TaskToken") === true,
    );
  };
  const differences: string[] = [];
  for (const { action, parameter, enum: values, minimum = 0, maximum = 0, isText } of cloudFlowValues) {
    const name = `fnf ${action} ${parameter}`;
    const sized = (size: number) =>
      isText === true ? `n${String(made++).padStart(9, "0")}${"x".repeat(size)}`.slice(0, size) : size;
    for (const value of values ?? [sized(minimum), sized(maximum)]) {
      if (!(await taken(action, parameter, value))) differences.push(`${name} lacks ${value}`);
    }
    const beyond =
      values === undefined ? [sized(maximum + 1), ...(isText === true ? [] : [minimum - 1])] : ["NoSuchValue"];
    for (const value of beyond) if (await taken(action, parameter, value)) differences.push(`${name} takes ${value}`);
  }
  return differences;
}
