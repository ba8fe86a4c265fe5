import { z } from "zod";
import { clock } from "../../platform/clock.ts";
import type { Doors } from "../../platform/doors.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { endsOfCertificates } from "../certificates/endsOfCertificates.ts";
import { readToldCertificates } from "../certificates/planCertificates.ts";
import { askedImpacts, worstFirst } from "../impact.ts";
import { settingsThatInterrupt } from "../interruptions.ts";
import { wholeInput } from "../keptInput.ts";
import { type AnyOperation, type CommonInput, commonInput, type LoadBalancer, type Subject } from "../operation.ts";
import { lackOfRoom } from "../operations/certificateRoom.ts";
import { isThrown, refusedEverywhere } from "../operations/refusals.ts";
import { RECORD_WATCH } from "../operations/tracing.ts";
import { pathThrough } from "../path.ts";
import { certificatesGot, companionsOf, holding } from "../probes/companions.ts";
import { whyOutOfReach } from "../probes/reach.ts";
import { namedBy } from "../resources/listener.ts";
import type { Listener } from "../resources/listenerState.ts";
import { securityLowered } from "../securityLowered.ts";
import { touchedBy } from "../touches.ts";
import { type Verdict, verdictWith } from "../verdict.ts";
import { type Keys, nameOf, sameWorld, type World } from "../world.ts";
import { firstLook } from "./course.ts";
import { sayFault } from "./failed.ts";
import { objectionOf } from "./objectionOf.ts";
import { planned } from "./planned.ts";
import { planToUndo } from "./planToUndo.ts";
import { takeOver } from "./takeOver.ts";

/** What preflight is asked: the operation's input, or `{ undo: "<execution>" }` to take an earlier one back. */
interface Request {
  input: unknown;
  execution: string;
  /** Where each rule that was looked at is noted: for people who want to see what was checked, not for flows. */
  checks?: Check[];
}

/** A rule that preflight has looked at. */
export interface Check {
  /** What it refuses, in general. */
  refuses: string;
  /** What it has against it in this case; empty when it agrees. */
  because: string[];
}

