import type { Listener, ListenerKey } from "./listenerState.ts";
import { changedFields, LISTENER_NAME } from "./listenerState.ts";
import { listenerWrites } from "./listenerWrites.ts";
import { readAdditionalCertificates, readListener, readRules } from "./readListener.ts";
import { type Change, inMotion, type Resource } from "./resource.ts";

/** The resource of a listener; `name` is what references to its id are made of. */
export function listener(name: "listener" | "copy"): Resource<ListenerKey, Listener> {
  return {
    async read({ alb }, key) {
      const found = await readListener(alb, key);
      if (found === null) return { value: null, unsettled: undefined };
      const { Tags, Unknown = [], ...own } = found;
      const { ListenerId, ListenerProtocol, ListenerStatus } = own;
      const hasCertificates = key.certificates === true && ListenerProtocol !== "HTTP";
      const [relations, rules] = await Promise.all([
        hasCertificates ? readAdditionalCertificates(alb, ListenerId) : [],
        key.rules === true ? readRules(alb, ListenerId) : undefined,
      ]);
      const moving = relations.find(({ Status }) => Status !== "Associated");
      const movingRule = rules?.rules.find(({ status }) => status !== "Available");
      return {
        value: {
          ...own,
          ...(key.certificates === true
            ? {
                AdditionalCertificates: relations.filter(({ Status }) => Status === "Associated").map(({ id }) => id),
              }
            : {}),
          ...(rules === undefined ? {} : { Rules: rules.rules.map(({ rule }) => rule), Tags: Tags ?? [] }),
          ...(rules === undefined || Unknown.length + rules.unknown.length === 0
            ? {}
            : { Unknown: [...Unknown, ...rules.unknown] }),
        },
        unsettled: SETTLED.has(ListenerStatus)
          ? ((moving && inMotion(moving.id, moving.Status)) ??
            (movingRule && inMotion(movingRule.rule.RuleName, movingRule.status)))
          : inMotion(ListenerId, ListenerStatus),
      };
    },
    writes: (from, to) => listenerWrites(name, from, to),
    same: sameListener,
    changes(from, to) {
      if (from === null || to === null) {
        if (from === to) return [];
        return [{ field: "Listener", before: from && describeListener(from), after: to && describeListener(to) }];
      }
      return changedFields(from, to).map((field) => changeOf(field, from, to));
    },
    rollbackTarget,
  };
}
const SETTLED = new Set(["Running", "Stopped"]);

/** A listener that was only just described, to be made, may have more than was asked for. */
function sameListener(seen: Listener | null, expected: Listener | null): boolean {
  if (seen === null || expected === null) return seen === expected;
  return (
    seen.ListenerProtocol === expected.ListenerProtocol &&
    seen.ListenerPort === expected.ListenerPort &&
    changedFields(seen, expected).length === 0
  );
}

function rollbackTarget(snapshot: Listener | null, target: Listener | null, now: Listener | null): Listener | null {
  if (snapshot === null || target === null) return snapshot;
  // Somebody else has deleted it: there is nothing left to take back.
  if (now === null) return null;
  const ours = changedFields(snapshot, target).filter(
    (field) =>
      field !== "AdditionalCertificates" && !(field === "ListenerDescription" && hasLastingName(snapshot, now)),
  );
  const restored = Object.fromEntries(ours.map((field) => [field, snapshot[field]]));
  const kept: Listener = { ...now, ...restored };
  if (now.AdditionalCertificates === undefined) return kept;
  const before = snapshot.AdditionalCertificates ?? [];
  const after = target.AdditionalCertificates ?? [];
  const staying = now.AdditionalCertificates.filter((id) => before.includes(id) || !after.includes(id));
  const missing = before.filter((id) => !after.includes(id) && !staying.includes(id));
  return { ...kept, AdditionalCertificates: [...staying, ...missing] };
}

/** Whether a listener has got a name in the place of one that no call puts back: of none, or of one of CreateListener's alone. */
export function hasLastingName(before: Listener | null | undefined, after: Listener | null | undefined): boolean {
  if (before === null || before === undefined || !after?.ListenerDescription) return false;
  const former = before.ListenerDescription ?? "";
  return former !== after.ListenerDescription && !LISTENER_NAME.test(former);
}

function changeOf(field: keyof Listener, from: Listener, to: Listener): Change {
  if (field !== "AdditionalCertificates") return { field, before: from[field] ?? null, after: to[field] ?? null };
  // A listener may hold 300 of them: only those that come and go are told.
  const before = from.AdditionalCertificates ?? [];
  const after = to.AdditionalCertificates ?? [];
  return {
    field,
    before: before.filter((id) => !after.includes(id)),
    after: after.filter((id) => !before.includes(id)),
  };
}

function describeListener({ LoadBalancerId, ListenerProtocol, ListenerPort, ListenerStatus }: Listener) {
  return { LoadBalancerId, ListenerProtocol, ListenerPort, ListenerStatus };
}
