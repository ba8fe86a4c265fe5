import { withoutAnswers, withProbes } from "../shared/core/observed.ts";
import type { Verification } from "../shared/core/operationInput.ts";
import { byHand } from "../shared/core/phases/failed.ts";
import { madeId } from "../shared/core/phases/made.ts";
import { planSteps, type Step } from "../shared/core/planSteps.ts";
import { pollUntilDeadline } from "../shared/core/pollUntilDeadline.ts";
import { probeRefusal } from "../shared/core/probes/answers.ts";
import type { Canary } from "../shared/core/probes/canary.ts";
import { certificatesGot } from "../shared/core/probes/companions.ts";
import type { Bounds } from "../shared/core/probes/health.ts";
import { loggedAnswers } from "../shared/core/probes/loggedAnswers.ts";
import { endpointOfListener } from "../shared/core/probes/reachability.ts";
import { verdictAfterVerify } from "../shared/core/probes/verdictAfterVerify.ts";
import { type Attention, verifyListener } from "../shared/core/probes/verifyListener.ts";
import { read, withIds } from "../shared/core/resourceSet.ts";
import { PROBED_ONLY } from "../shared/core/resources/canaryRule.ts";
import type { Listener } from "../shared/core/resources/listenerState.ts";
import type { ResourceName } from "../shared/core/resources/registry.ts";
import { spent } from "../shared/core/spent.ts";
import { type Plan, type ProbeResult, type Verdict, verdictOf } from "../shared/core/verdict.ts";
import { fitted, opened, shownProbes } from "../shared/core/verdictSize.ts";
import { watchAfter } from "../shared/core/watch.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { AlbflowError, isTransient, reasonOf } from "../shared/platform/errors.ts";
import type { Handler, SingleFunction } from "../shared/platform/functionCompute.ts";
import { jsonEvent, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn } from "../shared/platform/place.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";

/** Looks at what a listener really serves, over the network, as its clients do. */
export const verify: SingleFunction = {
  name: "verify",
  summary: "Compare what clients of a listener are served with its configuration.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:GetListenerHealthStatus",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListSecurityPolicies",
    "alb:ListServerGroupServers",
    "alb:ListSystemSecurityPolicies",
    // A plan that is too large for a flow's state is read where it is kept.
    "fnf:DescribeExecution",
    "log:GetLogStoreHistogram",
    "log:GetLogStoreLogs",
    "yundun-cert:GetUserCertificateDetail",
  ],
  timeout: 60,
  elsewhere: true,
  probes: true,
  takes:
    "`listenerId` (and `region` and `account`, if it is not at home), from anyone who wants to know; or, in a flow, `verdict`, whose last step or rollback it judges",
  returns:
    "`{ listenerId, probes }`, each probe with what it was, expected and found, and `problem` or `inconclusive` where there is one; or, in a flow, the verdict: `next`, `watching`, `verified` or `unverified`",
  example: { listenerId: "lsn-demo4u54y73wq7b" },
};

/**
 * Asked by a flow with `{ verdict }`, it judges the step just made; asked by anyone with `{ listenerId }`, it returns
 * what it has seen as `{ listenerId, probe results }`.
 */
export const handler: Handler<Verdict | { listenerId: string; probes: ProbeResult[] }> = shortErrors(
  async (event, context) => {
    const request = jsonEvent(event);
    const counted = countedClients(sessionOf(context));
    const { clients: home } = counted;
    if (typeof request.listenerId === "string") {
      const there = clientsAt(home, placeIn(request, home));
      return { listenerId: request.listenerId, probes: await probesOf(there, request.listenerId) };
    }
    const given = verdictOf(request);
    const verdict = await opened(given, home.cloudFlow);
    const clients = clientsAt(home, verdict.place);
    let probes: ProbeResult[] = [];
    let observed = verdict.observed;
    let looked = 0;
    const ask = async () => {
      probes = await probesAfter(clients, verdict);
      observed = withProbes(observed, probes, clock.now());
      looked += 1;
      const problem = probes.find((probeResult) => probeResult.problem !== null)?.problem ?? undefined;
      const isDecided = isWatched(verdict) && looked >= LOOKS_OF_WATCHED;
      return problem === undefined || isDecided ? undefined : { waits: problem };
    };
    let outcome: Verdict;
    try {
      await pollUntilDeadline(verdict, ask);
      outcome = {
        ...verdictAfterVerify({ ...verdict, ...(observed === undefined ? {} : { observed }) }, probes),
        seen: shownProbes(probes.map(withoutAnswers)),
      };
      if (verdict.state === "rolledBack") outcome = await withLog(clients, outcome);
    } catch (error) {
      // What does not pass by itself is the same at the next try.
      if (isTransient(error)) throw error;
      outcome = unverifiable(verdict, reasonOf(error));
    }
    const carried = await fitted(outcome, clients.cloudFlow, given);
    return { ...carried, ...spent(verdict, counted) };
  },
);

