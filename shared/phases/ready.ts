import { clock } from "../clock.ts";
import type { Doors } from "../doors.ts";
import { patiently } from "../patiently.ts";
import { sayStep } from "../sayStep.ts";
import type { State, Verdict } from "../verdict.ts";
import { look, nameOf, sameWorld, withIds } from "../world.ts";
import { currentStep } from "./course.ts";
import { describeDifference, failed } from "./failed.ts";

/** Watches for a few seconds whether the current step has taken effect. Verdicts that are no success pass through. */
export async function ready(doors: Doors, verdict: Verdict): Promise<Verdict> {
  if (verdict.state !== "called" && verdict.state !== "waiting") return verdict;
  const { step, keys, plan } = currentStep(verdict);
  const sentence = sayStep(withIds(step, plan.snapshot));
  const outcome = await patiently(verdict.deadline, async (): Promise<{ state: State; because: string } | string> => {
    const { world, unsettled } = await look(doors, keys);
    if (unsettled !== undefined) return unsettled;
    if (sameWorld(world, step.after)) return { state: "ready", because: `${sentence}: done.` };
    const job = await readJob(doors, verdict.jobId);
    if (job.Status === "Processing") return `job ${verdict.jobId} is still processing`;
    if (job.Status === "Failed") {
      return {
        state: "failed",
        because: `ALB's job ${verdict.jobId} failed: ${job.ErrorCode ?? "no code"} ${job.ErrorMessage ?? ""}`.trim(),
      };
    }
    if (sameWorld(world, step.before)) return `${nameOf(keys)} does not show the change yet`;
    return {
      state: "failed",
      because: `${nameOf(keys)} was changed by somebody else meanwhile: ${describeDifference(step.after, world)}`,
    };
  });
  if (typeof outcome !== "string") return { ...verdict, ...outcome };
  const overdue = clock.now() >= verdict.deadline;
  return overdue
    ? failed(verdict, `time was up while waiting for ${sentence}: ${outcome}`)
    : { ...verdict, state: "waiting", because: `Waiting for ${sentence}: ${outcome}.` };
}

async function readJob(
  doors: Doors,
  jobId: string,
): Promise<{ Status?: string; ErrorCode?: string; ErrorMessage?: string }> {
  if (jobId === "") return {};
  const { Jobs } = await doors.alb.call("ListAsynJobs", { JobIds: [jobId] });
  return Jobs?.[0] ?? {};
}
