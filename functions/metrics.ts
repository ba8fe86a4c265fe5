import * as z from "zod";
import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import type { Language } from "../shared/core/messages/message.ts";
import { type MessageMaker, wholeSentences } from "../shared/core/messages/messagesIn.ts";
import type { CertificateList } from "../shared/features/inventory/certificateStatus.ts";
import { exposition } from "../shared/features/metrics/exposition.ts";
import { figuresOf } from "../shared/features/metrics/figuresOf.ts";
import { reportedEnds, WINDOW_HOURS } from "../shared/features/metrics/reportedEnd.ts";
import { renderReport } from "../shared/features/renewal/renderReport.ts";
import { RENEWAL_SETTINGS, rulesFrom } from "../shared/features/renewal/renewalInput.ts";
import type { RenewalReport } from "../shared/features/renewal/report.ts";
import { reportBefore } from "../shared/features/renewal/roundBefore.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import type { AnyReason } from "../shared/platform/reasons/define.ts";
import { takeInput } from "../shared/platform/takeInput.ts";
import { TARGET_SETTINGS, targetAccountsFrom } from "../shared/platform/targetAccounts.ts";

const metricsInput = z.strictObject({
  running: z
    .record(z.string().max(64), z.int().min(0))
    .optional()
    .describe("Executions that go on, by operation, as the API knows them; not told unless given"),
  about: z
    .enum(["figures", "api", "round"])
    .default("figures")
    .describe("Figures, the description of the HTTP API, or the report of a round of renewal"),
  round: z.looseObject({}).optional().describe("The report of a round, each of its reasons with its message"),
  language: z.enum(["en", "zh"]).default("en").describe("In which a report is put into words"),
});

/** What machines read: figures at the API's `GET /metrics`, and at `GET /openapi.json` the description of the API itself. */
export const metrics: SingleFunction = {
  name: "metrics",
  area: "find",
  summary: "Export metrics for Prometheus: certificate expiry, executions, renewal, throttling.",
  permissions: [
    "fc:InvokeFunction",
    "fnf:DescribeExecution",
    "fnf:ListExecutions",
    "log:GetLogStoreHistogram",
    "log:GetLogStoreLogs",
  ],
  invokes: ["listCertificates"],
  environment: {
    ALBFLOW_REGIONS: RENEWAL_SETTINGS.ALBFLOW_REGIONS,
    ...TARGET_SETTINGS,
    ALBFLOW_RENEWAL_ERROR_BUDGET: RENEWAL_SETTINGS.ALBFLOW_RENEWAL_ERROR_BUDGET,
  },
  timeout: 120,
  input: metricsInput,
  takes: "nothing, or the executions that go on",
  returns: "`text`, the figures in Prometheus' text format, the API in OpenAPI 3.1, or a round's report in Markdown",
  example: { running: { rotateCertificate: 1 } },
};

/** Reads the reports of a day, the last round of renewal and every certificate. Changes nothing. */
export const handler: Handler<{ text: string; apiCalls: number }> = async (event, context) => {
  const given = jsonEvent(event);
  const input = takeInput(metricsInput, given);
  const { running, about } = input;
  if (about === "api") return { text: await contractText(), apiCalls: 0 };
  if (about === "round") {
    const { round, language } = input;
    return { text: renderReport(round as unknown as RenewalReport, saidAlready(language)), apiCalls: 0 };
  }
  const session = sessionOf(context);
  const { clients, calls } = countedClients(session);
  const { rules } = rulesFrom({}, process.env);
  const targets = targetAccountsFrom(process.env);
  const { ALBFLOW_LOG_PROJECT: project = "", ALBFLOW_LOGSTORE: logstore = "" } = process.env;
  const now = clock.now();
  const certificates = (await clients.functions.invoke(flowNameOf(prefix(), "listCertificates"), {
    accounts: [session.accountId, ...targets.map(({ accountId }) => accountId)],
  })) as CertificateList;
  const range = { from: now - WINDOW_HOURS * 3_600_000, to: now + 1_000 };
  const { ended, isCut } = await reportedEnds(clients.log, { project, logstore }, range);
  const text = exposition(
    figuresOf({
      certificates,
      ended,
      isCut,
      ...(running === undefined ? {} : { running }),
      round: await reportBefore("-", clients.cloudFlow, flowNameOf(prefix(), "renewCertificates")),
      errorBudget: rules.errorBudget,
      now,
    }),
  );
  return { text, apiCalls: calls() + certificates.apiCalls };
};

/** Says reasons of a report whose messages the API has put beside them: it carries the catalogue, and this function need not. */
function saidAlready(language: Language): MessageMaker {
  const said = (one: AnyReason) => {
    const { message = one.code, next = "" } = one as AnyReason & { message?: string; next?: string };
    return { message, next };
  };
  return {
    language,
    said,
    message: (one) => said(one).message,
    sentences(one) {
      const { message, next } = said(one);
      return wholeSentences([message, next], language);
    },
  };
}

/** Loaded when it is first asked for: whoever wants figures waits for none of it. */
async function contractText(): Promise<string> {
  const { default: contract } = await import("../shared/features/api/openApi.json", { with: { type: "json" } });
  return JSON.stringify(contract);
}
