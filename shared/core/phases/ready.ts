import { clock } from "../../platform/clock.ts";
import type { Doors } from "../../platform/doors.ts";
import type { Step } from "../path.ts";
import { patiently } from "../patiently.ts";
import { pausing, WHILE_WAITING } from "../pauses.ts";
import type { FacetName } from "../resources/registry.ts";
import { sayStep } from "../sayStep.ts";
import type { State, Verdict } from "../verdict.ts";
import { watchAfter } from "../watch.ts";
import { idOf, type Keys, look, nameOf, sameWorld, type World, withIds } from "../world.ts";
import { currentStep } from "./course.ts";
import { describeDifference, failed } from "./failed.ts";

/** Watches for a few seconds whether the current step has taken effect. Verdicts that are no success pass through. */
export async function ready(doors: Doors, verdict: Verdict): Promise<Verdict> {
  if (verdict.state !== "called" && verdict.state !== "waiting") return verdict;
  const { step, path, keys: all, plan } = currentStep(verdict);
  const keys = concernedBy(step, all);
  const [before, after] = [within(keys, step.before), within(keys, step.after)];
  const sentence = sayStep(withIds(step, plan.snapshot));
  const ask = async (): Promise<{ state: State; because: string } | string> => {
    const { world, unsettled } = await look(doors, keys);
    if (unsettled !== undefined) return unsettled;
    if (sameWorld(world, after)) return { state: "ready", because: `${sentence}: done.` };
    const job = await readJob(doors, verdict.jobId);
    if (job.Status === "Processing") return `job ${verdict.jobId} is still processing`;
    if (job.Status === "Failed") {
      return {
        state: "failed",
        because: `ALB's job ${verdict.jobId} failed: ${job.ErrorCode ?? "no code"} ${job.ErrorMessage ?? ""}`.trim(),
      };
    }
    if (sameWorld(world, before)) return `${nameOf(all)} does not show the change yet`;
    return {
      state: "failed",
      because: `${nameOf(all)} was changed by somebody else meanwhile: ${describeDifference(after, world)}`,
    };
  };
  const outcome = await patiently(verdict, ask);
  if (typeof outcome !== "string") return { ...verdict, ...withNext(outcome, verdict, path) };
  const overdue = clock.now() >= verdict.deadline;
  return overdue
    ? failed(verdict, `time was up while waiting for ${sentence}: ${outcome}`)
    : {
        ...verdict,
        ...pausing(verdict, WHILE_WAITING),
        state: "waiting",
        because: `Waiting for ${sentence}: ${outcome}.`,
      };
}

/** What takes several calls of one kind, like 40 certificates, is verified when the last of them is done. */
function withNext(
  { state, because }: Pick<Verdict, "state" | "because">,
  { step, plan }: Verdict,
  path: Step[],
): Partial<Verdict> {
  const [made, following] = [path[step], path[step + 1]];
  if (state !== "ready" || following === undefined || made?.action !== following.action) return { state, because };
  if (plan !== null && watchAfter(plan, step).seconds > 0) return { state, because };
  return { state: "next", step: step + 1, because };
}

/** What a step changes, and what it names by an id: whether all else is still as planned is asked before each write. */
function concernedBy({ before, after }: Step, keys: Keys): Keys {
  const names = Object.keys(keys) as FacetName[];
  const changed = names.filter((name) => before[name] !== after[name]);
  const words = JSON.stringify(changed.map((name) => [before[name], after[name]]));
  const concerned = names.filter((name) => changed.includes(name) || words.includes(JSON.stringify(idOf(name))));
  return Object.fromEntries(concerned.map((name) => [name, keys[name]]));
}

function within(keys: Keys, world: World): World {
  return Object.fromEntries(Object.entries(world).filter(([name]) => name in keys));
}

async function readJob(
  doors: Doors,
  jobId: string,
): Promise<{ Status?: string; ErrorCode?: string; ErrorMessage?: string }> {
  if (jobId === "") return {};
  const { Jobs } = await doors.alb.call("ListAsynJobs", { JobIds: [jobId] });
  return Jobs?.[0] ?? {};
}
