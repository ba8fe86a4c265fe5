import type { Clients } from "../../platform/clients.ts";
import type { Place } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { readPlanCertificates } from "../certificates/planCertificates.ts";
import type { CommonInput } from "../operation.ts";
import type { Verdict } from "../verdict.ts";

/** The verdict as soon as the input is known: where it is, and until when it must be done. */
export function startedWith(initial: Verdict, input: CommonInput, place: Place | undefined): Verdict {
  return {
    ...initial,
    ...(place === undefined ? {} : { place }),
    input: input as unknown as Record<string, unknown>,
    deadline: initial.startedAt + input.deadlineSeconds * 1000,
  };
}

/** Nothing is done, and why. */
export function refuse(initial: Verdict, why: Reason): Verdict {
  return { ...initial, state: "refused", reason: why };
}

/** The plan with what is told of the certificates that it binds and takes off. */
export async function reported(clients: Clients, verdict: Verdict): Promise<Verdict> {
  if (verdict.plan === null) return verdict;
  const certificates = await readPlanCertificates(clients.cas, verdict.plan.changes);
  return Object.keys(certificates).length === 0 ? verdict : { ...verdict, plan: { ...verdict.plan, certificates } };
}

/** Probes are made once, after the change. */
export const NO_WATCH = { seconds: 0, throughout: false };
