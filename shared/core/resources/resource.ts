import { canonicalJson } from "../../platform/canonicalJson.ts";
import type { Clients } from "../../platform/clients.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Write } from "./write.ts";

/** A resource as it is, and what is still in motion there. */
interface ResourceObservation<Value> {
  /** `null` when it does not exist. */
  value: Value | null;
  /** What is not settled yet, like lsn-1, which is Configuring; undefined when everything is. */
  unsettled: Reason | undefined;
}

/** That a resource is in motion. */
export function inMotion(resource: string, status: string | undefined): Reason {
  return reason("resource-not-settled", { resource, status: status ?? "" });
}

/** One field that a plan changes, as a person reads it. */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * One thing of the cloud that operations look at and change: how to see it, how to get it from one value to another, how
 * to tell the difference. Values are plain data without secrets. `null` means that it does not exist.
 */
export interface Resource<Key, Value> {
  read: (clients: Clients, key: Key) => Promise<ResourceObservation<Value>>;
  /** The writes from one value to another, in order; each says what the value is after it. */
  writes(from: Value | null, to: Value | null): Write<Value>[];
  /** Whether what is seen is as expected. */
  same(seen: Value | null, expected: Value | null): boolean;
  changes(from: Value | null, to: Value | null): Change[];
  /** Where to go back to from `now`, when a plan led from `snapshot` to `target`: what others changed meanwhile stays. */
  rollbackTarget(snapshot: Value | null, target: Value | null, now: Value | null): Value | null;
}

/** A resource that is made, used and perhaps removed again, but never changed. */
export function createOnlyResource<Key, Value extends object>(description: {
  /** How a plan names it. */
  field: string;
  read: Resource<Key, Value>["read"];
  make: (value: Value) => Write<Value>[];
  /** Left out where it may hold what must not be lost: it stays then, also in the rollback. */
  remove?: (value: Value) => Write<Value>[];
}): Resource<Key, Value> {
  const { field, read, make, remove } = description;
  const same = (seen: Value | null, expected: Value | null) => covers(seen, expected);
  return {
    read,
    same,
    writes(from, to) {
      if (from === null) return to === null ? [] : make(to);
      return to === null ? (remove?.(from) ?? []) : [];
    },
    changes: (from, to) => ((from === null) === (to === null) ? [] : [{ field, before: from, after: to }]),
    rollbackTarget(snapshot, target, now) {
      const stays = (snapshot === null) === (target === null) || (snapshot === null && remove === undefined);
      return stays ? now : snapshot;
    },
  };
}

/** Whether every field of `expected` is so in `seen`; what nobody has asked for may be as it likes. */
function covers<Value extends object>(seen: Value | null, expected: Value | null): boolean {
  if (seen === null || expected === null) return seen === expected;
  return (Object.keys(expected) as (keyof Value)[]).every(
    (field) => canonicalJson(seen[field]) === canonicalJson(expected[field]),
  );
}
