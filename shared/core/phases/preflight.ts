import * as z from "zod";
import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient, reasonOf } from "../../platform/errors.ts";
import { type Place, placeIn } from "../../platform/place.ts";
import { inputProblems } from "../../platform/reasons/inputProblems.ts";
import { distinct, type Reason, reason } from "../../platform/reasons/reason.ts";
import { demandOperated } from "../../platform/targetAccounts.ts";
import { endsOfCertificates } from "../certificates/endsOfCertificates.ts";
import { readPlanCertificates } from "../certificates/planCertificates.ts";
import { askedImpacts, whileStopped, worstFirst } from "../impact.ts";
import { settingsThatInterrupt } from "../interruptions.ts";
import { wholeInput } from "../keptInput.ts";
import { managerOf } from "../managedBy.ts";
import { type AnyOperation, type CommonInput, commonInput, type LoadBalancer, type Subject } from "../operation.ts";
import { quotaProblems } from "../operations/certificateQuota.ts";
import { commonPreconditions } from "../operations/preconditions.ts";
import { RECORD_WATCH } from "../operations/tracing.ts";
import { planSteps } from "../planSteps.ts";
import { certificatesGot, companionsOf, holding } from "../probes/companions.ts";
import { unseenVpcOf, whyUnreachable } from "../probes/reachability.ts";
import { nameOf, type ResourceSet, type Scope, sameResources } from "../resourceSet.ts";
import { namedBy } from "../resources/listener.ts";
import type { Listener } from "../resources/listenerState.ts";
import { securityLowered } from "../securityLowered.ts";
import { touchedAt, touchedBy } from "../touches.ts";
import { type Verdict, verdictWith } from "../verdict.ts";
import { objectionOf } from "./objectionOf.ts";
import { firstRead } from "./planContext.ts";
import { planToUndo } from "./planToUndo.ts";
import { takeOver } from "./takeOver.ts";
import { withPlan } from "./withPlan.ts";

/** What preflight is asked: the operation's input, or `{ undo: "<execution>" }` to take an earlier one back. */
interface Request {
  input: unknown;
  execution: string;
  /** Where each rule that was looked at is noted: for people who want to see what was checked, not for flows. */
  checks?: PreflightCheck[];
}

/** A rule that preflight has looked at. */
export interface PreflightCheck {
  /** What must be so. */
  requires: Reason;
  /** What it has against it; empty when it agrees. */
  reasons: Reason[];
}

