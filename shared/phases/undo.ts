import { clock } from "../clock.ts";
import { isTransient } from "../errors.ts";
import type { Doors, Operation } from "../operation.ts";
import { pathBetween, wayBack } from "../path.ts";
import { patiently } from "../patiently.ts";
import { sayStep } from "../sayStep.ts";
import type { Verdict } from "../verdict.ts";
import { look } from "../world.ts";
import { failed, messageOf } from "./failed.ts";
import { retrace } from "./retrace.ts";
import { write } from "./write.ts";

/**
 * Goes one write further on the way back to the snapshot, or says that it is reached. What somebody else changed
 * stays. Throws Conflict, Throttled or Transient: try again.
 */
export async function undo(operation: Operation, doors: Doors, verdict: Verdict, cause: string): Promise<Verdict> {
  const first = verdict.state !== "undoing";
  const going: Verdict = first ? { ...verdict, state: "undoing", cause, deadline: clock.now() + UNDO_MS } : verdict;
  const { plan, path, listenerId, sees } = retrace(operation, verdict);
  const target = path.at(-1)?.after ?? plan.snapshot;
  const sight = await patiently(going.deadline, async () => {
    const { world, unsettled } = await look(doors.alb, listenerId, sees);
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
