import { nameAt, type Place } from "../platform/place.ts";
import { encoded, entryNamed } from "./entryNamed.ts";
import { planSteps } from "./planSteps.ts";
import { type ResourceSet, resourcesIn, resourceValue, type Scope } from "./resourceSet.ts";
import type { ResourceName } from "./resources/registry.ts";

/**
 * What a plan touches, as grants name it: everything that its writes make, change or take away, the listener that it is
 * about, and every server group that gets or loses requests (docs/decisions/grants-are-for-what-is-touched.md). What a
 * listener only uses, like a certificate or a TLS policy that is there already, is not touched. An entry with a slash is a
 * thing and what it belongs to or is also known by: `alb-1/lsn-1`, `sgp-1/sgp=blue`; a grant for either is enough. Sorted. Pure.
 */
export function touchedBy(keys: Scope, snapshot: ResourceSet, stages: ResourceSet[]): string[] {
  const touched = new Set<string>();
  const add = (entry: string | undefined) => entry !== undefined && touched.add(entry);
  for (const [name] of resourcesIn(keys))
    if (KNOWN_BEFORE[name]) add(entryOf(name, resourceValue(snapshot, name), keys));
  for (const { before, after } of planSteps(snapshot, stages)) {
    const changed = resourcesIn(after).filter(([name]) => resourceValue(before, name) !== resourceValue(after, name));
    for (const [name] of changed) add(entryOf(name, resourceValue(before, name), keys, resourceValue(after, name)));
  }
  for (const id of forwardedAnew(snapshot, stages)) add(id);
  return [...touched].sort();
}

/** The same with the place of each, where that is not home: `<account>/<region>/alb-1/lsn-1`. */
export function touchedAt(place: Place | undefined, touched: string[]): string[] {
  return touched.map((entry) => nameAt(place, entry));
}

/** Whether it is touched by whatever is about it, before anything was looked at. */
const KNOWN_BEFORE: Record<ResourceName, boolean> = {
  listener: true,
  copy: true,
  serverGroup: true,
  securityPolicy: true,
  successorCopy: false,
  formerCopy: false,
  closedGroup: false,
  canaryRule: false,
  accessLog: false,
  logProject: false,
  logstore: false,
  logIndex: false,
};

type Value = Record<string, unknown> | null;

/** A resource's entry: by what it was, what it becomes, and where it is looked for. Names cannot pass for ids of another kind. */
function entryOf(name: ResourceName, before: Value, keys: Scope, after: Value = null): string | undefined {
  const textIn = (value: Value, field: string) => (typeof value?.[field] === "string" ? value[field] : undefined);
  const text = (field: string): string => textIn(before, field) ?? textIn(after, field) ?? "";
  switch (name) {
    case "listener":
    case "copy": {
      const place = text("LoadBalancerId") || (keys[name]?.address?.LoadBalancerId ?? "");
      // What is only about to be made has no id but a reference.
      const own = textIn(before, "ListenerId");
      const id = (own?.startsWith("@") === true ? undefined : own) ?? keys[name]?.ListenerId ?? "";
      // What is made anew changes its instance, whatever id it gets or had.
      if (id === "" || (before === null && after !== null)) return place === "" ? undefined : place;
      return place === "" ? id : `${place}/${id}`;
    }
    case "serverGroup":
      return entryNamed(text("ServerGroupId"), `sgp=${keys.serverGroup?.ServerGroupName ?? text("ServerGroupName")}`);
    case "securityPolicy":
      return entryNamed(
        text("SecurityPolicyId"),
        `tls=${keys.securityPolicy?.SecurityPolicyName ?? text("SecurityPolicyName")}`,
      );
    case "successorCopy":
    case "formerCopy":
      return `cert=${text("CopyOf")}`;
    case "accessLog":
    case "closedGroup":
      return text("LoadBalancerId");
    case "canaryRule":
      // It belongs to the listener that it is about, which is named; so are the groups that it forwards to.
      return undefined;
    case "logProject":
    case "logstore":
    case "logIndex":
      return `log=${encoded(text("ProjectName"))}`;
    default:
      return unreported(name);
  }
}

/** Does not compile as long as a resource has no entry. */
function unreported(name: never): never {
  throw new TypeError(`Nobody has said what touches ${String(name)}.`);
}

/** Server groups that get requests from the listener that did not, or no longer get them. */
function forwardedAnew(snapshot: ResourceSet, stages: ResourceSet[]): string[] {
  const target = stages.at(-1);
  if (target === undefined) return [];
  const before = new Set([...groupsOf(snapshot.listener), ...groupsOf(snapshot.copy)]);
  return (["listener", "copy"] as const).flatMap((name) => {
    const next = target[name] ?? null;
    // A listener that goes away sends nobody anything; its own grant is enough to take it away.
    if (next === null) return [];
    const after = new Set(groupsOf(next));
    const lost = name === "listener" ? groupsOf(snapshot.listener).filter((id) => !after.has(id)) : [];
    return [...[...after].filter((id) => !before.has(id)), ...lost].filter((id) => !id.startsWith("@"));
  });
}

/** Every server group that a listener's actions and rules name, however deep. */
function groupsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(groupsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    field === "ServerGroupId" && typeof inner === "string" ? [inner] : groupsOf(inner),
  );
}
