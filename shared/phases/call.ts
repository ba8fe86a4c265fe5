import { clock } from "../clock.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import type { Doors, Operation } from "../operation.ts";
import { sayStep } from "../sayStep.ts";
import type { Verdict } from "../verdict.ts";
import { look, sameWorld } from "../world.ts";
import { describeDifference, failed, messageOf } from "./failed.ts";
import { currentStep } from "./retrace.ts";
import { write } from "./write.ts";

/**
 * Makes the plan's current step, once: a second delivery finds it made. Refuses when the world is not the plan's.
 * Throws Conflict, Throttled or Transient: try again.
 */
export async function call(operation: Operation, doors: Doors, verdict: Verdict): Promise<Verdict> {
  const { step, listenerId, sees } = currentStep(operation, verdict);
  const { world, unsettled } = await look(doors.alb, listenerId, sees);
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