/**
 * Looks at the world and says what would be done and whether it may be. Writes nothing.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function preflight(operation: AnyOperation, doors: Doors, request: Request): Promise<Verdict> {
  const opening = openingOf(operation, request);
  try {
    const input = await wholeInput(doors.cloudFlow, request.input);
    const cutOff = goBackRequest.safeParse(input);
    if (cutOff.success) return await takeOver(operation, doors, opening, cutOff.data);
    const undone = undoneBy(input);
    if (undone !== undefined) return await planUndo(operation, doors, opening, undone);
    const { origin, given } = originIn(input);
    const parsed = operation.input.safeParse(given);
    if (!parsed.success) return refuse(opening, `The input is not valid. ${z.prettifyError(parsed.error)}`);
    const started = startedWith(opening, { ...parsed.data, ...origin });
    return await plan(operation, doors, started, parsed.data, request.checks ?? []);
  } catch (error) {
    // Whatever will not pass by itself is a refusal; the rest is tried again by the flow.
    if (isTransient(error)) throw error;
    return refuse(opening, `${operation.name} is refused: ${sayFault(error)}.`);
  }
}

async function plan(
  operation: AnyOperation,
  doors: Doors,
  started: Verdict,
  input: CommonInput,
  checks: Check[],
): Promise<Verdict> {
  const { world, unsettled, keys } = await firstLook(operation, doors, input);
  const opening = { ...started, touches: touchedBy(keys, world, []) };
  const name = nameOf(keys);
  const no = (reasons: string[]) => refuse(opening, `${operation.name} on ${name} is refused: ${reasons.join("; ")}.`);
  if (world.listener === null) return refuse(opening, `There is no listener ${name} in this region.`);
  const now = clock.now();
  const loadBalancer = await loadBalancerOf(doors, world, keys);
  const subject: Subject<CommonInput, unknown, World> = { input, world, loadBalancer, facts: undefined, now };
  const noted = (refuses: string, because: string[]) => {
    checks.push({ refuses, because });
    return because;
  };
  const refusedBy = (rules: { refuses: string; because: (of: never) => string[] }[]) =>
    rules.flatMap(({ refuses, because }) => noted(refuses, because(subject as never)));
  const reasons = world.listener === undefined ? [] : refusedBy(refusedEverywhere);
  const facts = await unlessRefused(() => operation.study(doors, world, input, now));
  if (facts instanceof AlbflowError) return no([...reasons, ...noted(UNREAD, [facts.message])]);
  subject.facts = facts;
  const target = await unlessRefused(async () => stagesOf(operation, world, input, facts));
  const thrown = operation.refuse.filter(({ because }) => because === isThrown);
  reasons.push(...refusedBy(operation.refuse.filter((rule) => !thrown.includes(rule))));
  const senseless = target instanceof AlbflowError ? [target.message] : [];
  if (thrown.length > 0 || senseless.length > 0) {
    reasons.push(...noted(thrown.map(({ refuses }) => refuses).join("; ") || SENSELESS, senseless));
  }
  if (target instanceof AlbflowError) return no([...new Set(reasons)]);
  const path = pathThrough(world, target);
  if (path.length === 0 && unsettled === undefined && reasons.length === 0) {
    return { ...opening, state: "skip", because: `${name} already is as ${operation.name} would make it.` };
  }
  reasons.push(...noted(UNREACHABLE, await blindness(doors, world, target, loadBalancer, input)));
  const quota = input.certificateQuota;
  reasons.push(...noted(NO_ROOM, await lackOfRoom(doors.alb, { world, path, loadBalancer, quota })));
  const ends = await endsOfCertificates(doors, { from: world, to: target.at(-1) ?? world, now, isUndo: false });
  reasons.push(...noted(EXPIRED, ends.refused));
  if (reasons.length > 0) return no([...new Set(reasons)]);
  if (unsettled !== undefined) throw new AlbflowError("Conflict", `${unsettled}; nothing was changed yet.`);
  const usual = operation.impacts[0] ?? "no interruption";
  const { impact, words, opens = [] } = operation.effect?.(subject) ?? { impact: usual, words: usual };
  const last = target.at(-1) ?? world;
  const lowered = [...opens, ...(await securityLowered(doors.alb, world, last))];
  const failing = settingsThatInterrupt(world, last);
  const impacts = worstFirst([
    impact,
    ...(failing.length > 0 ? (["may interrupt"] as const) : []),
    ...(lowered.length > 0 ? (["lowers security"] as const) : []),
  ]);
  // "no interruption" is no word for what may interrupt.
  const usualWords = words === impact && !impacts.includes(impact) ? [] : [words];
  const verdict = planned(opening, {
    keys,
    snapshot: world,
    stages: target,
    impacts,
    effect: [...usualWords, ...failing, ...lowered, ...ends.said, ...sayLasting(world, last)].join("; "),
    needsApproval: askedImpacts(impacts, name, process.env).length > 0 || input.askFirst,
    watch: operation.watch?.(input) ?? NO_WATCH,
  });
  const agreed = input.plan;
  if (agreed !== undefined && agreed !== verdict.plan?.hash) {
    return no([
      `the plan that was agreed to is stale, ${name} is no longer as it was then; look at the new plan and agree to it`,
    ]);
  }
  const objection = await objectionOf(doors, path, world);
  noted(DRY_RUN, objection === undefined ? [] : [objection]);
  if (objection === undefined) return told(doors, verdict);
  // Somebody may have been at work between the look and the dry run: then the plan, not the change, is what is wrong.
  const { world: again } = await firstLook(operation, doors, input);
  if (!sameWorld(again, world)) throw new AlbflowError("Conflict", `${name} was changed while it was planned for.`);
  return no([objection]);
}

async function planUndo(
  operation: AnyOperation,
  doors: Doors,
  opening: Verdict,
  request: UndoRequest,
): Promise<Verdict> {
  const undone = request.undo;
  const { input, keys, snapshot, target, impacts, said } = await planToUndo(operation, doors, request);
  // What was signed for the execution that is taken back says nothing of who takes it back.
  const { plan, signature } = request;
  const asked = { ...input, plan, signature } as unknown as CommonInput;
  const started = { ...startedWith(opening, asked), touches: touchedBy(keys, snapshot, [target]) };
  if (pathThrough(snapshot, [target]).length === 0) {
    return { ...started, state: "skip", because: `${nameOf(keys)} already is as it was before ${undone}.` };
  }
  const traces = target.listener?.LogConfig.AccessLogTracingConfig.TracingEnabled === true;
  const verdict = planned(started, {
    keys,
    snapshot,
    stages: [target],
    impacts,
    effect: [
      `takes ${undone} back${impacts.includes("interrupts traffic") ? ", which interrupts traffic" : ""}`,
      ...said,
    ].join("; "),
    needsApproval: askedImpacts(impacts, nameOf(keys), process.env).length > 0,
    watch: traces ? RECORD_WATCH : NO_WATCH,
  });
  if (plan === undefined || plan === verdict.plan?.hash) return told(doors, verdict);
  return refuse(started, `${nameOf(keys)} is no longer as it was when this was planned. Look at the new plan.`);
}

/** What no way back can take away again. */
function sayLasting(from: World, to: World): string[] {
  return namedBy(from.listener, to.listener) ? ["its name can be changed afterwards, and never be empty again"] : [];
}

