import { operationNames } from "../../../core/operationNames.ts";
import type { ApiHandler } from "../apiCall.ts";
import { answerApproval, describeApproval, listApprovals } from "./approvals.ts";
import { describeBulk, runBulk, stopBulk } from "./bulk.ts";
import { listChannels } from "./channels.ts";
import { describeMetrics } from "./describeMetrics.ts";
import { followExecution } from "./events.ts";
import { describeExecution, listExecutions, stopExecution, undoExecution } from "./executions.ts";
import { describeListener, listCertificates, listListeners } from "./listeners.ts";
import { listOperations, runOperation } from "./operations.ts";
import { resourceHandlers } from "./resources.ts";
import { describeRound } from "./rounds.ts";
import { health, openApi } from "./service.ts";

/** Who serves what, by the contract's `operationId`. */
export const handlers: Readonly<Record<string, ApiHandler>> = {
  health,
  openApi,
  listListeners,
  describeListener,
  listCertificates,
  ...resourceHandlers,
  metrics: describeMetrics,
  listOperations,
  listExecutions,
  describeExecution,
  followExecution,
  stopExecution,
  undoExecution,
  describeRound,
  runBulk,
  describeBulk,
  stopBulk,
  listChannels,
  listApprovals,
  describeApproval,
  answerApproval,
  ...Object.fromEntries(operationNames.map((name) => [name, runOperation])),
};
