import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { noticesOfRound } from "../shared/features/renewal/noticesOfRound.ts";
import type { RoundEnd } from "../shared/features/renewal/report.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";

/** Ends every round of renewal: one record of what was renewed, and what not, in Simple Log Service. */
export const reportRenewal: SingleFunction = {
  name: "reportRenewal",
  summary: "Keep a record of how a round of renewal ended.",
  permissions: ["fc:InvokeFunction", "log:PostLogStoreLogs"],
  invokes: ["notify"],
  timeout: 20,
  environment: NOTIFY_SETTINGS,
  takes: "`report`, with which a round of renewal ends",
  returns: "the same; the record stands in the deployment's logstore",
  example: { report: {} },
};

/** The topic of these records in their logstore. */
const RENEWAL_TOPIC = "albflow_renewal";

/** Takes and returns `{ report }`. */
export const handler: Handler<RoundEnd> = shortErrors(async (event, context) => {
  const renewal = jsonEvent(event) as unknown as RoundEnd;
  const session = sessionOf(context);
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const { report } = renewal;
  await openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, RENEWAL_TOPIC, [
    { round: report.round, report: JSON.stringify(report) },
  ]);
  await enqueueNotices(session, noticesOfRound(report, apiUrlFrom(process.env)), process.env);
  return renewal;
});
