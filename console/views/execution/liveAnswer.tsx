import { clock } from "../../../shared/platform/clock.ts";
import { isRunning } from "../../graph/progress.ts";
import { textOf } from "../../jsx/runtime.ts";
import type { PageCall } from "../../view.ts";
import { policyNamed } from "../operation/GoOn.tsx";
import { WAITING, waitingIn } from "../operation/waitingForm.ts";
import { LiveExecution } from "./Execution.tsx";
import type { ExecutionView } from "./executionView.ts";
import { readExecution } from "./readExecution.ts";

/** How the page of an execution is shown, by its address; where a form waits, with what it can be given. */
export async function shownBy(call: PageCall, view: ExecutionView) {
  const waiting = waitingIn(call.query.get(WAITING));
  const isDone = waiting !== undefined && view.status === "Succeeded";
  const found = isDone
    ? (view.made?.[0]?.id ?? (await policyNamed(call, view.input as Record<string, unknown>)))
    : undefined;
  return { isWhole: call.query.get("flow") === "whole", waiting, found };
}

/**
 * What is new on the page of an execution, as a server-sent event: the part of it that changes, whole, for the page's script
 * to put in place where it differs. Waits for something to happen after the event that the page has seen. An HTTP trigger
 * sends an answer when it is whole, so that each ends with its event, and the page comes again.
 */
export async function liveAnswer(call: PageCall): Promise<Response> {
  const { query, header, identity, language } = call;
  const seen = /^\d{1,6}$/.exec(header("last-event-id") || (query.get("after") ?? ""))?.[0];
  const view = await readExecution(call, Number(seen ?? 0));
  // Not the request's time: it may have waited.
  const now = clock.now();
  const html = textOf(
    <LiveExecution view={view} identity={identity} language={language} now={now} {...(await shownBy(call, view))} />,
  );
  const end = isRunning(view.status) ? "" : "event: end\ndata:\n\n";
  const body = `id: ${view.lastEvent}\nevent: page\ndata: ${JSON.stringify(html)}\n\n${end}`;
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
