import { canonicalJson } from "./canonicalJson.ts";
import type { AlbParameters } from "./clients/alb.ts";
import { ATTRIBUTES, defaultCertificateOf, type Listener, type World } from "./world.ts";

/** The ALB writes that lead from one world to another. */
export type WriteAction =
  | "AssociateAdditionalCertificatesWithListener"
  | "DissociateAdditionalCertificatesFromListener"
  | "UpdateListenerAttribute"
  | "StartListener"
  | "StopListener"
  | "DeleteListener";

/** One write, with the world as it must be before it and as it must be after it. */
export interface Step {
  action: WriteAction;
  parameters: AlbParameters<WriteAction>;
  before: World;
  after: World;
}

/** One field that a plan changes, as a person reads it. */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * The writes that turn one world into another, in the order that never leaves a name without a certificate: what
 * becomes the default leaves the additional ones, new certificates come in, attributes change, old certificates go.
 * Empty when the worlds are the same. Pure: the same two worlds always give the same path.
 */
export function pathBetween(from: World, to: World): Step[] {
  const steps: Step[] = [];
  let world = from;
  const listenerId = from.listener?.ListenerId ?? "";
  const add = (action: WriteAction, parameters: object, after: World) => {
    steps.push({ action, parameters: { ListenerId: listenerId, ...parameters }, before: world, after });
    world = after;
  };
  const dissociate = (ids: string[]) => {
    for (const chunk of chunks(ids)) {
      const left = world.additionalCertificates.filter((id) => !chunk.includes(id));
      add(
        "DissociateAdditionalCertificatesFromListener",
        { Certificates: chunk.map((CertificateId) => ({ CertificateId })) },
        { ...world, additionalCertificates: left },
      );
    }
  };

  if (from.listener === undefined) return steps;
  if (to.listener === undefined) {
    add("DeleteListener", {}, { listener: undefined, additionalCertificates: [] });
    return steps;
  }
  const newDefault = defaultCertificateOf(to.listener);
  // ALB refuses to make an additional certificate the default while it is still additional (alb.md U14).
  dissociate(world.additionalCertificates.filter((id) => id === newDefault));
  const incoming = to.additionalCertificates.filter((id) => !world.additionalCertificates.includes(id));
  const defaultLeaves = incoming.filter((id) => id === defaultCertificateOf(from.listener as Listener));
  const associate = (ids: string[]) => {
    for (const chunk of chunks(ids)) {
      add(
        "AssociateAdditionalCertificatesWithListener",
        { Certificates: chunk.map((CertificateId) => ({ CertificateId })) },
        { ...world, additionalCertificates: [...world.additionalCertificates, ...chunk] },
      );
    }
  };
  associate(incoming.filter((id) => !defaultLeaves.includes(id)));
  const changed = changedAttributes(from.listener, to.listener);
  if (Object.keys(changed).length > 0) {
    const listener = { ...from.listener, ...changed } as Listener;
    add("UpdateListenerAttribute", changed, { ...world, listener });
  }
  associate(defaultLeaves);
  dissociate(world.additionalCertificates.filter((id) => !to.additionalCertificates.includes(id)));
  if (to.listener.ListenerStatus !== from.listener.ListenerStatus) {
    const action = to.listener.ListenerStatus === "Stopped" ? "StopListener" : "StartListener";
    add(
      action,
      {},
      { ...world, listener: { ...(world.listener as Listener), ListenerStatus: to.listener.ListenerStatus } },
    );
  }
  return steps;
}

/** What differs between two worlds, field by field. */
export function changesBetween(from: World, to: World): Change[] {
  const changes: Change[] = [];
  if (from.listener !== undefined && to.listener !== undefined) {
    for (const field of [...ATTRIBUTES, "ListenerStatus"] as const) {
      if (differs(from.listener[field], to.listener[field])) {
        changes.push({ field, before: from.listener[field] ?? null, after: to.listener[field] ?? null });
      }
    }
  } else if (from.listener !== to.listener) {
    changes.push({
      field: "Listener",
      before: from.listener?.ListenerId ?? null,
      after: to.listener?.ListenerId ?? null,
    });
  }
  if (differs([...from.additionalCertificates].sort(), [...to.additionalCertificates].sort())) {
    changes.push({
      field: "AdditionalCertificates",
      before: from.additionalCertificates,
      after: to.additionalCertificates,
    });
  }
  return changes;
}

/**
 * The world to go back to from `now`: what the plan from `snapshot` to `target` changed is as in the snapshot again,
 * and what somebody else changed meanwhile stays as it is.
 */
export function wayBack(snapshot: World, target: World, now: World): World {
  if (now.listener === undefined || snapshot.listener === undefined || target.listener === undefined) return snapshot;
  const ours = [...ATTRIBUTES, "ListenerStatus" as const].filter((field) =>
    differs(snapshot.listener?.[field], target.listener?.[field]),
  );
  const restored = Object.fromEntries(ours.map((field) => [field, snapshot.listener?.[field]]));
  const added = target.additionalCertificates.filter((id) => !snapshot.additionalCertificates.includes(id));
  const removed = snapshot.additionalCertificates.filter((id) => !target.additionalCertificates.includes(id));
  const kept = now.additionalCertificates.filter((id) => !added.includes(id));
  return {
    listener: { ...now.listener, ...restored } as Listener,
    additionalCertificates: [...kept, ...removed.filter((id) => !kept.includes(id))],
  };
}

/** Associate and Dissociate take 1 to 15 certificates a call (alb.md §1.6). */
const CERTIFICATES_PER_CALL = 15;

function chunks(ids: string[]): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < ids.length; start += CERTIFICATES_PER_CALL) {
    parts.push(ids.slice(start, start + CERTIFICATES_PER_CALL));
  }
  return parts;
}

function changedAttributes(from: Listener, to: Listener): Partial<Listener> {
  const changed = ATTRIBUTES.filter((field) => differs(from[field], to[field]));
  return Object.fromEntries(changed.map((field) => [field, to[field]]));
}

function differs(one: unknown, other: unknown): boolean {
  return canonicalJson(one) !== canonicalJson(other);
}
