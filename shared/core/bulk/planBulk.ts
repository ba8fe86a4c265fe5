import { createHash } from "node:crypto";
import { eachLimited } from "../../platform/eachLimited.ts";

/** What one operation is done to: a listener, and of a rotation which certificate of it is followed by which. */
export interface BulkTarget {
  listenerId: string;
  /** Where it is, where that is not home. */
  region?: string;
  account?: string;
  certificateId?: string;
  successorId?: string;
}

/** Plans an operation for each target, as many at once as ALB's rates bear beside everything else. */
export async function planBulk<Target, Planned>(
  targets: readonly Target[],
  plan: (target: Target) => Promise<Planned>,
): Promise<Planned[]> {
  return eachLimited(targets, plan, PLANS_AT_ONCE);
}

/** Whether there is something to do, by a plan that was made. */
export function isChanging({ state, plan }: { state: string; plan: object | null }): boolean {
  return plan !== null && state !== "unchanged" && state !== "refused";
}

/** One hash for the plans of all targets: it differs when any of them does, or another target is planned. */
export function hashOfPlans(planned: readonly { target: BulkTarget; plan: string }[]): string {
  const whole = planned.map(({ target, plan }) => [target.account, target.region, target.listenerId, plan]);
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex");
}

const PLANS_AT_ONCE = 3;
