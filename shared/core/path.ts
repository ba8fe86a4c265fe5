import { canonicalJson } from "../platform/canonicalJson.ts";
import { closedGroupOf } from "./resources/closedGroup.ts";
import type { Change } from "./resources/facet.ts";
import type { Listener } from "./resources/listenerState.ts";
import { isMadeClosed } from "./resources/listenerWrites.ts";
import type { FacetName } from "./resources/registry.ts";
import type { WriteAction } from "./resources/write.ts";
import { facetsOf, facetValue, type World } from "./world.ts";

/** One write, with the world as it must be before it and as it must be after it. */
export interface Step {
  action: WriteAction;
  parameters: Record<string, unknown>;
  before: World;
  after: World;
}

/**
 * The writes that lead from one world through others to the last of them. In each stage what is new is made first, the
 * listener changes next, and what is to go goes last. Pure: the same worlds always give the same path.
 */
export function pathThrough(from: World, stages: World[]): Step[] {
  const steps: Step[] = [];
  let world = from;
  for (const stage of stages.flatMap((stage) => [...closedBefore(world, stage), stage])) {
    const staying = facetsOf(stage).filter(([name]) => facetValue(stage, name) !== null);
    const going = facetsOf(stage).filter(([name]) => facetValue(stage, name) === null);
    for (const [name, facet] of [...staying, ...going.reverse()]) {
      for (const { action, parameters, after } of facet.writes(facetValue(world, name), facetValue(stage, name))) {
        const next = { ...world, [name]: after };
        steps.push({ action, parameters, before: world, after: next });
        world = next;
      }
    }
  }
  return steps;
}

/** Where a listener is to be made that is more than its attributes: the world with the group that it forwards to first. */
function closedBefore(world: World, stage: World): World[] {
  const made = [stage.copy, stage.listener].find((listener, index) => {
    const before = index === 0 ? world.copy : world.listener;
    return (before ?? null) === null && listener !== undefined && listener !== null && isMadeClosed(listener);
  }) as Listener | undefined;
  if (made === undefined || !("closedGroup" in stage) || (world.closedGroup ?? null) !== null) return [];
  return [{ ...world, closedGroup: closedGroupOf(made) }];
}

/** What differs between two worlds, field by field; of a field that has parts only those that differ. */
export function changesBetween(from: World, to: World): Change[] {
  return facetsOf(to)
    .flatMap(([name, facet]) => facet.changes(facetValue(from, name), facetValue(to, name)))
    .map(withoutWhatStays);
}

/**
 * The world to go back to from `now`: what the plan from `snapshot` to `target` changed is as in the snapshot again,
 * and what somebody else changed meanwhile stays as it is.
 */
export function wayBack(snapshot: World, target: World, now: World): World {
  const parts = facetsOf(snapshot).map(([name, facet]): [FacetName, unknown] => [
    name,
    facet.wayBack(facetValue(snapshot, name), facetValue(target, name), facetValue(now, name)),
  ]);
  return Object.fromEntries(parts) as World;
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
