import { canonicalJson } from "../platform/canonicalJson.ts";
import type { Doors } from "../platform/doors.ts";
import type { Facet } from "./resources/facet.ts";
import { FACETS, type FacetKeys, type FacetName, type FacetValues } from "./resources/registry.ts";

/**
 * What an operation sees of the cloud, and what it wants the cloud to be: plain data that a plan can carry. Each facet
 * stands under its name; `null` means that it does not exist, an absent one is none of the operation's business.
 */
export type World = { [Name in FacetName]?: FacetValues[Name] | null };

/** Where to look: the facets that an operation has to do with. */
export type Keys = { [Name in FacetName]?: FacetKeys[Name] };

/** The world as it is, and what is still in motion there. */
export interface Sighting {
  world: World;
  /** Says what is not settled yet: `lsn-1 is Configuring`; undefined when everything is. */
  unsettled: string | undefined;
}

/** A facet of any kind, where its kind does not matter. */
type AnyFacet = Facet<unknown, Record<string, unknown>>;

/** The facets of a world in the order in which they are made; what is made is unmade in the reverse order. */
export function facetsOf(world: World | Keys): [FacetName, AnyFacet][] {
  return FACET_NAMES.filter((name) => name in world).map((name) => [name, FACETS[name] as unknown as AnyFacet]);
}

/** Looks at everything that `keys` name. Throws `AlbflowError`; what does not exist is no error. */
export async function look(doors: Doors, keys: Keys): Promise<Sighting> {
  const sightings = await Promise.all(
    facetsOf(keys).map(async ([name, facet]) => [name, await facet.look(doors, keys[name])] as const),
  );
  return {
    world: Object.fromEntries(sightings.map(([name, { value }]) => [name, value])) as World,
    unsettled: sightings.map(([, { unsettled }]) => unsettled).find((reason) => reason !== undefined),
  };
}

/** Whether the world that is seen is as expected, in every facet that is expected. */
export function sameWorld(seen: World, expected: World): boolean {
  const wanted = withIds(expected, seen);
  return facetsOf(expected).every(
    ([name, facet]) =>
      facet.same(facetValue(seen, name), facetValue(wanted, name)) &&
      mayBeOne(idIn(facetValue(seen, name)), idIn(facetValue(wanted, name))),
  );
}

/** Whether two ids can be of the same thing: what is only described, to be made, has none yet. */
function mayBeOne(seen: string | undefined, expected: string | undefined): boolean {
  return seen === expected || seen === undefined || expected === undefined || /^(@|$)/.test(expected);
}

/** A facet's value, whatever its kind. */
export function facetValue(world: World, name: FacetName): Record<string, unknown> | null {
  return (world[name] ?? null) as Record<string, unknown> | null;
}

/** A reference to the id that the cloud gives a facet when it is made. */
export function idOf(name: FacetName): string {
  return `@${name}`;
}

/** Puts the ids that the cloud has given in place of their references. References to what is not there stay. */
export function withIds<Value>(value: Value, seen: World): Value {
  const ids = new Map(facetsOf(seen).map(([name]) => [idOf(name), idIn(facetValue(seen, name))]));
  const replace = (inner: unknown): unknown => {
    if (typeof inner === "string") return ids.get(inner) ?? inner;
    if (Array.isArray(inner)) return inner.map(replace);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, replace(part)]));
  };
  return replace(value) as Value;
}

/** A short name for everything in a world, for messages: the listener's id, else whatever else there is. */
export function nameOf(keys: Keys): string {
  const { listener, copy, serverGroup, securityPolicy } = keys;
  return (
    listener?.ListenerId ??
    serverGroup?.ServerGroupName ??
    securityPolicy?.SecurityPolicyName ??
    (copy?.address === undefined ? "it" : canonicalJson(copy.address))
  );
}

const FACET_NAMES = Object.keys(FACETS) as FacetName[];

/** Every facet names its id by the cloud's own field. */
const ID_FIELDS = ["ListenerId", "ServerGroupId", "SecurityPolicyId", "CertificateId", "RuleId"];

/** The id by which the cloud knows a thing; undefined where it has none. */
export function idIn(value: Record<string, unknown> | null): string | undefined {
  if (value === null) return undefined;
  const field = ID_FIELDS.find((name) => name in value);
  return field === undefined ? undefined : String(value[field]);
}
