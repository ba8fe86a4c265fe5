import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { idIn, type ResourceSet, resourcesIn, resourceValue, sameResources, withIds } from "../resourceSet.ts";
import type { ResourceName } from "../resources/registry.ts";
import type { MadeWrite } from "../verdict.ts";
import { differencesFrom } from "./failed.ts";

/** The resource that a step makes; undefined when it makes none. */
export function madeBetween(before: ResourceSet, after: ResourceSet): ResourceName | undefined {
  return resourcesIn(after).find(
    ([name]) => resourceValue(before, name) === null && resourceValue(after, name) !== null,
  )?.[0];
}

/** The id that the cloud gave what an execution has made last as this resource; undefined when it is not known. */
export function madeId(writes: MadeWrite[], name: ResourceName): string | undefined {
  return writes.findLast(({ made }) => made?.name === name && made.id !== "")?.made?.id;
}

/** What stands where something of this execution stood, or is to stand again, and is not this execution's. */
interface ForeignChange {
  name: ResourceName;
  /** Both sides. */
  reason: Reason;
}

/**
 * What is not an execution's own among what `now` shows: a thing at the place, or of the name, of one that it has made,
 * under another id; and one at the place of the listener that it has deleted. `planned` are the stages after each step.
 */
export function foreignChangesIn(
  { snapshot, target, planned }: { snapshot: ResourceSet; target: ResourceSet; planned: ResourceSet[] },
  now: ResourceSet,
  writes: MadeWrite[],
): ForeignChange[] {
  return resourcesIn(target).flatMap(([name]): ForeignChange[] => {
    const [before, after, found] = [snapshot, target, now].map((resources) => resourceValue(resources, name));
    const id = idIn(found ?? null);
    if (found === null || found === undefined || id === undefined || name === "closedGroup") return [];
    const made = madeId(writes, name);
    if (before === null && after !== null && made !== undefined && made !== id) {
      return [{ name, reason: reason("not-made-by-execution", { found: describe(found), made }) }];
    }
    if (name === "canaryRule") return strangeRule(now, writes, planned);
    const gone = before === undefined || before === null ? undefined : idIn(before);
    if (after === null && gone !== undefined && gone !== id && made !== id) {
      return [{ name, reason: reason("stands-in-its-place", { found: describe(found), gone }) }];
    }
    return [];
  });
}

/** A rule that a plan makes for a while is its own by its id; where that was never told, by being as planned. */
function strangeRule(now: ResourceSet, writes: MadeWrite[], planned: ResourceSet[]): ForeignChange[] {
  const { canaryRule } = now;
  if (canaryRule === null || canaryRule === undefined) return [];
  const made = madeId(writes, "canaryRule");
  const isOwn =
    made === undefined
      ? planned.some((resources) => sameResources(now, { canaryRule: withIds(resources.canaryRule ?? null, now) }))
      : made === canaryRule.RuleId;
  if (isOwn) return [];
  const found = describe({ ...canaryRule });
  const why =
    made === undefined ? reason("not-as-planned", { found }) : reason("not-made-by-execution", { found, made });
  return [{ name: "canaryRule", reason: why }];
}

/** What somebody has changed since on what an execution has made, both sides in words. */
export function changedSince(snapshot: ResourceSet, target: ResourceSet, now: ResourceSet): ForeignChange[] {
  return resourcesIn(target).flatMap(([name]) => {
    const [before, after, found] = [snapshot, target, now].map((resources) => resourceValue(resources, name));
    if (before !== null || after === null || found === null || found === undefined) return [];
    const [expected, seen] = [{ [name]: withIds(after, now) }, { [name]: found }] as ResourceSet[];
    if (expected === undefined || seen === undefined || sameResources(seen, expected)) return [];
    const differences = differencesFrom(expected, seen);
    // What it is known by alone has changed: then both sides are named.
    const made = differences.length === 0 ? describe({ ...withIds(after, now) }) : null;
    return [{ name, reason: reason("changed-since", { found: describe(found), differences, made }) }];
  });
}

/** What an execution has made and is still there, in words: whoever goes no further must see to it. */
export function leftBehind(snapshot: ResourceSet, now: ResourceSet, writes: MadeWrite[]): Reason[] {
  return resourcesIn(now).flatMap(([name]) => {
    const found = resourceValue(now, name);
    const made = madeId(writes, name);
    const isOwn = found !== null && made !== undefined && made === idIn(found);
    return isOwn && resourceValue(snapshot, name) === null ? [describe(found)] : [];
  });
}

/** A thing as a person finds it: a listener by its place and state, anything else by id and name. */
function describe(value: Record<string, unknown>): Reason {
  const reported = (field: string) => (value[field] === undefined ? "" : String(value[field] as string | number));
  const id = idIn(value) ?? "";
  if (reported("ListenerPort") !== "") {
    return reason("found-listener", {
      id,
      protocol: reported("ListenerProtocol"),
      port: Number(reported("ListenerPort")),
      loadBalancerId: reported("LoadBalancerId"),
      status: reported("ListenerStatus"),
    });
  }
  if (id === "" && reported("LogProject") !== "") {
    return reason("found-access-log", { logstore: `${reported("LogProject")}/${reported("LogStore")}` });
  }
  const name = reported("ServerGroupName") || reported("SecurityPolicyName") || reported("RuleName");
  return reason("found-resource", { id, name, copyOf: reported("CopyOf") });
}
