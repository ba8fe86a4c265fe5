import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { describeStep } from "../describeStep.ts";
import { pausing, WHILE_WAITING } from "../pauses.ts";
import type { Step } from "../planSteps.ts";
import { isWaiting, pollUntilDeadline, type Waiting } from "../pollUntilDeadline.ts";
import { idOf, nameThere, type ResourceSet, read, type Scope, sameResources, withIds } from "../resourceSet.ts";
import type { ResourceName } from "../resources/registry.ts";
import type { State, Verdict } from "../verdict.ts";
import { watchAfter } from "../watch.ts";
import { describeDifference, failed } from "./failed.ts";
import { currentStep } from "./planContext.ts";

/** Watches for a few seconds whether the current step has taken effect. Verdicts that are no success pass through. */
export async function ready(home: Clients, verdict: Verdict): Promise<Verdict> {
  if (verdict.state !== "submitted" && verdict.state !== "pending") return verdict;
  const clients = clientsAt(home, verdict.place);
  const { step, path, keys: all, plan } = currentStep(verdict);
  const keys = concernedBy(step, all);
  const [before, after] = [within(keys, step.before), within(keys, step.after)];
  const reported = describeStep(withIds(step, plan.snapshot));
  const ask = async (): Promise<{ state: State; reason: Reason } | Waiting> => {
    const { resources, unsettled } = await read(clients, keys);
    if (unsettled !== undefined) return { waits: unsettled };
    if (sameResources(resources, after)) return { state: "settled", reason: reason("step-done", { step: reported }) };
    const job = await readJob(clients, verdict.jobId);
    if (job.Status === "Processing") return { waits: reason("job-processing", { jobId: verdict.jobId }) };
    if (job.Status === "Failed") {
      const { ErrorCode: cloudCode = "", ErrorMessage: message = "" } = job;
      return { state: "failed", reason: reason("job-failed", { jobId: verdict.jobId, cloudCode, message }) };
    }
    if (sameResources(resources, before))
      return { waits: reason("change-not-visible", { resource: nameThere(verdict.place, all) }) };
    const differences = describeDifference(after, resources);
    return {
      state: "failed",
      reason: reason("changed-meanwhile", { resource: nameThere(verdict.place, all), differences }),
    };
  };
  const outcome = await pollUntilDeadline(verdict, ask);
  if (!isWaiting(outcome)) return { ...verdict, ...withNext(outcome, verdict, path) };
  const overdue = clock.now() >= verdict.deadline;
  return overdue
    ? failed(verdict, reason("step-timed-out", { step: reported, cause: outcome.waits }))
    : {
        ...verdict,
        ...pausing(verdict, WHILE_WAITING),
        state: "pending",
        reason: reason("step-waiting", { step: reported, cause: outcome.waits }),
      };
}

/** What takes several calls of one kind, like 40 certificates, is verified when the last of them is done. */
function withNext(
  { state, reason: why }: Pick<Verdict, "state" | "reason">,
  { step, plan }: Verdict,
  path: Step[],
): Partial<Verdict> {
  const [made, following] = [path[step], path[step + 1]];
  if (state !== "settled" || following === undefined || made?.action !== following.action)
    return { state, reason: why };
  if (plan !== null && watchAfter(plan, step).seconds > 0) return { state, reason: why };
  return { state: "advanced", step: step + 1, reason: why };
}

/** What a step changes, and what it names by an id: whether all else is still as planned is asked before each write. */
function concernedBy({ before, after }: Step, keys: Scope): Scope {
  const names = Object.keys(keys) as ResourceName[];
  const changed = names.filter((name) => before[name] !== after[name]);
  const words = JSON.stringify(changed.map((name) => [before[name], after[name]]));
  const concerned = names.filter((name) => changed.includes(name) || words.includes(JSON.stringify(idOf(name))));
  return Object.fromEntries(concerned.map((name) => [name, keys[name]]));
}

function within(keys: Scope, resources: ResourceSet): ResourceSet {
  return Object.fromEntries(Object.entries(resources).filter(([name]) => name in keys));
}

async function readJob(
  clients: Clients,
  jobId: string,
): Promise<{ Status?: string; ErrorCode?: string; ErrorMessage?: string }> {
  if (jobId === "") return {};
  const { Jobs } = await clients.alb.call("ListAsynJobs", { JobIds: [jobId] });
  return Jobs?.[0] ?? {};
}
