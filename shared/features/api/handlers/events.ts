import { detailReason } from "../../../core/describeCaught.ts";
import { ENDS, statusIn, verdictIn } from "../../../core/executions.ts";
import type { HistoryEvent } from "../../../platform/clients/cloudFlow.ts";
import { redactAll } from "../../../platform/redact.ts";
import type { ApiHandler } from "../apiCall.ts";
import { requestedExecution } from "../requestedExecution.ts";
import { objectIn, verdictSummary } from "../views.ts";
import { waitForEvents } from "../waitForEvents.ts";

/**
 * `GET /executions/{name}/events`: what happens in an execution, as server-sent events. An HTTP trigger sends an answer when
 * it is whole, so each answer waits a while for something new, tells it and ends, and the client comes again with the id of
 * the last event it has seen. When everything is told, the answer is 204, which ends that.
 */
export const followExecution: ApiHandler = async (call) => {
  const found = await requestedExecution(call, "view", true);
  const seen = Number(/^\d{1,9}$/.exec(call.header("last-event-id"))?.[0] ?? 0);
  const { events } = await waitForEvents(call.deployed.cloudFlow, found.flow, found, seen);
  const newEvents = events.filter(({ EventId, Type }) => EventId > seen && REPORTED.has(Type));
  if (newEvents.length === 0 && statusIn(events) !== "Running") return { status: 204 };
  return stream(newEvents.map(reported));
};

function stream(events: string[]) {
  const body = [`retry: ${RETRY_MS}\n\n`, ...events, events.length === 0 ? ": nothing new\n\n" : ""].join("");
  return { status: 200, headers: { "content-type": "text/event-stream; charset=utf-8" }, body };
}

/** One event. What it says of the verdict is its reason, never the whole. */
function reported(event: HistoryEvent): string {
  const { EventId, Type, StepName, Time, EventDetail } = event;
  const { error, cause } = objectIn(EventDetail) as { error?: string; cause?: string };
  const verdict = verdictIn(event);
  const said = verdict === undefined ? {} : { verdict: verdictSummary(verdict) };
  const failed = error === undefined ? {} : { error, cause: redactAll(detailReason(cause ?? "")) };
  const data = JSON.stringify({ at: Time, ...(StepName === "" ? {} : { state: StepName }), ...said, ...failed });
  return `id: ${EventId}\nevent: ${Type}\ndata: ${data}\n\n`;
}

const REPORTED = new Set([
  "ExecutionStarted",
  "StepEntered",
  "StepExited",
  "StepFailed",
  "TaskSubmitted",
  "TaskFailed",
  "TaskSubmitFailed",
  "TaskTimedOut",
  ...Object.keys(ENDS),
]);

const RETRY_MS = 1_000;
