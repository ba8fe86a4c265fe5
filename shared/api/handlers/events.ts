import type { HistoryEvent } from "../../clients/cloudFlow.ts";
import { clock } from "../../clock.ts";
import { explain, type Verdict } from "../../verdict.ts";
import type { ApiHandler } from "../apiCall.ts";
import { findExecution } from "../findExecution.ts";
import { objectIn } from "../views.ts";

/**
 * `GET /executions/{name}/events`: what happens in an execution, as server-sent events. An HTTP trigger sends an answer when
 * it is whole, so each answer waits a while for something new, tells it and ends, and the client comes again with the id of
 * the last event it has seen. When everything is told, the answer is 204, which ends that.
 */
export const followExecution: ApiHandler = async (call) => {
  const { flow, row, events: known } = await findExecution(call, "view");
  const { cloudFlow } = call.deployed;
  const seen = Number(/^\d{1,9}$/.exec(call.header("last-event-id"))?.[0] ?? 0);
  const until = clock.now() + WAIT_MS;
  for (let events = known; ; events = await cloudFlow.history(flow, row.Name)) {
    const news = events.filter(({ EventId, Type }) => EventId > seen && TOLD.has(Type));
    if (news.length > 0) return stream(news.map(told));
    if (events.some(({ Type }) => ENDS.has(Type))) return { status: 204 };
    if (clock.now() >= until) return stream([]);
    await clock.sleep(PAUSE_MS);
  }
};

function stream(events: string[]) {
  const body = [`retry: ${RETRY_MS}\n\n`, ...events, events.length === 0 ? ": nothing new\n\n" : ""].join("");
  return { status: 200, headers: { "content-type": "text/event-stream; charset=utf-8" }, body };
}

/** One event. What it says of the verdict is its sentence, never the whole. */
function told({ EventId, Type, StepName, Time, EventDetail }: HistoryEvent): string {
  const { output, input } = objectIn(EventDetail) as Partial<Record<"output" | "input", { verdict?: Verdict }>>;
  const verdict = (output ?? input)?.verdict;
  const said = verdict === undefined ? {} : { verdict: { state: verdict.state, because: explain(verdict) } };
  const data = JSON.stringify({ at: Time, ...(StepName === "" ? {} : { state: StepName }), ...said });
  return `id: ${EventId}\nevent: ${Type}\ndata: ${data}\n\n`;
}

const ENDS = new Set(["ExecutionStopped", "ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut"]);
const TOLD = new Set(["StepEntered", "StepExited", "StepFailed", "ExecutionStarted", ...ENDS]);

/** Below the patience of browsers, proxies and the function's own timeout. */
const WAIT_MS = 20_000;
const PAUSE_MS = 500;
const RETRY_MS = 1_000;
