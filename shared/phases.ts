import { createHash } from "node:crypto";
import { z } from "zod";
import type { AlbParameters } from "./clients/alb.ts";
import { clock } from "./clock.ts";
import { AlbflowError, isTransient } from "./errors.ts";
import type { Doors, ExistingWorld, ListenerInput, Operation } from "./operation.ts";
import { changesBetween, pathBetween, type Step, type WriteAction, wayBack } from "./path.ts";
import { patiently } from "./patiently.ts";
import { sayStep } from "./sayStep.ts";
import type { State, Verdict } from "./verdict.ts";
import { look, sameWorld, type World } from "./world.ts";

/**
 * Looks at the world and says what would be done and whether it may be. Writes nothing.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function preflight<Input extends ListenerInput, Facts>(
  operation: Operation<Input, Facts>,
  doors: Doors,
  request: { input: unknown; execution: string },
): Promise<Verdict> {
  const now = clock.now();
  const parsed = operation.input.safeParse(request.input);
  const opening: Verdict = {
    state: "refuse",
    because: "",
    cause: "",
    operation: operation.name,
    execution: request.execution,
    input: (parsed.success ? parsed.data : request.input) as unknown as Record<string, unknown>,
    plan: null,
    step: 0,
    jobId: "",
    startedAt: now,
    deadline: now + (parsed.success ? parsed.data.deadlineSeconds * 1000 : 0),
    seen: [],
    apiCalls: 0,
  };
  const refuse = (because: string): Verdict => ({ ...opening, state: "refuse", because });
  if (!parsed.success) return refuse(`The input is not valid. ${z.prettifyError(parsed.error)}`);

  const input = parsed.data;
  const { world, unsettled } = await look(doors.alb, input.listenerId);
  if (!exists(world)) return refuse(`There is no listener ${input.listenerId} in this region.`);
  const target = targetOf(operation, world, input);
  if (target instanceof AlbflowError)
    return refuse(`${operation.name} on ${input.listenerId} is refused: ${target.message}.`);
  const path = pathBetween(world, target);
  if (path.length === 0 && unsettled === undefined) {
    return { ...opening, state: "skip", because: `${input.listenerId} already is as ${operation.name} would make it.` };
  }
  const facts = await operation.study(doors, world, input, now);
  const reasons = operation.refuse.flatMap((rule) => rule({ input, world, facts, now }));
  if (reasons.length > 0) return refuse(`${operation.name} on ${input.listenerId} is refused: ${reasons.join("; ")}.`);
  if (unsettled !== undefined) throw new AlbflowError("Conflict", `${unsettled}; nothing was changed yet.`);
  const objection = await dryRun(doors, path[0]);
  if (objection !== undefined) return refuse(`ALB's dry run refuses ${path[0]?.action}: ${objection}`);
  return {
    ...opening,
    state: "go",
    because: `${operation.name} takes ${path.length} ${path.length === 1 ? "step" : "steps"}: ${path.map(sayStep).join(", then ")}.`,
    plan: {
      snapshot: world,
      changes: changesBetween(world, target),
      impact: operation.impact,
      steps: path.map(sayStep),
    },
  };
}

/**
 * Makes the plan's current step, once: a second delivery finds it made. Refuses when the world is not the plan's.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function call(operation: Operation, doors: Doors, verdict: Verdict): Promise<Verdict> {
  const { path, listenerId } = retrace(operation, verdict);
  const step = path[verdict.step];
  if (step === undefined)
    throw new AlbflowError("Failed", `The plan of ${verdict.execution} has no step ${verdict.step}.`);
  const { world, unsettled } = await look(doors.alb, listenerId);
  const elsewhere = !sameWorld(world, step.before) && !sameWorld(world, step.after);
  if (unsettled !== undefined) {
    if (clock.now() > verdict.deadline) return failed(verdict, `${unsettled}, and time was up before it settled`);
    throw new AlbflowError("Conflict", `${unsettled}; waiting for it before ${sayStep(step)}.`);
  }
  if (sameWorld(world, step.after)) return { ...verdict, state: "called", because: `${sayStep(step)}: already made.` };
  if (elsewhere) {
    const because = `The plan is stale: ${listenerId} was changed by somebody else (${describeDifference(step.before, world)}). Plan again.`;
    return { ...verdict, state: verdict.step === 0 ? "refuse" : "failed", because };
  }
  try {
    const jobId = await write(doors, step, `${verdict.execution}/${verdict.step}`);
    return { ...verdict, state: "called", jobId, because: `${sayStep(step)}: ALB has accepted it.` };
  } catch (error) {
    if (isTransient(error)) throw error;
    return failed(verdict, `ALB refused to ${sayStep(step)}: ${messageOf(error)}`);
  }
}

/** Watches for a few seconds whether the current step has taken effect. Verdicts that are no success pass through. */
export async function ready(operation: Operation, doors: Doors, verdict: Verdict): Promise<Verdict> {
  if (verdict.state !== "called" && verdict.state !== "waiting") return verdict;
  const { path, listenerId } = retrace(operation, verdict);
  const step = path[verdict.step];
  if (step === undefined)
    throw new AlbflowError("Failed", `The plan of ${verdict.execution} has no step ${verdict.step}.`);
  const outcome = await patiently(verdict.deadline, async (): Promise<{ state: State; because: string } | string> => {
    const { world, unsettled } = await look(doors.alb, listenerId);
    if (unsettled !== undefined) return unsettled;
    if (sameWorld(world, step.after)) return { state: "ready", because: `${sayStep(step)}: done.` };
    const job = await readJob(doors, verdict.jobId);
    if (job.Status === "Processing") return `job ${verdict.jobId} is still processing`;
    if (job.Status === "Failed") {
      return {
        state: "failed",
        because: `ALB's job ${verdict.jobId} failed: ${job.ErrorCode ?? "no code"} ${job.ErrorMessage ?? ""}`.trim(),
      };
    }
    if (sameWorld(world, step.before)) return `${listenerId} does not show the change yet`;
    return {
      state: "failed",
      because: `${listenerId} was changed by somebody else meanwhile: ${describeDifference(step.after, world)}`,
    };
  });
  if (typeof outcome !== "string") return { ...verdict, ...outcome };
  const overdue = clock.now() >= verdict.deadline;
  return overdue
    ? failed(verdict, `time was up while waiting for ${sayStep(step)}: ${outcome}`)
    : { ...verdict, state: "waiting", because: `Waiting for ${sayStep(step)}: ${outcome}.` };
}