/** The plan with what is told of the certificates that it binds and takes off. */
async function told(doors: Doors, verdict: Verdict): Promise<Verdict> {
  if (verdict.plan === null) return verdict;
  const certificates = await readToldCertificates(doors.cas, verdict.plan.changes);
  return Object.keys(certificates).length === 0 ? verdict : { ...verdict, plan: { ...verdict.plan, certificates } };
}

const UNREAD = "what cannot be looked up";
const SENSELESS = "what makes no sense here";
const UNREACHABLE = "a listener that cannot be reached from where the functions run, unless that is accepted";
const EXPIRED = "what would serve a certificate, or let in by a client CA, that has expired";
const NO_ROOM = "more certificates than the instance may hold";
const DRY_RUN = "whatever ALB's own dry run objects to";

const NO_WATCH = { seconds: 0, throughout: false };

function openingOf(operation: AnyOperation, { input, execution }: Request): Verdict {
  return verdictWith({
    operation: operation.name,
    execution,
    input: (typeof input === "object" && input !== null ? input : { given: input }) as Record<string, unknown>,
    startedAt: clock.now(),
  });
}

function startedWith(opening: Verdict, input: CommonInput): Verdict {
  return {
    ...opening,
    input: input as unknown as Record<string, unknown>,
    deadline: opening.startedAt + input.deadlineSeconds * 1000,
  };
}

function refuse(opening: Verdict, because: string): Verdict {
  return { ...opening, state: "refuse", because };
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
  ...commonInput.pick({ plan: true, signature: true }).shape,
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

/** Where the operation leads. Throws `AlbflowError` Refused when it makes no sense here. */
function stagesOf(operation: AnyOperation, world: World, input: CommonInput, facts: unknown): World[] {
  const target = operation.change(world, input, facts);
  return Array.isArray(target) ? target : [target];
}

/** Why the result could not be verified from here, unless that is accepted. */
async function blindness(
  { alb }: Doors,
  { listener }: World,
  target: World[],
  loadBalancer: LoadBalancer,
  { verification }: CommonInput,
): Promise<string[]> {
  if (listener === undefined || listener === null || verification.acceptUnreachable) return [];
  if (await isSeenThroughOthers(alb, listener, target.at(-1)?.listener)) return [];
  const why = await whyOutOfReach(alb, listener, loadBalancer);
  return why === undefined
    ? []
    : [`what it serves could not be verified from here, because ${why}; verification.acceptUnreachable accepts that`];
}

/** Whether every certificate that a QUIC listener gets is held already by HTTPS listeners of its instance, which can be seen. */
async function isSeenThroughOthers(
  alb: Doors["alb"],
  now: Listener,
  then: Listener | null | undefined,
): Promise<boolean> {
  if (now.ListenerProtocol !== "QUIC" || then === null || then === undefined) return false;
  const gets = certificatesGot(now, then);
  return gets.length > 0 && holding(await companionsOf(alb, now), gets).missing.length === 0;
}

/** The instance of the listener, or of the one that is to be made; nothing where it is about neither. */
async function loadBalancerOf({ alb }: Doors, { listener }: World, { copy }: Keys): Promise<LoadBalancer> {
  const id = listener?.LoadBalancerId ?? copy?.address?.LoadBalancerId;
  return id === undefined ? ({} as LoadBalancer) : alb.call("GetLoadBalancerAttribute", { LoadBalancerId: id });
}
