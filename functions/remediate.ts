import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { ORIGINS } from "../shared/core/origin.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { channelsOf, noteDelivery } from "../shared/features/remediation/channels.ts";
import { openCloudReader } from "../shared/features/remediation/cloudReader.ts";
import { remediationRulesIn } from "../shared/features/remediation/events/rule.ts";
import { remediationSwitch } from "../shared/features/remediation/guards/switches.ts";
import { answerEvents, answerLogs, type IngestResult } from "../shared/features/remediation/ingest.ts";
import { keepSnapshots } from "../shared/features/remediation/keepSnapshots.ts";
import { logRangeIn } from "../shared/features/remediation/logRange.ts";
import { noticeOfEscalation } from "../shared/features/remediation/noticeOfEscalation.ts";
import { openPastExecutions } from "../shared/features/remediation/pastExecutions.ts";
import { keepRecordsBy } from "../shared/features/remediation/records.ts";
import { REMEDIATE, type RemedyState, remedyOf } from "../shared/features/remediation/remedy.ts";
import type { ResponseContext } from "../shared/features/remediation/respondToEvents.ts";
import { runRemedy } from "../shared/features/remediation/runRemedy.ts";
import { openSnapshots } from "../shared/features/remediation/snapshots.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openInvocations } from "../shared/platform/clients/invocations.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { reasonOf } from "../shared/platform/errors.ts";
import { type Handler, loggerOf, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { reasonText } from "../shared/platform/reasons/reasonText.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import type { Session } from "../shared/platform/session.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";
import declaredRules from "./remediationRules.json" with { type: "json" };

/** Answers what happens to listeners without us, by declared rules, within their guards. */
export const remediate: SingleFunction = {
  name: REMEDIATE,
  summary:
    "Repair protected listeners that were stopped or changed, failing server groups and expired certificates, by rules with limits.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "alb:ListRules",
    "alb:ListSecurityPolicies",
    "alb:ListSystemSecurityPolicies",
    "yundun-cert:GetUserCertificateDetail",
    "yundun-cert:ListUserCertificateOrder",
    "fnf:StartExecution",
    "fnf:ListExecutions",
    "fnf:DescribeExecution",
    "fnf:GetExecutionHistory",
    "fnf:ReportTaskSucceeded",
    "log:GetCursorOrData",
    "log:GetLogStoreLogs",
    "fc:InvokeFunction",
  ],
  invokes: ["notify", "keepRecords"],
  timeout: 300,
  timer: "0 7 0,4,8,12,16,20 * * *",
  listens: {
    logs: ["trail", "accessLog"],
    events: {
      data: {
        eventName: ["StopListener", "DeleteListener", "UpdateListenerAttribute", "DeleteProject", "DeleteLogStore"],
      },
    },
  },
  environment: {
    ALBFLOW_REMEDIATION: "`on`, `observe` to only say what it would do, or `off`; observe unless set",
    ...SECRET_SETTINGS,
    ...NOTIFY_SETTINGS,
  },
  takes:
    "an event of EventBridge, an alarm of CloudMonitor or a list of them, the event of a log trigger over ActionTrail or access logs, or that of its timer, which keeps what protected listeners are like; its flow calls it with `phase` and `remedy`",
  returns:
    "`events`, how many it has read; `answers`, what was decided about which resource by which rule, and why; `refused`, how many events nobody understood: they are kept under the topic albflow_dead_letter. A single event that is not understood is an error",
  example: { triggerTime: "2026-11-22T12:07:00Z", triggerName: "timer", payload: "" },
};

/** Tells an event by its shape, and refuses aloud what has none that it knows (functionCompute.md §5). */
export const handler: Handler<IngestResult | RemedyState | { snapshots: number }> = withSecrets(
  shortErrors(async (event, context) => {
    const request = valueIn(event);
    const session = sessionOf(context);
    const { phase, remedy, execution, triggerName, triggerTime } = (request ?? {}) as Record<string, unknown>;
    if (phase === "act") return act(session, remedy, String(execution));
    if (typeof triggerName === "string" && typeof triggerTime === "string") {
      return { snapshots: await keepSnapshots(countedClients(session).clients, rules(), snapshotsOf(session)) };
    }
    const ingestContext = {
      session,
      store: storeOf(),
      responseContext: answeringOf(session),
      keepRecords: recordsOf(session),
      delivered: async (records: readonly unknown[]) => {
        try {
          await noteDelivery(openCloudFlow(session), prefix(), channelsOf(records));
        } catch (error) {
          loggerOf(context).warn(`That a channel works could not be noted: ${reasonText(reasonOf(error))}`);
        }
      },
      enqueueNotices: (notice: Parameters<typeof enqueueNotices>[1]) => enqueueNotices(session, notice, process.env),
      logger: loggerOf(context),
    };
    const range = logRangeIn(request);
    return range === undefined ? answerEvents(request, ingestContext) : answerLogs(range, ingestContext);
  }),
);

/** One read of a remedy, for its flow; or a person is told. */
async function act(session: Session, given: unknown, execution: string): Promise<RemedyState> {
  const remedy = remedyOf(given);
  if (remedy.act === "escalate") {
    await enqueueNotices(session, noticeOfEscalation(remedy, execution, clock.now()), process.env);
    return { ...remedy, state: "reported", execution, outcome: reason("person-asked"), polls: 1, pauseSeconds: 1 };
  }
  return runRemedy(remedy, execution, {
    cloudFlow: openCloudFlow(session),
    prefix: prefix(),
    remediation: remediationSwitch(process.env),
    voteKey: () => secretFor(process.env, "votes"),
    requestKey: () => secretFor(process.env, "requests"),
    key: originKey,
    now: clock.now(),
  });
}

function originKey(): Buffer {
  return secretFor(process.env, ORIGINS);
}

function answeringOf(session: Session): ResponseContext {
  const { clients } = countedClients(session);
  const flow = flowNameOf(prefix(), REMEDIATE);
  const reader = openCloudReader(clients);
  const snapshots = snapshotsOf(session);
  return {
    rules: rules(),
    remediation: remediationSwitch(process.env),
    region: session.region,
    rolePrefix: `${prefix()}-`,
    targetContext: () => ({ reader, snapshots, now: clock.now() }),
    past: openPastExecutions(clients.cloudFlow, { flow, key: originKey, now: () => clock.now() }),
    key: originKey,
    cloudFlow: clients.cloudFlow,
    flow,
  };
}

/** The rules of flows/remediation.yaml, which the build has put in. Throws `AlbflowError` InvalidInput for wrong ones. */
function rules() {
  return remediationRulesIn(declaredRules);
}

function snapshotsOf(session: Session) {
  return openSnapshots(openLogs(session), recordsOf(session), storeOf(), () => clock.now());
}

function recordsOf(session: Session) {
  return keepRecordsBy(openInvocations(session), flowNameOf(prefix(), "keepRecords"));
}

function storeOf() {
  const { ALBFLOW_LOG_PROJECT: project = "", ALBFLOW_LOGSTORE: logstore = "" } = process.env;
  return { project, logstore };
}

/** The event as JSON of any kind; what is none is refused like any other that nobody understands. */
function valueIn(event: Buffer): unknown {
  try {
    return JSON.parse(event.toString("utf8"));
  } catch {
    return event.toString("utf8");
  }
}
