import { AlbflowError } from "../errors.ts";
import { exists, looksAtCertificates, type Operation } from "../operation.ts";
import { pathBetween, type Step } from "../path.ts";
import type { Verdict } from "../verdict.ts";

/** The plan's path, derived again from its snapshot: a plan is data, the path is code. */
export function retrace(operation: Operation, verdict: Verdict) {
  const plan = verdict.plan;
  if (plan === null || !exists(plan.snapshot)) throw new AlbflowError("InvalidInput", "This verdict carries no plan.");
  const input = operation.input.parse(verdict.input);
  return {
    plan,
    path: pathBetween(plan.snapshot, operation.change(plan.snapshot, input)),
    listenerId: input.listenerId,
    sees: { certificates: looksAtCertificates(operation) },
  };
}

/** The step of the plan that a verdict stands at, with all that `retrace` gives. Throws Failed when there is none. */
export function currentStep(operation: Operation, verdict: Verdict): ReturnType<typeof retrace> & { step: Step } {
  const traced = retrace(operation, verdict);
  const step = traced.path[verdict.step];
  if (step !== undefined) return { ...traced, step };
  throw new AlbflowError("Failed", `The plan of ${verdict.execution} has no step ${verdict.step}.`);
}