/**
 * Looks at the resources and says what would be done and whether it may be. Writes nothing.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function preflight(operation: AnyOperation, clients: Clients, request: Request): Promise<Verdict> {
  const initial = initialVerdict(operation, request);
  try {
    const input = await wholeInput(clients.cloudFlow, request.input);
    const cutOff = goBackRequest.safeParse(input);
    if (cutOff.success) return await takeOver(operation, clients, initial, cutOff.data);
    const undone = undoneBy(input);
    if (undone !== undefined) return await planUndo(operation, clients, initial, undone);
    const { origin, given } = originIn(input);
    const parsed = operation.input.safeParse(given);
    if (!parsed.success) return refuse(initial, inputProblems(parsed.error));
    const place = placeIn(parsed.data, clients);
    demandOperated(place, clients, process.env);
    const started = startedWith(initial, { ...parsed.data, ...origin }, place);
    return await plan(operation, clients, started, parsed.data, request.checks ?? []);
  } catch (error) {
    // Whatever will not pass by itself is a refusal; the rest is tried again by the flow.
    if (isTransient(error)) throw error;
    return refuse(initial, faultOf(operation.name, error));
  }
}

async function plan(
  operation: AnyOperation,
  home: Clients,
  started: Verdict,
  input: CommonInput,
  checks: PreflightCheck[],
): Promise<Verdict> {
  const clients = clientsAt(home, started.place);
  const { resources, unsettled, keys } = await firstRead(operation, clients, input);
  const initial = { ...started, touches: touchedAt(started.place, touchedBy(keys, resources, [])) };
  const name = nameOf(keys);
  const no = (reasons: Reason[]) =>
    refuse(
      initial,
      reason("operation-refused", { operation: operation.name, resource: name, reasons: distinct(reasons) }),
    );
  if (resources.listener === null) return refuse(initial, reason("listener-not-found", { listenerId: name }));
  const now = clock.now();
  const loadBalancer = await loadBalancerOf(clients, resources, keys);
  const subject: Subject<CommonInput, unknown, ResourceSet> = { input, resources, loadBalancer, facts: undefined, now };
  const recorded = (requires: Reason, reasons: Reason[]) => {
    checks.push({ requires, reasons });
    return reasons;
  };
  const refusedBy = (rules: { requires: Reason; check: (of: never) => Reason[] }[]) =>
    rules.flatMap(({ requires, check }) => recorded(requires, check(subject as never)));
  const reasons = resources.listener === undefined ? [] : refusedBy(commonPreconditions);
  const facts = await unlessRefused(() => operation.gather(clients, resources, input, now));
  if (facts instanceof AlbflowError) return no([...reasons, ...recorded(UNAVAILABLE, [facts.reason])]);
  subject.facts = facts;
  const isNeeded = (rule: { isNeededByChange?: true }) => rule.isNeededByChange === true;
  reasons.push(...refusedBy(operation.preconditions.filter((rule) => !isNeeded(rule))));
  const needed = refusedBy(operation.preconditions.filter(isNeeded));
  reasons.push(...needed);
  if (needed.length > 0) return no(reasons);
  const target = stagesOf(operation, resources, input, facts);
  const path = planSteps(resources, target);
  if (path.length === 0 && unsettled === undefined && reasons.length === 0) {
    return { ...initial, state: "unchanged", reason: reason("nothing-to-change", { resource: name }) };
  }
  reasons.push(...recorded(UNREACHABLE, await reachabilityProblem(clients, resources, target, loadBalancer, input)));
  const quota = input.certificateQuota;
  reasons.push(...recorded(QUOTA_REACHED, await quotaProblems(clients.alb, { resources, path, loadBalancer, quota })));
  const ends = await endsOfCertificates(clients, {
    from: resources,
    to: target.at(-1) ?? resources,
    now,
    isUndo: false,
  });
  reasons.push(...recorded(EXPIRED, ends.refused));
  if (reasons.length > 0) return no(reasons);
  if (unsettled !== undefined)
    throw new AlbflowError("Conflict", reason("waiting-to-settle", { step: null, cause: unsettled }));
  const usual = operation.impacts[0] ?? "no interruption";
  const { impact, reasons: noticed, opens = [] } = operation.effect?.(subject) ?? { impact: usual, reasons: [] };
  const last = target.at(-1) ?? resources;
  const lowered = [...opens, ...(await securityLowered(clients.alb, resources, last))];
  const failing = settingsThatInterrupt(resources, last);
  const isStopped = staysStopped(resources, last);
  const found = worstFirst([
    impact,
    ...(failing.length > 0 ? (["may interrupt"] as const) : []),
    ...(lowered.length > 0 ? (["lowers security"] as const) : []),
  ]);
  const impacts = isStopped ? whileStopped(found) : found;
  // An impact that another one outweighs is not told.
  const only = noticed.length === 0 && impacts.includes(impact) ? [reason("impact-only", { impact })] : noticed;
  const verdict = withPlan(initial, {
    keys,
    snapshot: resources,
    stages: target,
    impacts,
    effect: [
      ...(isStopped ? [reason("verified-when-started")] : []),
      ...only,
      ...failing,
      ...lowered,
      ...ends.said,
      ...describeLasting(resources, last),
      ...overwritten(loadBalancer, resources),
      ...unseen(loadBalancer, resources, input),
    ],
    needsApproval: askedImpacts(impacts, { place: started.place, name }, home).length > 0 || input.requireApproval,
    watch: isStopped ? NO_WATCH : (operation.watch?.(input) ?? NO_WATCH),
  });
  const agreed = input.plan;
  if (agreed !== undefined && agreed !== verdict.plan?.hash) {
    return refuse(initial, reason("plan-stale", { resource: name }));
  }
  const objection = await objectionOf(clients, path, resources);
  recorded(DRY_RUN, objection === undefined ? [] : [objection]);
  if (objection === undefined)
    return reported(clients, withFigures(verdict, await operation.figures?.(clients, subject)));
  // Somebody may have been at work between the look and the dry run: then the plan, not the change, is what is wrong.
  const { resources: again } = await firstRead(operation, clients, input);
  if (!sameResources(again, resources))
    throw new AlbflowError("Conflict", reason("changed-while-planning", { resource: name }));
  return no([objection]);
}

async function planUndo(
  operation: AnyOperation,
  home: Clients,
  initial: Verdict,
  request: UndoRequest,
): Promise<Verdict> {
  const undone = request.undo;
  const { input, keys, snapshot, target, impacts: found, said, place } = await planToUndo(operation, home, request);
  const clients = clientsAt(home, place);
  // What was signed for the execution that is taken back says nothing of who takes it back.
  const { plan, signature } = request;
  const asked = { ...input, plan, signature } as unknown as CommonInput;
  const touches = touchedAt(place, touchedBy(keys, snapshot, [target]));
  const started = { ...startedWith(initial, asked, place), touches };
  const blind = unseen(await loadBalancerOf(clients, snapshot, keys), snapshot, asked);
  const isStopped = staysStopped(snapshot, target);
  const impacts = isStopped ? whileStopped(found) : found;
  if (planSteps(snapshot, [target]).length === 0) {
    const why = reason("nothing-to-undo", { resource: nameOf(keys), execution: undone });
    return { ...started, state: "unchanged", reason: why };
  }
  const traces = !isStopped && target.listener?.LogConfig.AccessLogTracingConfig.TracingEnabled === true;
  const verdict = withPlan(started, {
    keys,
    snapshot,
    stages: [target],
    impacts,
    effect: [
      reason("undoes-execution", { execution: undone }),
      ...(isStopped ? [reason("verified-when-started")] : []),
      ...said,
      ...blind,
    ],
    needsApproval: askedImpacts(impacts, { place, name: nameOf(keys) }, home).length > 0,
    watch: traces ? RECORD_WATCH : NO_WATCH,
  });
  if (plan === undefined || plan === verdict.plan?.hash) return reported(clients, verdict);
  return refuse(started, reason("plan-stale", { resource: nameOf(keys) }));
}

/** Who puts back what is changed. */
function overwritten(loadBalancer: LoadBalancer, { listener }: ResourceSet): Reason[] {
  const manager = managerOf(listener ?? undefined, loadBalancer);
  return manager === undefined ? [] : [reason("manager-overwrites", { manager })];
}

