import { canonicalJson } from "../platform/canonicalJson.ts";
import type { Clients } from "../platform/clients.ts";
import { nameAt, type Place } from "../platform/place.ts";
import type { Reason } from "../platform/reasons/reason.ts";
import { RESOURCES, type ResourceName, type ResourceScopes, type ResourceValues } from "./resources/registry.ts";
import type { Resource } from "./resources/resource.ts";

/**
 * What an operation sees of the cloud, and what it wants the cloud to be: plain data that a plan can carry. Each resource
 * stands under its name; `null` means that it does not exist, an absent one is none of the operation's business.
 */
export type ResourceSet = { [Name in ResourceName]?: ResourceValues[Name] | null };

/** Where to look: the resources that an operation has to do with. */
export type Scope = { [Name in ResourceName]?: ResourceScopes[Name] };

/** The resources as they are, and what of them is still changing. */
export interface Observation {
  resources: ResourceSet;
  /** What is not settled yet, like lsn-1, which is Configuring; undefined when everything is. */
  unsettled: Reason | undefined;
}

/** A resource of any kind, where its kind does not matter. */
type AnyResource = Resource<unknown, Record<string, unknown>>;

/** The resources of a stage in the order in which they are made; what is made is unmade in the reverse order. */
export function resourcesIn(resources: ResourceSet | Scope): [ResourceName, AnyResource][] {
  return RESOURCE_NAMES.filter((name) => name in resources).map((name) => [
    name,
    RESOURCES[name] as unknown as AnyResource,
  ]);
}

/** Looks at everything that `keys` name. Throws `AlbflowError`; what does not exist is no error. */
export async function read(clients: Clients, keys: Scope): Promise<Observation> {
  const observations = await Promise.all(
    resourcesIn(keys).map(async ([name, resource]) => [name, await resource.read(clients, keys[name])] as const),
  );
  return {
    resources: Object.fromEntries(observations.map(([name, { value }]) => [name, value])) as ResourceSet,
    unsettled: observations.map(([, { unsettled }]) => unsettled).find((reason) => reason !== undefined),
  };
}

/** Whether the resources are as expected, in every resource that is expected. */
export function sameResources(seen: ResourceSet, expected: ResourceSet): boolean {
  const wanted = withIds(expected, seen);
  return resourcesIn(expected).every(
    ([name, resource]) =>
      resource.same(resourceValue(seen, name), resourceValue(wanted, name)) &&
      mayBeOne(idIn(resourceValue(seen, name)), idIn(resourceValue(wanted, name))),
  );
}

/** Whether two ids can be of the same thing: what is only described, to be made, has none yet. */
function mayBeOne(seen: string | undefined, expected: string | undefined): boolean {
  return seen === expected || seen === undefined || expected === undefined || /^(@|$)/.test(expected);
}

/** A resource's value, whatever its kind. */
export function resourceValue(resources: ResourceSet, name: ResourceName): Record<string, unknown> | null {
  return (resources[name] ?? null) as Record<string, unknown> | null;
}

/** A reference to the id that the cloud gives a resource when it is made. */
export function idOf(name: ResourceName): string {
  return `@${name}`;
}

/** Puts the ids that the cloud has given in place of their references. References to what is not there stay. */
export function withIds<Value>(value: Value, seen: ResourceSet): Value {
  const ids = new Map(resourcesIn(seen).map(([name]) => [idOf(name), idIn(resourceValue(seen, name))]));
  const replace = (inner: unknown): unknown => {
    if (typeof inner === "string") return ids.get(inner) ?? inner;
    if (Array.isArray(inner)) return inner.map(replace);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, replace(part)]));
  };
  return replace(value) as Value;
}

/** The same for messages: with account and region where it is not at home. */
export function nameThere(place: Place | undefined, keys: Scope): string {
  return nameAt(place, nameOf(keys));
}

/** A short name for everything in a stage, for messages: the listener's id, else whatever else there is. */
export function nameOf(keys: Scope): string {
  const { listener, copy, serverGroup, securityPolicy } = keys;
  return (
    listener?.ListenerId ??
    serverGroup?.ServerGroupName ??
    securityPolicy?.SecurityPolicyName ??
    (copy?.address === undefined ? "it" : canonicalJson(copy.address))
  );
}

const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];

/** Every resource names its id by the cloud's own field. */
const ID_FIELDS = ["ListenerId", "ServerGroupId", "SecurityPolicyId", "CertificateId", "RuleId"];

/** The id by which the cloud knows a thing; undefined where it has none. */
export function idIn(value: Record<string, unknown> | null): string | undefined {
  if (value === null) return undefined;
  const field = ID_FIELDS.find((name) => name in value);
  return field === undefined ? undefined : String(value[field]);
}
