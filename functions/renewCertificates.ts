import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { ORIGINS } from "../shared/core/origin.ts";
import { ACME_SETTINGS, type AcmeSettings, acmeSettingsFrom } from "../shared/features/renewal/acme/acmeSettings.ts";
import { advanceRound, type RenewalRules } from "../shared/features/renewal/advanceRound.ts";
import { cloudFleet } from "../shared/features/renewal/cloudFleet.ts";
import { DOMAIN_SETTINGS, domainFrom } from "../shared/features/renewal/domain/domainSettings.ts";
import { type BoundDomain, openDomain } from "../shared/features/renewal/domain/openDomain.ts";
import { renewDomain } from "../shared/features/renewal/domain/renewDomain.ts";
import { DOMAIN_TOPIC, domainRecords } from "../shared/features/renewal/domainRecords.ts";
import { finishReport } from "../shared/features/renewal/finishReport.ts";
import { fitReport, fitRound, STATE_BYTES } from "../shared/features/renewal/fitReport.ts";
import type { Fleet } from "../shared/features/renewal/fleet.ts";
import { RENEWAL_SETTINGS, renewalInput, rulesFrom } from "../shared/features/renewal/renewalInput.ts";
import type { RoundEnd } from "../shared/features/renewal/report.ts";
import { beginRound, goOn, type RenewalRound } from "../shared/features/renewal/round.ts";
import { markNew, reportBefore } from "../shared/features/renewal/roundBefore.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn, readRegionName } from "../shared/platform/place.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import type { Session } from "../shared/platform/session.ts";
import { INVALID_SETTING } from "../shared/platform/settings/readSetting.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";
import { operatedRegions, targetAccountsFrom } from "../shared/platform/targetAccounts.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Looks at the certificates of all accounts and regions once an hour, and has those replaced that are due. */
export const renewCertificates: SingleFunction = {
  name: "renewCertificates",
  area: "server certificates",
  summary:
    "Renew every certificate of the accounts and regions that is in the last third of its lifetime: find or order its successor, then rotate it, one listener first.",
  permissions: [
    "alb:ListListeners",
    "alb:ListListenerCertificates",
    "alb:ListLoadBalancers",
    "alb:ListSecurityPolicies",
    "alb:ListSystemSecurityPolicies",
    "yundun-cert:ListUserCertificateOrder",
    "yundun-cert:GetUserCertificateDetail",
    ...CA_PERMISSIONS,
    "fnf:StartExecution",
    "fnf:ListExecutions",
    "fnf:DescribeExecution",
    "fnf:GetExecutionHistory",
    "fc:InvokeFunction",
  ],
  invokes: ["keepRecords"],
  ofDomain: ["fc:GetCustomDomain", "fc:UpdateCustomDomain"],
  everyRegion: true,
  elsewhere: true,
  environment: { ...RENEWAL_SETTINGS, ...DOMAIN_SETTINGS, ...ACME_SETTINGS, ...SECRET_SETTINGS },
  timeout: 300,
  timer: "0 17 * * * *",
  input: renewalInput,
  takes: "how to renew, where that differs from the deployment's settings; the timer's payload may say it, too",
  returns: "`execution`, the round of the flow albflow-renewCertificates that was started; it ends with `report`",
  example: {},
};

/** The round that was started. */
export interface StartedRound {
  execution: string;
  attempt: "started" | "ended before";
}

/**
 * Without a phase it starts a round: once for each tick of the timer, however often that is delivered. The round's flow
 * calls it with `advance` for a step, and with `report` for the end.
 */
export const handler: Handler<StartedRound | RenewalRound | RoundEnd> = withSecrets(
  shortErrors(async (event, context) => {
    const request = jsonEvent(event);
    const session = sessionOf(context);
    switch (request.phase) {
      case undefined:
        return startRound(session, request);
      case "advance":
        return takeStep(session, request);
      case "report":
        return endRound(session, request.round as RenewalRound, request.error);
      default:
        throw new AlbflowError(
          "InvalidInput",
          reason("unknown-phase", {
            function: "renewCertificates",
            phase: request.phase === undefined ? null : JSON.stringify(request.phase),
            known: ["walk", "report"],
          }),
        );
    }
  }),
);

const FLOW = "renewCertificates";
/** A step is about 9 events of the flow's history, and 18 more when it is tried again: none needs more than 600. */
const STEPS_OF_AN_EXECUTION = 40;

async function startRound(session: Session, request: Record<string, unknown>): Promise<StartedRound> {
  const { triggerTime, triggerName, payload, ...given } = request;
  const isTick = typeof triggerName === "string";
  const input = isTick ? payloadOf(payload) : given;
  // Wrong settings are the round's to tell: people are told of its end, and none of ours.
  rulesFrom(input, {});
  const at = isTick && typeof triggerTime === "string" ? Date.parse(triggerTime) : clock.now();
  const execution = `round-${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}`;
  return { execution, attempt: await openCloudFlow(session).start(flowNameOf(prefix(), FLOW), execution, input) };
}

/** A timer's payload is text; people may write the round's input there, as JSON. */
function payloadOf(payload: unknown): Record<string, unknown> {
  return typeof payload === "string" && payload.trim() !== "" ? jsonEvent(Buffer.from(payload)) : {};
}