/** Whether it is about a listener that serves nobody, before and after: what it is given is seen when it starts. */
function staysStopped(
  { listener: now, copy }: ResourceSet,
  { listener: then = now, copy: made }: ResourceSet,
): boolean {
  const isAlone = copy === undefined && made === undefined;
  return isAlone && now?.ListenerStatus === "Stopped" && then?.ListenerStatus === "Stopped";
}

/** That nobody will see what clients get, and which setting would change that. */
function unseen(loadBalancer: LoadBalancer, { listener }: ResourceSet, { verification }: CommonInput): Reason[] {
  const isBlind = verification.acceptUnreachable && listener !== undefined && listener !== null;
  const vpcId = isBlind ? unseenVpcOf(loadBalancer) : undefined;
  return vpcId === undefined ? [] : [reason("stays-unverified", { vpcId })];
}

/** What no rollback can take away again. */
function describeLasting(from: ResourceSet, to: ResourceSet): Reason[] {
  return namedBy(from.listener, to.listener) ? [reason("name-stays")] : [];
}

/** The plan with what the access log says of the clients that it concerns. */
function withFigures(verdict: Verdict, figures: Reason[] = []): Verdict {
  const { plan } = verdict;
  if (plan === null || figures.length === 0) return verdict;
  return { ...verdict, plan: { ...plan, effect: [...plan.effect, ...figures] } };
}

/** The plan with what is told of the certificates that it binds and takes off. */
async function reported(clients: Clients, verdict: Verdict): Promise<Verdict> {
  if (verdict.plan === null) return verdict;
  const certificates = await readPlanCertificates(clients.cas, verdict.plan.changes);
  return Object.keys(certificates).length === 0 ? verdict : { ...verdict, plan: { ...verdict.plan, certificates } };
}

const UNAVAILABLE = reason("check-readable");
const UNREACHABLE = reason("check-reachable");
const EXPIRED = reason("check-unexpired");
const QUOTA_REACHED = reason("check-certificate-quota");
const DRY_RUN = reason("check-dry-run");

