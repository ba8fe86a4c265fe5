import { canonicalJson } from "../platform/canonicalJson.ts";
import { type ResourceSet, resourcesIn, resourceValue } from "./resourceSet.ts";
import { closedGroupOf } from "./resources/closedGroup.ts";
import type { Listener } from "./resources/listenerState.ts";
import { isMadeClosed } from "./resources/listenerWrites.ts";
import type { ResourceName } from "./resources/registry.ts";
import type { Change } from "./resources/resource.ts";
import type { WriteAction } from "./resources/write.ts";

/** One write, with the resources as they must be before it and as they must be after it. */
export interface Step {
  action: WriteAction;
  parameters: Record<string, unknown>;
  before: ResourceSet;
  after: ResourceSet;
}

/**
 * The writes that lead from one stage through others to the last of them. In each stage what is new is made first, the
 * listener changes next, and what is to go goes last. Pure: the same stages always give the same path.
 */
export function planSteps(from: ResourceSet, stages: ResourceSet[]): Step[] {
  const steps: Step[] = [];
  let resources = from;
  for (const stage of stages.flatMap((stage) => [...closedBefore(resources, stage), stage])) {
    const staying = resourcesIn(stage).filter(([name]) => resourceValue(stage, name) !== null);
    const going = resourcesIn(stage).filter(([name]) => resourceValue(stage, name) === null);
    for (const [name, resource] of [...staying, ...going.reverse()]) {
      for (const { action, parameters, after } of resource.writes(
        resourceValue(resources, name),
        resourceValue(stage, name),
      )) {
        const next = { ...resources, [name]: after };
        steps.push({ action, parameters, before: resources, after: next });
        resources = next;
      }
    }
  }
  return steps;
}

/** Where a listener is to be made that is more than its attributes: the resources with the group that it forwards to first. */
function closedBefore(resources: ResourceSet, stage: ResourceSet): ResourceSet[] {
  const made = [stage.copy, stage.listener].find((listener, index) => {
    const before = index === 0 ? resources.copy : resources.listener;
    return (before ?? null) === null && listener !== undefined && listener !== null && isMadeClosed(listener);
  }) as Listener | undefined;
  if (made === undefined || !("closedGroup" in stage) || (resources.closedGroup ?? null) !== null) return [];
  return [{ ...resources, closedGroup: closedGroupOf(made) }];
}

/** What differs between two stages, field by field; of a field that has parts only those that differ. */
export function changesBetween(from: ResourceSet, to: ResourceSet): Change[] {
  return resourcesIn(to)
    .flatMap(([name, resource]) => resource.changes(resourceValue(from, name), resourceValue(to, name)))
    .map(withoutWhatStays);
}

/**
 * The stage to go back to from `now`: what the plan from `snapshot` to `target` changed is as in the snapshot again,
 * and what somebody else changed meanwhile stays as it is.
 */
export function rollbackTarget(snapshot: ResourceSet, target: ResourceSet, now: ResourceSet): ResourceSet {
  const parts = resourcesIn(snapshot).map(([name, resource]): [ResourceName, unknown] => [
    name,
    resource.rollbackTarget(resourceValue(snapshot, name), resourceValue(target, name), resourceValue(now, name)),
  ]);
  return Object.fromEntries(parts) as ResourceSet;
}

function withoutWhatStays({ field, before, after }: Change): Change {
  if (!isRecord(before) || !isRecord(after)) return { field, before, after };
  const differing = Object.keys({ ...before, ...after })
    .filter((part) => canonicalJson(before[part] ?? null) !== canonicalJson(after[part] ?? null))
    .sort();
  const only = (value: Record<string, unknown>) =>
    Object.fromEntries(differing.map((part) => [part, value[part] ?? null]));
  return { field, before: only(before), after: only(after) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
