import { changesBetween } from "../path.ts";
import type { FacetName } from "../resources/registry.ts";
import type { MadeWrite } from "../verdict.ts";
import { facetsOf, facetValue, idIn, sameWorld, type World, withIds } from "../world.ts";

/** The facet that a step makes; undefined when it makes none. */
export function madeBetween(before: World, after: World): FacetName | undefined {
  return facetsOf(after).find(([name]) => facetValue(before, name) === null && facetValue(after, name) !== null)?.[0];
}

/** The id that the cloud gave what an execution has made last as this facet; undefined when it is not known. */
export function madeId(writes: MadeWrite[], name: FacetName): string | undefined {
  return writes.findLast(({ made }) => made?.name === name && made.id !== "")?.made?.id;
}

/** What stands where something of this execution stood, or is to stand again, and is not this execution's. */
interface Stranger {
  name: FacetName;
  /** Both sides, in words. */
  because: string;
}

/**
 * What is not an execution's own among what `now` shows: a thing at the place, or of the name, of one that it has made,
 * under another id; and one at the place of the listener that it has deleted. `planned` are the worlds after each step.
 */
export function strangersIn(
  { snapshot, target, planned }: { snapshot: World; target: World; planned: World[] },
  now: World,
  writes: MadeWrite[],
): Stranger[] {
  return facetsOf(target).flatMap(([name]) => {
    const [before, after, found] = [snapshot, target, now].map((world) => facetValue(world, name));
    const id = idIn(found ?? null);
    if (found === null || found === undefined || id === undefined || name === "closedGroup") return [];
    const made = madeId(writes, name);
    if (before === null && after !== null && made !== undefined && made !== id) {
      return [{ name, because: `${describe(found)} was not made by it: it made ${made}, which is gone` }];
    }
    if (name === "canaryRule") return strangeRule(now, writes, planned);
    const gone = before === undefined || before === null ? undefined : idIn(before);
    if (after === null && gone !== undefined && gone !== id && made !== id) {
      return [{ name, because: `${describe(found)} stands where ${gone} stood, and was not made by it` }];
    }
    return [];
  });
}

/** A rule that a plan makes for a while is its own by its id; where that was never told, by being as planned. */
function strangeRule(now: World, writes: MadeWrite[], planned: World[]): Stranger[] {
  const { canaryRule } = now;
  if (canaryRule === null || canaryRule === undefined) return [];
  const made = madeId(writes, "canaryRule");
  const isOurs =
    made === undefined
      ? planned.some((world) => sameWorld(now, { canaryRule: withIds(world.canaryRule ?? null, now) }))
      : made === canaryRule.RuleId;
  if (isOurs) return [];
  const why =
    made === undefined ? "is not as it would have made it" : `was not made by it: it made ${made}, which is gone`;
  return [{ name: "canaryRule", because: `${describe({ ...canaryRule })} ${why}` }];
}

/** What somebody has changed since on what an execution has made, both sides in words. */
export function changedSince(snapshot: World, target: World, now: World): Stranger[] {
  return facetsOf(target).flatMap(([name]) => {
    const [before, after, found] = [snapshot, target, now].map((world) => facetValue(world, name));
    if (before !== null || after === null || found === null || found === undefined) return [];
    const [expected, seen] = [{ [name]: withIds(after, now) }, { [name]: found }] as World[];
    if (expected === undefined || seen === undefined || sameWorld(seen, expected)) return [];
    const differences = changesBetween(seen, expected).map(
      (change) => `${change.field} is ${JSON.stringify(change.before)} and was ${JSON.stringify(change.after)}`,
    );
    // What it is known by alone has changed: then both sides are named.
    const how =
      differences.length === 0 ? `: it made ${describe({ ...withIds(after, now) })}` : `: ${differences.join(", ")}`;
    return [{ name, because: `${describe(found)} was changed by somebody else since${how}` }];
  });
}

/** What an execution has made and is still there, in words: whoever goes no further must see to it. */
export function leftBehind(snapshot: World, now: World, writes: MadeWrite[]): string[] {
  return facetsOf(now).flatMap(([name]) => {
    const found = facetValue(now, name);
    const made = madeId(writes, name);
    const isOurs = found !== null && made !== undefined && made === idIn(found);
    return isOurs && facetValue(snapshot, name) === null ? [describe(found)] : [];
  });
}

/** A thing as a person finds it: `lsn-1 (HTTP port 80 of alb-1, Running)`, `sgp-1 (web)`. */
function describe(value: Record<string, unknown>): string {
  const told = (field: string) => (value[field] === undefined ? "" : String(value[field] as string | number));
  const id = idIn(value) ?? "";
  const place = `${told("ListenerProtocol")} port ${told("ListenerPort")} of ${told("LoadBalancerId")}, ${told("ListenerStatus")}`;
  const copied = told("CopyOf") === "" ? "" : `copy of ${told("CopyOf")}`;
  const named = told("ServerGroupName") || told("SecurityPolicyName") || told("RuleName") || copied;
  const what = told("ListenerPort") === "" ? named : place;
  if (id !== "") return what === "" ? id : `${id} (${what})`;
  return told("LogProject") === "" ? what || "it" : `the access log to ${told("LogProject")}/${told("LogStore")}`;
}
