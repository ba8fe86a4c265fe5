import { REMEDIATION_TOPICS } from "../shared/features/remediation/records.ts";
import { ORDER_TOPIC } from "../shared/features/renewal/acme/orderTopic.ts";
import { DOMAIN_TOPIC } from "../shared/features/renewal/domainRecords.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";

/** Keeps what remediate, issueCertificate and renewCertificates have to remember: they may write no log. */
export const keepRecords: SingleFunction = {
  name: "keepRecords",
  summary: "Keep records of remediations, orders and the domains that listeners serve.",
  permissions: ["log:PostLogStoreLogs"],
  timeout: 20,
  takes: "`topic` and `records`, texts by name that remediate, issueCertificate or renewCertificates has to keep",
  returns: "how many were `kept`; they stand in the deployment's logstore",
  example: { topic: ORDER_TOPIC, records: [] },
};

/** Takes `{ topic, records }`. Throws `AlbflowError` InvalidInput for anything else than what is kept here. */
export const handler: Handler<{ kept: number }> = shortErrors(async (event, context) => {
  const { topic, records } = jsonEvent(event);
  const isText = (value: unknown) => typeof value === "string";
  const areRecords =
    Array.isArray(records) &&
    records.every((one) => typeof one === "object" && one !== null && Object.values(one as object).every(isText));
  if (!areRecords || ![...REMEDIATION_TOPICS, ORDER_TOPIC, DOMAIN_TOPIC].some((known) => known === topic)) {
    throw new AlbflowError("InvalidInput", reason("records-invalid"));
  }
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const kept = records as Record<string, string>[];
  await openLogs(sessionOf(context)).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, String(topic), kept);
  return { kept: kept.length };
});
