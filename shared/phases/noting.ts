import { clock } from "../clock.ts";
import { RAM_PREFIX, WRITES } from "../facets/write.ts";
import { changesBetween, type Step } from "../path.ts";
import type { MadeWrite, Verdict } from "../verdict.ts";
import { nameOf, type World, withIds } from "../world.ts";

/** What the cloud has answered to a write, if it has. */
export type Answer = Pick<MadeWrite, "outcome"> & Partial<Pick<MadeWrite, "requestId" | "jobId">>;

/** The writes of a verdict with one more, for the audit trail: what it changes, and what the cloud has answered. */
export function noting(
  verdict: Verdict,
  step: Step,
  seen: World,
  { outcome, requestId = "", jobId = "" }: Answer,
): MadeWrite[] {
  const { writes, state, because, plan } = verdict;
  // The look after one step is told when the next one begins.
  const witnessed =
    state === "next" ? writes.map((one, at) => (at === writes.length - 1 ? withEvidence(one, because) : one)) : writes;
  const { action, parameters } = withIds(step, seen);
  const own = RESOURCE_FIELDS.map((field) => parameters[field]).find((id) => typeof id === "string");
  return [
    ...witnessed,
    {
      at: clock.now(),
      action: `${RAM_PREFIX[WRITES[action]]}:${action}`,
      resource: typeof own === "string" ? own : nameOf(plan?.keys ?? {}),
      changes: changesBetween(step.before, step.after),
      requestId,
      jobId,
      outcome,
      back: state === "undoing",
      evidence: [],
    },
  ];
}

function withEvidence(write: MadeWrite, because: string): MadeWrite {
  return { ...write, evidence: [because] };
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