/** Whether a watch is under way: what it has shown to be well, and is wrong now, lags behind no change and costs clients answers. */
function isWatched({ plan, step, state, watchUntil }: Verdict): boolean {
  return plan !== null && state !== "rolledBack" && watchUntil > 0 && watchAfter(plan, step).throughout;
}

/** One that fails may be chance; the next decides. */
const LOOKS_OF_WATCHED = 2;

/** What everybody got from the first write on, once it is over, where an access log tells; a log that fails tells nothing. */
async function withLog({ alb, log }: Clients, verdict: Verdict): Promise<Verdict> {
  const { observed, writes, plan } = verdict;
  const listener = plan?.snapshot.listener;
  const from = writes[0]?.at;
  if (observed === undefined || listener === null || listener === undefined || from === undefined) return verdict;
  try {
    const { LoadBalancerId, ListenerPort } = listener;
    const { AccessLogConfig } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
    const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
    if (LogProject === "") return verdict;
    const counted = { listener: { LoadBalancerId, ListenerPort } };
    const range = { from, to: clock.now() + 1_000 };
    const logged = await loggedAnswers(log, { LogProject, LogStore }, counted, range);
    return { ...verdict, observed: { ...observed, logged } };
  } catch (error) {
    if (error instanceof AlbflowError) return verdict;
    throw error;
  }
}

/** What follows when it cannot even be looked whether it is as planned, or as before. */
function unverifiable(verdict: Verdict, cause: Reason): Verdict {
  return verdict.state === "rolledBack"
    ? { ...verdict, state: "failed", reason: reason("rollback-verification-error", { cause, ...byHand(verdict) }) }
    : { ...verdict, state: "mismatched", reason: reason("verification-error", { cause }) };
}

/** Looks at one listener as it is. */
async function probesOf(clients: Clients, listenerId: string): Promise<ProbeResult[]> {
  const { resources } = await read(clients, { listener: { ListenerId: listenerId, certificates: true } });
  if (resources.listener === null || resources.listener === undefined) {
    throw new AlbflowError("NotFound", reason("nothing-to-verify", { listenerId }));
  }
  return verifyListener(clients, resources.listener, {
    verification: { acceptUnreachable: true, path: "/" },
    changed: EVERY_PROBE.filter((field) => field !== "LogConfig"),
    since: clock.now(),
    mark: listenerId,
  });
}

/** Looks at what the step just made, or the rollback, may have changed. */
async function probesAfter(clients: Clients, verdict: Verdict): Promise<ProbeResult[]> {
  const { plan, input } = verdict;
  if (plan === null) return [];
  const steps = planSteps(plan.snapshot, plan.stages);
  const goingBack = verdict.state === "rolledBack";
  const isLast = verdict.step + 1 >= steps.length;
  const watch = watchAfter(plan, verdict.step);
  const watchedFrom = verdict.watchUntil === 0 ? clock.now() : verdict.watchUntil - watch.seconds * 1000;
  const canary = goingBack ? undefined : canaryIn(verdict, steps);
  const attention: Attention = {
    verification: verificationOf(input, goingBack),
    changed: changedBy(plan, goingBack, isLast),
    since: Math.floor(watchedFrom / 1000) * 1000,
    mark: verdict.execution,
    ...gotIn(plan, goingBack),
    ...(!goingBack && watch.throughout ? { bounds: boundsIn(input) } : {}),
    ...(canary === undefined ? {} : { canary }),
  };
  const probes: ProbeResult[] = [];
  for (const name of ["listener", "copy"] as const) {
    const step = steps[verdict.step];
    const isTouched =
      goingBack ||
      isLast ||
      step === undefined ||
      (name === "listener" && canary !== undefined) ||
      step.before[name] !== step.after[name];
    const known = listenerIn(verdict, name);
    if (known === undefined || !isTouched) continue;
    const { ListenerId, LoadBalancerId, ListenerProtocol, ListenerPort } = known;
    const address = { LoadBalancerId, ListenerProtocol, ListenerPort };
    const key = { ...(name === "listener" ? { ListenerId } : {}), address, certificates: true };
    const { resources } = await read(clients, { listener: key });
    probes.push(
      ...(resources.listener === null || resources.listener === undefined
        ? [await probeRefusal(await endpointOfListener(clients, known), reason("listener-is-gone"))]
        : await verifyListener(clients, resources.listener, { ...attention, planned: plannedIn(verdict, name) })),
    );
  }
  return probes;
}