/**
 * Goes one write further on the way back to the snapshot, or says that it is reached. What somebody else changed
 * stays. Throws Conflict, Throttled or Transient: try again.
 */
export async function undo(operation: Operation, doors: Doors, verdict: Verdict, cause: string): Promise<Verdict> {
  const first = verdict.state !== "undoing";
  const going: Verdict = first ? { ...verdict, state: "undoing", cause, deadline: clock.now() + UNDO_MS } : verdict;
  const { plan, path, listenerId } = retrace(operation, verdict);
  const target = path.at(-1)?.after ?? plan.snapshot;
  const sight = await patiently(going.deadline, async () => {
    const { world, unsettled } = await look(doors.alb, listenerId);
    return unsettled ?? { world };
  });
  if (typeof sight === "string") {
    if (clock.now() >= going.deadline) {
      return failed(
        going,
        `Going back was not possible: ${sight}. Look at ${listenerId} and set it by hand to the snapshot in this verdict's plan`,
      );
    }
    return { ...going, because: `Waiting to go back: ${sight}.` };
  }
  const step = pathBetween(sight.world, wayBack(plan.snapshot, target, sight.world))[0];
  if (step === undefined) {
    return { ...going, state: "undone", because: `${listenerId} is as it was before.` };
  }
  try {
    await write(doors, step, `${going.execution}/undo/${going.step}`);
  } catch (error) {
    if (isTransient(error)) throw error;
    return failed(going, `Going back failed too: ALB refused to ${sayStep(step)}: ${messageOf(error)}`);
  }
  return { ...going, step: going.step + 1, because: `Going back: ${sayStep(step)}: ALB has accepted it.` };
}

/** Time for the way back, counted from the first undo: it must not fail for want of the time that was used up before. */
const UNDO_MS = 300_000;

/** The plan's path, derived again from its snapshot: a plan is data, the path is code. */
function retrace(operation: Operation, verdict: Verdict) {
  const plan = verdict.plan;
  if (plan === null || !exists(plan.snapshot)) throw new AlbflowError("InvalidInput", "This verdict carries no plan.");
  const input = operation.input.parse(verdict.input);
  return {
    plan,
    path: pathBetween(plan.snapshot, operation.change(plan.snapshot, input)),
    listenerId: input.listenerId,
  };
}

function targetOf<Input, Facts>(
  operation: Operation<Input & ListenerInput, Facts>,
  world: ExistingWorld,
  input: Input & ListenerInput,
) {
  try {
    return operation.change(world, input);
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "Refused") return error;
    throw error;
  }
}

function exists(world: World): world is ExistingWorld {
  return world.listener !== undefined;
}

async function dryRun(doors: Doors, step: Step | undefined): Promise<string | undefined> {
  if (step === undefined) return undefined;
  try {
    await doors.alb.call(step.action, { ...step.parameters, DryRun: true } as AlbParameters<WriteAction>);
    return "it was not recognised as a dry run";
  } catch (error) {
    // A passed dry run is an error with a code of its own (alb.md §1.8).
    if (error instanceof AlbflowError && error.code === "DryRunOperation") return undefined;
    if (isTransient(error)) throw error;
    return messageOf(error);
  }
}

/** Makes one write. The token names execution, step and content, so that the same write twice is one (alb.md U7). */
async function write(doors: Doors, step: Step, occasion: string): Promise<string> {
  const content = JSON.stringify([occasion, step.action, step.parameters]);
  const ClientToken = createHash("sha256").update(content).digest("hex").slice(0, 40);
  const parameters = { ...step.parameters, ClientToken } as AlbParameters<WriteAction>;
  const answer = await doors.alb.call(step.action, parameters);
  return (answer as { JobId?: string }).JobId ?? "";
}

async function readJob(
  doors: Doors,
  jobId: string,
): Promise<{ Status?: string; ErrorCode?: string; ErrorMessage?: string }> {
  if (jobId === "") return {};
  const { Jobs } = await doors.alb.call("ListAsynJobs", { JobIds: [jobId] });
  return Jobs?.[0] ?? {};
}

function failed(verdict: Verdict, because: string): Verdict {
  return { ...verdict, state: "failed", because: `${because}.` };
}

function describeDifference(expected: World, found: World): string {
  const differences = changesBetween(expected, found).map(
    ({ field, before, after }) => `${field} is ${JSON.stringify(after)} instead of ${JSON.stringify(before)}`,
  );
  return differences.length > 0 ? differences.join(", ") : "in a way that cannot be told";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
