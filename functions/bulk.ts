import { advanceBulk, BULK, type BulkRun, beginBulk } from "../shared/core/bulk/bulkRun.ts";
import { readBulk, reportedBulk } from "../shared/core/bulk/describeBulk.ts";
import { type BulkTarget, planBulk } from "../shared/core/bulk/planBulk.ts";
import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { operationNames } from "../shared/core/operationNames.ts";
import { unknownPhase } from "../shared/core/unknownPhase.ts";
import { textIn, type Verdict } from "../shared/core/verdict.ts";
import type { ApiCall, Deployed } from "../shared/features/api/apiCall.ts";
import type { Identity } from "../shared/features/api/authentication/identity.ts";
import { type BulkPlanRow, plannedBulk } from "../shared/features/api/bulkRows.ts";
import { touchedIn } from "../shared/features/api/touchesOf.ts";
import { verdictView } from "../shared/features/api/views.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { noticeOfBulk } from "../shared/features/notify/noticeOfBulk.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openInvocations } from "../shared/platform/clients/invocations.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import type { Session } from "../shared/platform/session.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";
import { TARGET_SETTINGS, targetAccountsFrom } from "../shared/platform/targetAccounts.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Carries out one operation on many listeners, whoever has asked for it may be gone. */
export const bulk: SingleFunction = {
  name: BULK,
  summary:
    "Plan and run one operation on many listeners: a canary first, then a few at a time, within an error budget.",
  permissions: [
    "fc:InvokeFunction",
    "fnf:StartExecution",
    "fnf:DescribeExecution",
    "fnf:GetExecutionHistory",
    "fnf:ListExecutions",
    "fnf:StopExecution",
    "log:PostLogStoreLogs",
  ],
  invokes: ["notify", "listListeners", "listCertificates", ...operationNames],
  environment: { ...SECRET_SETTINGS, ...NOTIFY_SETTINGS, ...TARGET_SETTINGS },
  timeout: 120,
  takes:
    "`phase`: `plan` with `asked` and `identity`, what the API was asked and by whom; `describe` or `stop` with `name`, a run's; its flow calls it with `advance` and `report`",
  returns: "the plan of each target; how a run stands, with the state of each target; or `run` after one more step",
  example: { phase: "describe", name: "api-bulk-stopListener-1" },
};

/** Plans and describes for the API, and takes the steps of the flow. Throws `AlbflowError`. */
export const handler: Handler = withSecrets(
  shortErrors(async (event, context) => {
    const request = jsonEvent(event);
    const session = sessionOf(context);
    const name = textIn(request, "name");
    switch (request.phase) {
      case "plan":
        return plannedBulk(callOf(session, request), request as never, (operation, input, targets) =>
          plansOf(session, { operation, input, targets }),
        );
      case "advance": {
        const home = { cloudFlow: openCloudFlow(session), prefix: prefix(), key: secretFor(process.env, "requests") };
        return advanceBulk(beginBulk(request.run as BulkRun), textIn(request, "execution"), home);
      }
      case "report": {
        const run = request.run as BulkRun;
        await report(session, reportedBulk(run, run.rows, null));
        return { run };
      }
      case "describe":
        return readBulk(openCloudFlow(session), prefix(), name);
      case "stop":
        return stop(session, name, { by: textIn(request, "by"), why: textIn(request, "why") });
      default:
        throw unknownPhase(BULK, request.phase, ["plan", "advance", "report", "describe", "stop"]);
    }
  }),
);

/** A request in the name of whom the API has recognised. */
function callOf(session: Session, { identity }: Record<string, unknown>): ApiCall {
  const { region, accountId } = session;
  const deployed: Deployed = {
    cloudFlow: openCloudFlow(session),
    functions: openInvocations(session),
    prefix: prefix(),
    region,
    accountId,
    regions: [],
    accounts: targetAccountsFrom(process.env).map((account) => account.accountId),
    secret: (purpose) => secretFor(process.env, purpose),
    url: "",
    account: accountId,
    environment: "",
    approvalsNeeded: 1,
  };
  const nothing = { path: {}, query: {}, body: {}, header: () => "", operationId: "runBulk" };
  const free = { charge: () => undefined, spend: () => undefined };
  return { ...nothing, ...free, identity: identity as Identity, deployed };
}

async function plansOf(
  session: Session,
  { operation, input, targets }: { operation: string; input: object; targets: BulkTarget[] },
): Promise<BulkPlanRow[]> {
  const functions = openInvocations(session);
  return planBulk(targets, async (target) => {
    try {
      const event = { phase: "preflight", input: { ...input, ...target }, execution: "plan", checks: true };
      const verdict = (await functions.invoke(flowNameOf(prefix(), operation), event)) as Verdict;
      const { state, reason, cause, plan } = verdictView(verdict);
      return { ...target, state, reason, cause, plan, touches: touchedIn(verdict) };
    } catch (error) {
      if (!(error instanceof AlbflowError)) throw error;
      // One listener that is gone, or cannot be read now, hides no other.
      return { ...target, state: "refused", reason: error.reason, cause: null, plan: null, touches: [] };
    }
  });
}

/** Stops a run: what was begun goes on by itself, and nothing more is begun. One that has ended is left as it is. */
async function stop(session: Session, name: string, order: { by: string; why: string }) {
  const cloudFlow = openCloudFlow(session);
  const before = await readBulk(cloudFlow, prefix(), name);
  let { view, execution } = before;
  // Another execution may have taken over meanwhile.
  for (let tries = 0; view.status === "Running" && tries < 3; tries += 1) {
    const flow = flowNameOf(prefix(), BULK);
    await cloudFlow.stop(flow, execution, JSON.stringify({ ...order, mode: "leave" }));
    ({ view, execution } = await readBulk(cloudFlow, prefix(), name));
  }
  if (before.view.status === "Running") await report(session, view);
  return { ...before, view };
}

/** One record, and one notice, of how a run has ended. */
async function report(session: Session, view: ReturnType<typeof reportedBulk>): Promise<void> {
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const { name, operation, requestedBy, stopped } = view;
  await openLogs(session).write(ALBFLOW_LOG_PROJECT, ALBFLOW_LOGSTORE, BULK_TOPIC, [
    { bulk: name, operation, requestedBy, stopped: stopped ?? "", report: JSON.stringify(view) },
  ]);
  await enqueueNotices(session, noticeOfBulk(view, clock.now(), apiUrlFrom(process.env)), process.env);
}

/** The topic of these records in their logstore. */
const BULK_TOPIC = "albflow_bulk";
