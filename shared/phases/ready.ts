import { clock } from "../clock.ts";
import type { Doors, Operation } from "../operation.ts";
import { patiently } from "../patiently.ts";
import { sayStep } from "../sayStep.ts";
import type { State, Verdict } from "../verdict.ts";
import { look, sameWorld } from "../world.ts";
import { describeDifference, failed } from "./failed.ts";
import { currentStep } from "./retrace.ts";

/** Watches for a few seconds whether the current step has taken effect. Verdicts that are no success pass through. */
export async function ready(operation: Operation, doors: Doors, verdict: Verdict): Promise<Verdict> {
  if (verdict.state !== "called" && verdict.state !== "waiting") return verdict;
  const { step, listenerId, sees } = currentStep(operation, verdict);
  const outcome = await patiently(verdict.deadline, async (): Promise<{ state: State; because: string } | string> => {
    const { world, unsettled } = await look(doors.alb, listenerId, sees);
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

async function readJob(
  doors: Doors,
  jobId: string,
): Promise<{ Status?: string; ErrorCode?: string; ErrorMessage?: string }> {
  if (jobId === "") return {};
  const { Jobs } = await doors.alb.call("ListAsynJobs", { JobIds: [jobId] });
  return Jobs?.[0] ?? {};
}
