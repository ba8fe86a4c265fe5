import * as z from "zod";
import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient, reasonOf } from "../../platform/errors.ts";
import { placeIn } from "../../platform/place.ts";
import { distinct, type Reason, reason } from "../../platform/reasons/reason.ts";
import { inputInvalid, take } from "../../platform/takeInput.ts";
import { demandOperated } from "../../platform/targetAccounts.ts";
import { endsOfCertificates } from "../certificates/endsOfCertificates.ts";
import { askedImpacts, whileStopped, worstFirst } from "../impact.ts";
import { settingsThatInterrupt } from "../interruptions.ts";
import { wholeInput } from "../keptInput.ts";
import { managerOf } from "../managedBy.ts";
import type { AnyOperation, CommonInput, LoadBalancer, Subject } from "../operation.ts";
import { quotaProblems } from "../operations/certificateQuota.ts";
import { commonPreconditions } from "../operations/preconditions.ts";
import { planSteps } from "../planSteps.ts";
import { nameOf, nameThere, type ResourceSet, sameResources } from "../resourceSet.ts";
import { hasLastingName } from "../resources/listener.ts";
import { securityLowered } from "../securityLowered.ts";
import { touchedAt, touchedBy } from "../touches.ts";
import { type Verdict, verdictWith } from "../verdict.ts";
import { objectionOf } from "./objectionOf.ts";
import { firstRead } from "./planContext.ts";
import { NO_WATCH, refuse, reported, startedWith } from "./plannedVerdict.ts";
import { planUndo, type UndoRequest, undoRequest } from "./planUndo.ts";
import { takeOver } from "./takeOver.ts";
import { reachabilityProblem, readLoadBalancer, staysStopped, unseen } from "./visibility.ts";
import { withPlan } from "./withPlan.ts";

/** What preflight is asked: the operation's input, or `{ undo: "<execution>" }` to take an earlier one back. */
interface Request {
  input: unknown;
  execution: string;
  /** Where each rule that was looked at is noted: for people who want to see what was checked, not for flows. */
  checks?: PreflightCheck[];
}

/**
 * Looks at the resources and says what would be done and whether it may be. Writes nothing.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function preflight(operation: AnyOperation, clients: Clients, request: Request): Promise<Verdict> {
  const initial = initialVerdict(operation, request);
  try {
    const input = await wholeInput(clients.cloudFlow, request.input);
    const cutOff = take(goBackRequest, input).input;
    if (cutOff !== undefined) return await takeOver(operation, clients, initial, cutOff);
    const undone = undoneBy(input);
    if (undone !== undefined) return await planUndo(operation, clients, initial, undone);
    const { origin, given } = originIn(input);
    const taken = take(operation.input, given);
    if (taken.problems !== undefined) return refuse(initial, inputInvalid(taken.problems));
    const place = placeIn(taken.input, clients);
    demandOperated(place, clients, process.env);
    const started = startedWith(initial, { ...taken.input, ...origin }, place);
    return await planOperation(operation, clients, started, taken.input, request.checks ?? []);
  } catch (error) {
    // Whatever will not pass by itself is a refusal; the rest is tried again by the flow.
    if (isTransient(error)) throw error;
    return refuse(initial, faultOf(operation.name, error));
  }
}

/**
 * What the operation would do to the resources as they are, or every reason against it. Writes nothing; notes each rule that was
 * looked at in `checks`. Throws Conflict, Throttled or Transient: try again.
 */
async function planOperation(
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
  const resource = nameThere(started.place, keys);
  const no = (reasons: Reason[]) =>
    refuse(initial, reason("operation-refused", { operation: operation.name, resource, reasons: distinct(reasons) }));
  if (resources.listener === null) return refuse(initial, reason("listener-not-found", { listenerId: name }));
  const now = clock.now();
  const loadBalancer = await readLoadBalancer(clients, resources, keys);
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
    return { ...initial, state: "unchanged", reason: reason("nothing-to-change", { resource }) };
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
    return refuse(initial, reason("plan-stale", { resource }));
  }
  const objection = await objectionOf(clients, path, resources);
  recorded(DRY_RUN, objection === undefined ? [] : [objection]);
  if (objection === undefined)
    return reported(clients, withFigures(verdict, await operation.figures?.(clients, subject)));
  // Somebody may have been at work between the look and the dry run: then the plan, not the change, is what is wrong.
  const { resources: again } = await firstRead(operation, clients, input);
  if (!sameResources(again, resources))
    throw new AlbflowError("Conflict", reason("changed-while-planning", { resource }));
  return no([objection]);
}

/** A rule that preflight has looked at. */
export interface PreflightCheck {
  /** What must be so. */
  requires: Reason;
  /** What it has against it; empty when it agrees. */
  reasons: Reason[];
}

/** Who puts back what is changed. */
function overwritten(loadBalancer: LoadBalancer, { listener }: ResourceSet): Reason[] {
  const manager = managerOf(listener ?? undefined, loadBalancer);
  return manager === undefined ? [] : [reason("manager-overwrites", { manager })];
}

/** What no rollback can take away again. */
function describeLasting(from: ResourceSet, to: ResourceSet): Reason[] {
  return hasLastingName(from.listener, to.listener) ? [reason("name-stays")] : [];
}

/** The plan with what the access log says of the clients that it concerns. */
function withFigures(verdict: Verdict, figures: Reason[] = []): Verdict {
  const { plan } = verdict;
  if (plan === null || figures.length === 0) return verdict;
  return { ...verdict, plan: { ...plan, effect: [...plan.effect, ...figures] } };
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

const UNAVAILABLE = reason("check-readable");
const UNREACHABLE = reason("check-reachable");
const EXPIRED = reason("check-unexpired");
const QUOTA_REACHED = reason("check-certificate-quota");
const DRY_RUN = reason("check-dry-run");

function initialVerdict(operation: AnyOperation, { input, execution }: Request): Verdict {
  return verdictWith({
    operation: operation.name,
    execution,
    input: (typeof input === "object" && input !== null ? input : { given: input }) as Record<string, unknown>,
    startedAt: clock.now(),
  });
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

function undoneBy(input: unknown): UndoRequest | undefined {
  return take(undoRequest, input).input;
}
