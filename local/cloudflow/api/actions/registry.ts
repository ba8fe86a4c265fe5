import type { ApiAction } from "../apiCall.ts";
import { createFlow } from "./createFlow.ts";
import { createSchedule } from "./createSchedule.ts";
import { deleteFlow } from "./deleteFlow.ts";
import { deleteSchedule } from "./deleteSchedule.ts";
import { describeExecution } from "./describeExecution.ts";
import { describeFlow } from "./describeFlow.ts";
import { describeSchedule } from "./describeSchedule.ts";
import { getExecutionHistory } from "./getExecutionHistory.ts";
import { listExecutions } from "./listExecutions.ts";
import { listFlows } from "./listFlows.ts";
import { listSchedules } from "./listSchedules.ts";
import { reportTaskFailed } from "./reportTaskFailed.ts";
import { reportTaskSucceeded } from "./reportTaskSucceeded.ts";
import { startExecution } from "./startExecution.ts";
import { startSyncExecution } from "./startSyncExecution.ts";
import { stopExecution } from "./stopExecution.ts";
import { updateFlow } from "./updateFlow.ts";
import { updateSchedule } from "./updateSchedule.ts";

/** The actions of API 2019-03-15, by their names. */
export const apiActions: Record<string, ApiAction> = {
  CreateFlow: createFlow,
  UpdateFlow: updateFlow,
  DescribeFlow: describeFlow,
  DeleteFlow: deleteFlow,
  ListFlows: listFlows,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  StopExecution: stopExecution,
  GetExecutionHistory: getExecutionHistory,
  ReportTaskSucceeded: reportTaskSucceeded,
  ReportTaskFailed: reportTaskFailed,
  CreateSchedule: createSchedule,
  UpdateSchedule: updateSchedule,
  DescribeSchedule: describeSchedule,
  DeleteSchedule: deleteSchedule,
  ListSchedules: listSchedules,
};

/** What the API has besides (SDK alibabacloud_fnf20190315 2.0.1): versions and aliases of flows, the runs of a distributed Map, regions. */
export const unplayedActions: readonly string[] = [
  "CreateFlowAlias",
  "DeleteFlowAlias",
  "DeleteFlowVersion",
  "DescribeFlowAlias",
  "DescribeMapRun",
  "DescribeRegions",
  "ListFlowAliases",
  "ListFlowVersions",
  "PublishFlowVersion",
  "UpdateFlowAlias",
  "UpdateMapRun",
];
