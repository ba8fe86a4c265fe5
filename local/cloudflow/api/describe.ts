import { isEnded } from "../../../flowlang/execution.ts";
import type { HistoryEvent } from "../../../flowlang/history.ts";
import type { ExecutionRecord, FlowRecord, ScheduleRecord } from "../engine/state.ts";
import { timeText } from "./apiCall.ts";

/** A flow as CreateFlow, UpdateFlow, DescribeFlow and ListFlows answer it (cloudflow.md §8.1). */
export function flowAnswer(flow: FlowRecord) {
  const { id, name, definition, description, roleArn, mode, createdAt, modifiedAt } = flow;
  return {
    Id: id,
    Name: name,
    Definition: definition,
    Description: description,
    Type: "FDL",
    RoleArn: roleArn,
    ExecutionMode: mode,
    CreatedTime: timeText(createdAt),
    LastModifiedTime: timeText(modifiedAt),
  };
}

/** An execution as DescribeExecution and ListExecutions answer it. */
export function executionAnswer({ flow, definition, inputText, execution }: ExecutionRecord) {
  const { name, status, startedAt, stoppedAt, output } = execution;
  return {
    FlowName: flow.name,
    Name: name,
    FlowDefinition: definition,
    Input: inputText,
    Output: output === undefined || !isEnded(execution) ? "" : JSON.stringify(output),
    Status: status,
    StartedTime: timeText(startedAt),
    StoppedTime: stoppedAt === undefined ? "" : timeText(stoppedAt),
  };
}

/** An execution as StartExecution answers it: status, output and end are empty texts (cloudflow.md §8.1). */
export function describeStarted(record: ExecutionRecord) {
  return { ...executionAnswer(record), Status: "", Output: "", StoppedTime: "" };
}

/** An event as GetExecutionHistory answers it (cloudflow.md §8.2). */
export function eventAnswer({ id, cause, step, type, at, detail }: HistoryEvent) {
  return {
    EventId: id,
    ScheduleEventId: cause,
    StepName: step,
    Type: type,
    Time: timeText(at),
    EventDetail: JSON.stringify(detail),
  };
}

/** A schedule as its five actions answer it. */
export function scheduleAnswer({
  id,
  name,
  description,
  cron,
  payload,
  enabled,
  createdAt,
  modifiedAt,
}: ScheduleRecord) {
  return {
    ScheduleId: id,
    ScheduleName: name,
    Description: description,
    CronExpression: cron,
    Payload: payload,
    Enable: enabled,
    CreatedTime: timeText(createdAt),
    LastModifiedTime: timeText(modifiedAt),
  };
}
