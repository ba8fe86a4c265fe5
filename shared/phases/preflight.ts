import { z } from "zod";
import type { AlbParameters } from "../clients/alb.ts";
import { clock } from "../clock.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import {
  type Doors,
  type ExistingWorld,
  exists,
  type ListenerInput,
  looksAtCertificates,
  type Operation,
} from "../operation.ts";
import { changesBetween, pathBetween, type Step, type WriteAction } from "../path.ts";
import { sayStep } from "../sayStep.ts";
import type { Verdict } from "../verdict.ts";
import { look } from "../world.ts";
import { messageOf } from "./failed.ts";

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
  const sees = { certificates: looksAtCertificates(operation) };
  const { world, unsettled } = await look(doors.alb, input.listenerId, sees);
  if (!exists(world)) return refuse(`There is no listener ${input.listenerId} in this region.`);
  const target = targetOf(operation, world, input);
  if (target instanceof AlbflowError)
    return refuse(`${operation.name} on ${input.listenerId} is refused: ${target.message}.`);
  const path = pathBetween(world, target);
  if (path.length === 0 && unsettled === undefined) {
    return { ...opening, state: "skip", because: `${input.listenerId} already is as ${operation.name} would make it.` };
  }
  const loadBalancer = await doors.alb.call("GetLoadBalancerAttribute", {
    LoadBalancerId: world.listener.LoadBalancerId,
  });
  const facts = await operation.study(doors, world, input, now);
  const reasons = operation.refuse.flatMap((rule) => rule({ input, world, loadBalancer, facts, now }));
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
