import { clock } from "../../platform/clock.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { changesBetween, type Step } from "../planSteps.ts";
import { idIn, nameOf, type ResourceSet, resourceValue, withIds } from "../resourceSet.ts";
import { permissionOf } from "../resources/write.ts";
import type { MadeWrite, Verdict } from "../verdict.ts";
import { madeBetween } from "./made.ts";

/** What the cloud has answered to a write, if it has. */
export type WriteAnswer = Pick<MadeWrite, "outcome"> & Partial<Pick<MadeWrite, "requestId" | "jobId"> & { id: string }>;

/** The writes of a verdict with one more, for the audit trail: what it changes, and what the cloud has answered. */
export function recordWrite(
  verdict: Verdict,
  step: Step,
  seen: ResourceSet,
  { outcome, requestId = "", jobId = "", id }: WriteAnswer,
): MadeWrite[] {
  const { writes, state, reason, plan } = verdict;
  // The look after one step is told when the next one begins.
  const witnessed =
    state === "advanced"
      ? writes.map((one, at) => (at === writes.length - 1 ? withEvidence(one, reason) : one))
      : writes;
  const { action, parameters } = withIds(step, seen);
  const made = outcome === "done" ? madeBetween(step.before, step.after) : undefined;
  const own = RESOURCE_FIELDS.map((field) => parameters[field]).find((id) => typeof id === "string");
  return [
    ...witnessed,
    {
      at: clock.now(),
      action: permissionOf(action),
      resource: typeof own === "string" ? own : nameOf(plan?.keys ?? {}),
      changes: changesBetween(step.before, step.after),
      requestId,
      jobId,
      outcome,
      back: state === "rollingBack",
      evidence: [],
      // An earlier delivery has made it when its answer was lost: it is there, as planned, where nothing was.
      ...(made === undefined ? {} : { made: { name: made, id: id ?? idIn(resourceValue(seen, made)) ?? "" } }),
    },
  ];
}

function withEvidence(write: MadeWrite, reason: Reason): MadeWrite {
  return { ...write, evidence: [reason] };
}

/** Where a write names what it changes; what it makes has no id yet. */
const RESOURCE_FIELDS = [
  "ListenerId",
  "ServerGroupId",
  "SecurityPolicyId",
  "CertificateId",
  "LoadBalancerId",
  "LogstoreName",
];
