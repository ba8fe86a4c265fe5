import { createHash } from "node:crypto";
import { canonicalJson } from "../../platform/canonicalJson.ts";
import { clock } from "../../platform/clock.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { answerSeconds } from "../answerSeconds.ts";
import { describeReferences, describeStep } from "../describeStep.ts";
import type { Watch } from "../operation.ts";
import { changesBetween, planSteps } from "../planSteps.ts";
import { type ResourceSet, withIds } from "../resourceSet.ts";
import { WRITES } from "../resources/write.ts";
import { ROLLBACK_SECONDS } from "../rollbackSeconds.ts";
import { touchedAt, touchedBy } from "../touches.ts";
import type { Plan, Verdict } from "../verdict.ts";
import { watchedSeconds } from "../watch.ts";

/** The verdict in which a plan stands that may be carried out. */
export function withPlan(
  initialVerdict: Verdict,
  {
    keys,
    snapshot,
    stages,
    watch: { stageSeconds = 0, ...watch },
    ...words
  }: Pick<Plan, "keys" | "snapshot" | "stages" | "impacts" | "effect" | "needsApproval"> & { watch: Watch },
): Verdict {
  const path = planSteps(snapshot, stages);
  const steps = path.map((step) => describeStep(withIds(step, snapshot)));
  const plan: Plan = {
    keys,
    snapshot,
    stages,
    // Ids that the cloud has yet to give are told in words; what is carried out stands in the stages.
    changes: JSON.parse(describeReferences(JSON.stringify(changesBetween(snapshot, stages.at(-1) ?? snapshot)))),
    ...words,
    watch: { ...watch, ...watchBetween(snapshot, stages, stageSeconds) },
    steps,
    expectedSeconds: path.reduce((sum, { action }) => sum + WRITES[action].seconds, 0),
    atMostSeconds: atMostSeconds(initialVerdict, { ...watch, ...watchBetween(snapshot, stages, stageSeconds) }),
    hash: hashOf(initialVerdict, snapshot, stages),
  };
  const touches = touchedAt(initialVerdict.place, touchedBy(keys, snapshot, stages));
  const { operation } = initialVerdict;
  const reported = [
    ...steps.slice(0, MOST_REPORTED),
    ...(steps.length > MOST_REPORTED ? [reason("more-steps", { count: steps.length - MOST_REPORTED })] : []),
  ];
  const votesUntil = clock.now() + VOTING_MS;
  return plan.needsApproval
    ? {
        ...initialVerdict,
        touches,
        state: "awaitingApproval",
        plan,
        votesUntil,
        answerSeconds: answerSeconds(VOTING_MS),
        reason: reason("approval-required", { operation, steps: reported, impacts: plan.impacts }),
      }
    : {
        ...initialVerdict,
        touches,
        state: "planned",
        plan,
        reason: reason("plan-ready", { operation, steps: reported }),
      };
}

/** The steps that end a stage before the last: what they have led to is watched before the next. */
function watchBetween(snapshot: ResourceSet, stages: ResourceSet[], seconds: number): Pick<Plan["watch"], "between"> {
  if (seconds === 0 || stages.length < 2) return {};
  const ends = stages.map((_, at) => planSteps(snapshot, stages.slice(0, at + 1)).length - 1);
  return { between: { seconds, steps: [...new Set(ends.slice(0, -1).filter((step) => step >= 0))] } };
}

/** What people who wait for it can rely on, as long as Function Compute and CloudFlow answer; approval is not counted. */
function atMostSeconds({ input }: Verdict, watch: Plan["watch"]): number {
  return Number(input.deadlineSeconds) + watchedSeconds(watch) + ROLLBACK_SECONDS;
}

/** Who asks or has started it, why, and which plan they have seen, make no other plan. */
function hashOf({ operation, input }: Verdict, snapshot: ResourceSet, stages: ResourceSet[]): string {
  const { plan: _, requestedBy: __, signature: ___, origin: ____, reason: _____, ticket: ______, ...asked } = input;
  return createHash("sha256")
    .update(canonicalJson([operation, asked, snapshot, stages]))
    .digest("hex");
}

/** More steps than that are counted in what a verdict says; all of them stand in its plan. */
const MOST_REPORTED = 10;

/** A day: whoever can agree has slept once. flows/operation.yaml waits no longer. */
const VOTING_MS = 86_400_000;