/** `round` is the execution's input at first: what was started by hand or by a timer, or a round to go on with. */
async function takeStep(session: Session, request: Record<string, unknown>): Promise<RenewalRound> {
  const given = (request.round ?? {}) as Record<string, unknown>;
  const isOnItsWay = typeof given.state === "string";
  const input = isOnItsWay ? (given as unknown as RenewalRound).input : given;
  const read = readRules(input);
  if ("wrong" in read) {
    const round = isOnItsWay
      ? (given as unknown as RenewalRound)
      : beginRound(String(request.execution), input, [], clock.now());
    const stopped = reason("renewal-settings-invalid", { cause: read.wrong });
    return { ...round, state: "done", report: { ...round.report, endedAt: clock.now(), stopped } };
  }
  const { rules, only, key } = read;
  const { fleet, calls } = openFleet(session, { only, share: rules.share, key, isAnew: !isOnItsWay });
  const round = isOnItsWay
    ? (given as unknown as RenewalRound)
    : await begin(session, String(request.execution), input, fleet);
  const domain = isOnItsWay ? undefined : domainFrom(process.env);
  const advanced =
    domain === undefined
      ? await advanceRound(fleet, round, { ...rules, key }, () => clock.now())
      : await beginWithDomain(fleet, openDomain(session, domain), round, { ...rules, key });
  const { report } = advanced;
  const after = fitRound({ ...advanced, report: { ...report, apiCalls: report.apiCalls + calls() } });
  return after.state !== "done" && after.steps >= STEPS_OF_AN_EXECUTION
    ? continueInNewExecution(session, after)
    : after;
}

/** A step of its own, before the listeners: to see what is served takes time. */
async function beginWithDomain(
  fleet: Fleet,
  domain: BoundDomain,
  round: RenewalRound,
  rules: RenewalRules,
): Promise<RenewalRound> {
  const now = () => clock.now();
  return goOn({ ...round, report: await renewDomain(fleet, domain, round.report, rules, now) }, now());
}

/** Begins where the round before had to stop. */
async function begin(
  session: Session,
  name: string,
  input: Record<string, unknown>,
  fleet: Fleet,
): Promise<RenewalRound> {
  const before = await reportBefore(name, openCloudFlow(session), flowNameOf(prefix(), FLOW));
  return beginRound(name, input, await fleet.regions(), clock.now(), before?.reached);
}

/** The rules, or why a setting makes no sense. */
function readRules(
  input: Record<string, unknown>,
): (ReturnType<typeof rulesFrom> & { key: Buffer }) | { wrong: Reason } {
  try {
    return { ...rulesFrom(input, process.env), key: secretFor(process.env, ORIGINS) };
  } catch (error) {
    if (error instanceof AlbflowError && error.code === INVALID_SETTING) return { wrong: error.reason };
    throw error;
  }
}

/** Where orders are made; a setting that makes no sense is told where one is needed, and keeps no rotation back. */
function readAcme(): { acme: AcmeSettings | undefined; cannotOrder: Reason | undefined } {
  try {
    return { acme: acmeSettingsFrom(process.env), cannotOrder: undefined };
  } catch (error) {
    if (error instanceof AlbflowError && error.code === INVALID_SETTING) {
      return { acme: undefined, cannotOrder: error.reason };
    }
    throw error;
  }
}

/** Another execution goes on before this one's history is full. */
async function continueInNewExecution(session: Session, round: RenewalRound): Promise<RenewalRound> {
  const relay = round.relay + 1;
  await openCloudFlow(session).start(flowNameOf(prefix(), FLOW), `${round.name}_${relay}`, {
    ...round,
    relay,
    steps: 0,
  });
  return { ...round, state: "handedOver" };
}

async function endRound(session: Session, round: RenewalRound, error: unknown): Promise<RoundEnd> {
  const clientsOf = clientsByRegion(session);
  const finished = await finishReport(round.report, error, (region) => clientsOf(region).clients.cloudFlow);
  const report = await markNew(finished, openCloudFlow(session), flowNameOf(prefix(), FLOW));
  await orNothing(openRecords(clientsOf).keepEnd(report));
  return { report: fitReport(report, STATE_BYTES) };
}

function openFleet(
  session: Session,
  {
    only,
    isAnew,
    ...how
  }: { only: Parameters<typeof operatedRegions>[2]; share: number; key: Buffer; isAnew: boolean },
): { fleet: Fleet; calls: () => number } {
  const open = clientsByRegion(session);
  const records = openRecords(open);
  const fleet = cloudFleet({
    home: session.region,
    clients: (region) => open(region).clients,
    regions: operatedRegions(session, process.env, only),
    readOnly: targetAccountsFrom(process.env).flatMap(({ accountId, readOnly }) => (readOnly ? [accountId] : [])),
    remembered: { as: [session.accountId, session.region, session.endpoints.fnf ?? "", prefix()].join(" "), isAnew },
    ...readAcme(),
    index: (...page) => records.keepPage(...page),
    ...how,
  });
  return { fleet, calls: open.calls };
}

/** An index that says less, or is older, is no reason to have no report. */
async function orNothing(kept: Promise<void>): Promise<void> {
  try {
    await kept;
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
  }
}

/** Keeps which domains listeners serve, by the function that may write records. */
function openRecords({ home }: ReturnType<typeof clientsByRegion>) {
  const keeper = flowNameOf(prefix(), "keepRecords");
  return domainRecords(async (records) => {
    await home.functions.invoke(keeper, { topic: DOMAIN_TOPIC, records });
  });
}

/** Clients to every region of every account that is asked for; CloudFlow is home's. */
function clientsByRegion(session: Session) {
  const { clients: home, calls } = countedClients(session);
  const open = (name: string): { clients: Clients } => ({
    clients: clientsAt(home, placeIn(readRegionName(name), home)),
  });
  return Object.assign(open, { calls, home });
}
