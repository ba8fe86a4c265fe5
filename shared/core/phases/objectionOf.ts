import type { Clients } from "../../platform/clients.ts";
import { isTransient } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Step } from "../planSteps.ts";
import { serverGroupsOf } from "../probes/health.ts";
import type { ResourceSet } from "../resourceSet.ts";
import { WRITES } from "../resources/write.ts";
import { dryRun } from "./write.ts";

/** What ALB's own dry run has against the first write, and against what is made later and takes a place of a quota. */
export async function objectionOf(clients: Clients, path: Step[], resources: ResourceSet): Promise<Reason | undefined> {
  for (const step of [...path.slice(0, 1), creationIn(path), ruleIn(path)]) {
    if (step === undefined) continue;
    const objection = await dryRun(clients, step, resources);
    if (objection === undefined) continue;
    if (isTransient(objection)) throw objection;
    const { otherwise = null } = WRITES[step.action] as { otherwise?: string };
    return reason("dry-run-objection", { action: step.action, cause: objection.reason, otherwise });
  }
  return undefined;
}

/** The creation of a listener behind its closed group, as if that were where it shall forward to in the end. */
function creationIn(path: Step[]): Step | undefined {
  const position = path.findIndex(({ action }) => action === "CreateListener");
  const { copy, listener } = path.at(-1)?.after ?? {};
  const step = path[position];
  if (position < 1 || step === undefined) return undefined;
  const { DefaultActions } = (step.before.copy === null ? copy : listener) ?? {};
  return { ...step, parameters: { ...step.parameters, DefaultActions } };
}

/** The creation of a rule for a group that is yet to be made, as if it were for those that the listener forwards to now. */
function ruleIn(path: Step[]): Step | undefined {
  const position = path.findIndex(({ action }) => action === "CreateRule");
  const step = path[position];
  const listener = step?.before.listener;
  if (position < 1 || step === undefined || listener === undefined || listener === null) return undefined;
  const ServerGroupTuples = serverGroupsOf(listener).map((ServerGroupId) => ({ ServerGroupId, Weight: 100 }));
  const RuleActions = [{ Type: "ForwardGroup", Order: 1, ForwardGroupConfig: { ServerGroupTuples } }];
  return { ...step, parameters: { ...step.parameters, RuleActions } };
}