const NO_WATCH = { seconds: 0, throughout: false };

function initialVerdict(operation: AnyOperation, { input, execution }: Request): Verdict {
  return verdictWith({
    operation: operation.name,
    execution,
    input: (typeof input === "object" && input !== null ? input : { given: input }) as Record<string, unknown>,
    startedAt: clock.now(),
  });
}

function startedWith(initial: Verdict, input: CommonInput, place: Place | undefined): Verdict {
  return {
    ...initial,
    ...(place === undefined ? {} : { place }),
    input: input as unknown as Record<string, unknown>,
    deadline: initial.startedAt + input.deadlineSeconds * 1000,
  };
}

function refuse(initial: Verdict, why: Reason): Verdict {
  return { ...initial, state: "refused", reason: why };
}

/** What will not pass by itself: a rule's own reason as it is, anything else as what kept the plan from being made. */
function faultOf(operation: string, error: unknown): Reason {
  const cause = reasonOf(error);
  return cause.code.startsWith("undo-") ? cause : reason("planning-failed", { operation, cause });
}

/** The flow of a lock names the execution that held it and was cut off, and itself. */
const goBackRequest = z.object({ goBackFor: z.string(), lock: z.string().optional() });

/** What a part of albflow has signed (shared/core/origin.ts) is kept with the input and is none of the operation's own. */
function originIn(input: unknown): { origin: { origin?: string }; given: unknown } {
  if (typeof input !== "object" || input === null || !("origin" in input)) return { origin: {}, given: input };
  const { origin, ...given } = input;
  return { origin: typeof origin === "string" ? { origin } : {}, given };
}

/** An undo names an execution, and perhaps who asks for it, and which plan was looked at. */
const undoRequest = z.object({
  undo: z.string(),
  ...commonInput.pick({ plan: true, reason: true, ticket: true, signature: true }).shape,
  requestedBy: commonInput.shape.requestedBy.unwrap().optional(),
});
type UndoRequest = z.output<typeof undoRequest>;

function undoneBy(input: unknown): UndoRequest | undefined {
  return undoRequest.safeParse(input).data;
}

/** What the work comes to, or why it never will. What may pass by itself is thrown. */
async function unlessRefused<Result>(work: () => Promise<Result>): Promise<Result | AlbflowError> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
    return error;
  }
}

/** Where the operation leads. */
function stagesOf(operation: AnyOperation, resources: ResourceSet, input: CommonInput, facts: unknown): ResourceSet[] {
  const target = operation.change(resources, input, facts);
  return Array.isArray(target) ? target : [target];
}

/** Why the result could not be verified from here, unless that is accepted. */
async function reachabilityProblem(
  clients: Clients,
  { listener }: ResourceSet,
  target: ResourceSet[],
  loadBalancer: LoadBalancer,
  { verification }: CommonInput,
): Promise<Reason[]> {
  if (listener === undefined || listener === null || verification.acceptUnreachable) return [];
  if (await isSeenThroughOthers(clients.alb, listener, target.at(-1)?.listener)) return [];
  const why = await whyUnreachable(clients, listener, loadBalancer);
  return why === undefined ? [] : [reason("not-verifiable", { cause: why })];
}

/** Whether every certificate that a QUIC listener gets is held already by HTTPS listeners of its instance, which can be seen. */
async function isSeenThroughOthers(
  alb: Clients["alb"],
  now: Listener,
  then: Listener | null | undefined,
): Promise<boolean> {
  if (now.ListenerProtocol !== "QUIC" || then === null || then === undefined) return false;
  const gets = certificatesGot(now, then);
  return gets.length > 0 && holding(await companionsOf(alb, now), gets).missing.length === 0;
}

/** The instance of the listener, or of the one that is to be made; nothing where it is about neither. */
async function loadBalancerOf({ alb }: Clients, { listener }: ResourceSet, { copy }: Scope): Promise<LoadBalancer> {
  const id = listener?.LoadBalancerId ?? copy?.address?.LoadBalancerId;
  if (id === undefined) return {} as LoadBalancer;
  const Unknown: string[] = [];
  return { ...(await alb.call("GetLoadBalancerAttribute", { LoadBalancerId: id }, Unknown)), Unknown } as LoadBalancer;
}
