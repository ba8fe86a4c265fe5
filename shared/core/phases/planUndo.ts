import * as z from "zod";
import { type Clients, clientsAt } from "../../platform/clients.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { askedImpacts, whileStopped } from "../impact.ts";
import type { AnyOperation, CommonInput } from "../operation.ts";
import { commonInput } from "../operationInput.ts";
import { RECORD_WATCH } from "../operations/tracing.ts";
import { planSteps } from "../planSteps.ts";
import { nameOf, nameThere } from "../resourceSet.ts";
import { touchedAt, touchedBy } from "../touches.ts";
import type { Verdict } from "../verdict.ts";
import { NO_WATCH, refuse, reported, startedWith } from "./plannedVerdict.ts";
import { planToUndo } from "./planToUndo.ts";
import { readLoadBalancer, staysStopped, unseen } from "./visibility.ts";
import { withPlan } from "./withPlan.ts";

/** What taking an execution back would do. Writes nothing. Throws `AlbflowError` Refused when there is nothing to take back. */
export async function planUndo(
  operation: AnyOperation,
  home: Clients,
  initial: Verdict,
  request: UndoRequest,
): Promise<Verdict> {
  const undone = request.undo;
  const { input, keys, snapshot, target, impacts: found, said, place } = await planToUndo(operation, home, request);
  const clients = clientsAt(home, place);
  // What was signed for the execution that is taken back says nothing of who takes it back.
  const { plan, signature } = request;
  const asked = { ...input, plan, signature } as unknown as CommonInput;
  const touches = touchedAt(place, touchedBy(keys, snapshot, [target]));
  const started = { ...startedWith(initial, asked, place), touches };
  const blind = unseen(await readLoadBalancer(clients, snapshot, keys), snapshot, asked);
  const isStopped = staysStopped(snapshot, target);
  const impacts = isStopped ? whileStopped(found) : found;
  if (planSteps(snapshot, [target]).length === 0) {
    const why = reason("nothing-to-undo", { resource: nameThere(place, keys), execution: undone });
    return { ...started, state: "unchanged", reason: why };
  }
  const traces = !isStopped && target.listener?.LogConfig.AccessLogTracingConfig.TracingEnabled === true;
  const verdict = withPlan(started, {
    keys,
    snapshot,
    stages: [target],
    impacts,
    effect: [
      reason("undoes-execution", { execution: undone }),
      ...(isStopped ? [reason("verified-when-started")] : []),
      ...said,
      ...blind,
    ],
    needsApproval: askedImpacts(impacts, { place, name: nameOf(keys) }, home).length > 0,
    watch: traces ? RECORD_WATCH : NO_WATCH,
  });
  if (plan === undefined || plan === verdict.plan?.hash) return reported(clients, verdict);
  return refuse(started, reason("plan-stale", { resource: nameThere(place, keys) }));
}

/** An undo names an execution, and perhaps who asks for it, and which plan was looked at. */
export const undoRequest = z.object({
  undo: z.string(),
  ...commonInput.pick({ plan: true, reason: true, ticket: true, signature: true }).shape,
  requestedBy: commonInput.shape.requestedBy.unwrap().optional(),
});
export type UndoRequest = z.output<typeof undoRequest>;