/** What a canary gets after the step just made; undefined where there is none. */
function canaryIn({ step, writes, observed }: Verdict, steps: Step[]): Canary | undefined {
  const rule = steps[step]?.after.canaryRule;
  const ruleId = madeId(writes, "canaryRule");
  if (rule === null || rule === undefined || ruleId === undefined) return undefined;
  const { RuleConditions, ServerGroupTuples } = rule;
  const sum = ServerGroupTuples.reduce((total, { Weight }) => total + Weight, 0);
  const isProbed = JSON.stringify(RuleConditions) === JSON.stringify(PROBED_ONLY);
  const share = isProbed ? 0 : ((ServerGroupTuples.at(-1)?.Weight ?? 0) / sum) * 100;
  return { ruleId, share, ...(observed?.before === undefined ? {} : { before: observed.before }) };
}

/** What the listener gets matters on the way there; in the rollback it gets what nobody may have been able to see. */
function gotIn({ snapshot, stages }: Plan, goingBack: boolean): { gets?: string[] } {
  const [now, then] = [snapshot.listener, stages.at(-1)?.listener];
  if (now === null || now === undefined || then === null || then === undefined) return {};
  return { gets: goingBack ? [] : certificatesGot(now, then) };
}

/** What is demanded of the new state says nothing about the old one, which may never have been so. */
function verificationOf({ verification, undo }: Record<string, unknown>, goingBack: boolean): Verification {
  const given = verification as Verification;
  if (!goingBack && undo === undefined) return given;
  const { clientCertificateId: _, rejectedClientCertificateId: __, webSocketPath: ___, ...rest } = given;
  return rest;
}

/**
 * What a listener is to be now, with the ids of what was made on the way, where more than its state changes: of one that is
 * stopped nothing else can be verified.
 */
function plannedIn({ plan, state, writes }: Verdict, name: "listener" | "copy"): Listener | undefined {
  if (plan === null || plan.changes.every(({ field }) => STATE_FIELDS.has(field))) return undefined;
  const last = plan.stages.at(-1) ?? {};
  const planned = (state === "rolledBack" ? plan.snapshot : last)[name];
  if (planned === undefined || planned === null) return undefined;
  const { Rules: _, Tags: __, ...own } = withIds(planned, last);
  const withMadeIds = JSON.stringify(own).replaceAll(/"@(\w+)"/g, (reference, made: ResourceName) =>
    JSON.stringify(madeId(writes, made) ?? reference),
  );
  return JSON.parse(withMadeIds) as Listener;
}

/** Whether a listener runs, and whether there is one, is looked at by itself. */
const STATE_FIELDS = new Set(["ListenerStatus", "Listener"]);

/** What calls for looks of its own. A listener that was made is looked at in everything. */
function changedBy({ changes, watch }: Plan, goingBack: boolean, isLast: boolean): string[] {
  const fields = changes.flatMap(({ field, after }) => {
    if (field === "Listener") return EVERY_PROBE;
    // What it was given while it was stopped is seen on the wire now. A trace may never come: its record is not waited for.
    return field === "ListenerStatus" && after === "Running" ? [field, "SecurityPolicyId", "CaEnabled"] : [field];
  });
  // A record in a log takes its time: nobody waits for one in the rollback, or where there is no time for it.
  const isWaitedFor = !goingBack && watch.seconds > 0;
  return goingBack || isLast ? fields.filter((field) => field !== "LogConfig" || isWaitedFor) : [];
}

/** The fields that have looks of their own. */
const EVERY_PROBE = ["SecurityPolicyId", "CaEnabled", "LogConfig"];

/** The listener that a plan has to do with, before it or after it. */
function listenerIn({ plan }: Verdict, name: Extract<ResourceName, "listener" | "copy">): Listener | undefined {
  return plan?.snapshot[name] ?? plan?.stages.at(-1)?.[name] ?? undefined;
}

function boundsIn({ unhealthyPercent, errorPercent }: Record<string, unknown>): Bounds {
  return { unhealthyPercent: Number(unhealthyPercent ?? 0), errorPercent: Number(errorPercent ?? 0) };
}
