import { caughtIn } from "../shared/core/describeCaught.ts";
import { flowNameOf, LOCK, prefix } from "../shared/core/flowDefinition.ts";
import { releaseLocks } from "../shared/core/lock.ts";
import { clientsSawIn } from "../shared/core/observed.ts";
import { ORIGINS, originOf } from "../shared/core/origin.ts";
import { storyOf, type Verdict, verdictOf } from "../shared/core/verdict.ts";
import { openAuditLog } from "../shared/features/audit/auditLog.ts";
import { trailOf } from "../shared/features/audit/trailOf.ts";
import { REPORT_TOPIC } from "../shared/features/metrics/reportedEnd.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import type { Notice } from "../shared/features/notify/notice.ts";
import { noticeOfEnd } from "../shared/features/notify/noticeOf.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import {
  type Handler,
  jsonEvent,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { reasonText } from "../shared/platform/reasons/reasonText.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Ends every execution: one record of what was done, or why not, in Simple Log Service. */
export const report: SingleFunction = {
  name: "report",
  summary: "Keep a record of how an operation ended.",
  permissions: ["fc:InvokeFunction", "fnf:StopExecution", "log:PostLogStoreLogs"],
  invokes: ["notify"],
  timeout: 20,
  environment: { ...SECRET_SETTINGS, ...NOTIFY_SETTINGS },
  takes: "`verdict`, with which a flow ends, and `error`, what it had caught on its last stretch",
  returns:
    "`{ verdict }`, completed by that error; the record stands in the deployment's logstore, and the locks are free",
  example: { verdict: {}, error: {} },
};

/** Takes `{ verdict, error }` and returns the verdict, completed by what the flow had caught. */
export const handler: Handler<{ verdict: Verdict }> = withSecrets(
  shortErrors(async (event, context) => {
    const request = jsonEvent(event);
    const verdict = completed(verdictOf(request), request.error);
    const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
    const session = sessionOf(context);
    // Whoever waits for the listener may go on, record or no record.
    await releaseLocks(openCloudFlow(session), flowNameOf(prefix(), LOCK.name), verdict.locks);
    const story = storyOf(verdict).map(reasonText).join("; ");
    loggerOf(context).info(`${verdict.execution}: ${verdict.state}: ${story}`);
    await openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, REPORT_TOPIC, [
      {
        execution: verdict.execution,
        operation: verdict.operation,
        state: verdict.state,
        code: verdict.reason.code,
        reason: JSON.stringify(verdict.reason),
        cause: JSON.stringify(verdict.cause),
        listenerId: textOf(verdict.input.listenerId),
        region: verdict.place?.region ?? session.region,
        account: verdict.place?.accountId ?? session.accountId,
        effect: JSON.stringify(verdict.plan?.effect ?? []),
        requestedBy: textOf(verdict.input.requestedBy),
        why: textOf(verdict.input.reason),
        ticket: textOf(verdict.input.ticket),
        approvedBy: verdict.approvedBy.join(", "),
        stopped: verdict.stopped === undefined ? "" : JSON.stringify(verdict.stopped),
        changes: JSON.stringify(verdict.plan?.changes ?? []),
        seen: JSON.stringify(verdict.seen),
        clientsSaw: JSON.stringify(clientsSawIn(verdict)),
        part: originOf(secretFor(process.env, ORIGINS), verdict)?.part ?? "",
        apiCalls: String(verdict.apiCalls),
        throttled: String(verdict.throttled ?? 0),
        elapsedMs: String(verdict.startedAt === 0 ? 0 : clock.now() - verdict.startedAt),
      },
    ]);
    const now = clock.now();
    const flow = flowNameOf(prefix(), verdict.operation);
    const trail = trailOf(verdict, flow, now, secretFor(process.env, "audit"));
    await openAuditLog(openLogs(session), { project: ALBFLOW_LOG_PROJECT, logstore: ALBFLOW_LOGSTORE }).write(trail);
    await enqueueNotices(session, noticeFor(verdict, now), process.env);
    return { verdict };
  }),
);

/** What the flow caught on its last stretch belongs to the story. */
function completed(verdict: Verdict, error: unknown): Verdict {
  const caught = caughtIn(error);
  if (caught === undefined) return verdict;
  // Who was asked, and cannot be read, has not agreed.
  const state = verdict.state === "awaitingApproval" ? "refused" : verdict.state;
  return { ...verdict, state, reason: reason("ended-with-error", { reason: verdict.reason, ...caught }) };
}

/** What a round of renewal has renewed it tells itself, all at once: what it has signed, whatever others call theirs. */
function noticeFor(verdict: Verdict, now: number): Notice | undefined {
  const origin = originOf(secretFor(process.env, ORIGINS), verdict);
  const isReported = origin?.part === "renewal" && verdict.state === "verified";
  return isReported ? undefined : noticeOfEnd(verdict, now, apiUrlFrom(process.env));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
