import { canonicalJson } from "../canonicalJson.ts";
import type { AlbAnswer } from "../clients/alb.ts";
import { contains } from "./contains.ts";
import type { Change, Facet } from "./facet.ts";
import { listenerWrites } from "./listenerWrites.ts";
import { readAdditionalCertificates, readListener, readRules } from "./readListener.ts";

/**
 * A listener as operations look at it: its attributes under ALB's names, `null` where it has none, with what belongs to
 * it and is listed elsewhere.
 */
export type Listener = { [Field in (typeof ATTRIBUTES)[number]]: AlbAnswer<"GetListenerAttribute">[Field] | null } & {
  ListenerId: string;
  LoadBalancerId: string;
  ListenerProtocol: string;
  ListenerPort: number;
  ListenerStatus: string;
  LogConfig: LogConfig;
  /** Whose addresses are let in, or kept out; null when everybody is let in. */
  AclConfig: AclConfig | null;
  /** Ids of the additional certificates in service, in ALB's order; absent when nobody asked for them. */
  AdditionalCertificates?: string[];
  /** Forwarding rules as they can be made again; absent when nobody asked for them. */
  Rules?: Rule[];
  /** Its tags but for the system's own, which nobody can give; absent when nobody asked for them. */
  Tags?: Tag[];
  /**
   * What is set on it or its rules and is not modelled here, by ALB's names (`NewThing`, `Rules[].RuleActions[].NewThing`):
   * it goes with the listener. Absent when there is nothing of that kind, or nobody asked.
   */
  Unknown?: string[];
};

/** Access control lists of a listener: all of one type, `White` or `Black`. */
export interface AclConfig {
  AclType: string;
  AclRelations: { AclId: string }[];
}

export interface Tag {
  Key: string;
  Value: string;
}

/** What a listener's requests leave behind (alb.md §9). */
export interface LogConfig {
  AccessLogRecordCustomizedHeadersEnabled: boolean;
  AccessLogTracingConfig: { TracingEnabled: boolean; TracingSample: number; TracingType: string };
}

/** A forwarding rule, without the ids that the cloud gives. */
export type Rule = Record<string, unknown> & { RuleName: string; Priority: number };

/** How a listener is found: by id, or, when that one is gone, by the place that only one can have. */
export interface ListenerKey {
  ListenerId?: string;
  address?: { LoadBalancerId: string; ListenerProtocol: string; ListenerPort: number };
  /** Whether the additional certificates are looked at, too. */
  certificates?: boolean;
  /** Whether all else that goes with it is looked at, too: rules, tags, what is not modelled. */
  rules?: boolean;
}

/** The attributes of a listener that can be set (UpdateListenerAttribute). */
export const ATTRIBUTES = [
  "ListenerDescription",
  "RequestTimeout",
  "IdleTimeout",
  "GzipEnabled",
  "Http2Enabled",
  "SecurityPolicyId",
  "CaEnabled",
  "CaCertificates",
  "Certificates",
  "DefaultActions",
  "QuicConfig",
  "XForwardedForConfig",
] as const;

/** The facet of a listener; `name` is what references to its id are made of. */
export function listener(name: "listener" | "copy"): Facet<ListenerKey, Listener> {
  return {
    async look({ alb }, key) {
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
          ? ((moving && `certificate ${moving.id} of ${ListenerId} is ${moving.Status}`) ??
            (movingRule && `rule ${movingRule.rule.RuleName} of ${ListenerId} is ${movingRule.status}`))
          : `${ListenerId} is ${ListenerStatus}`,
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
    wayBack,
  };
}

/** The id of the default certificate; undefined on HTTP. */
export function defaultCertificateOf(listener: Pick<Listener, "Certificates">): string | undefined {
  return listener.Certificates?.[0]?.CertificateId;
}

/** The fields in which two listeners differ. */
export function changedFields(from: Listener, to: Listener): (keyof Listener)[] {
  return COMPARED.filter((field) => to[field] !== undefined && differs(field, from[field], to[field]));
}

const COMPARED = [
  ...ATTRIBUTES,
  "AclConfig",
  "LogConfig",
  "AdditionalCertificates",
  "Rules",
  "Tags",
  "ListenerStatus",
] as const;
const SETTLED = new Set(["Running", "Stopped"]);

function differs(field: keyof Listener, one: unknown, other: unknown): boolean {
  if (field === "Rules") return !contains(byPriority(one as Rule[] | undefined), byPriority(other as Rule[]));
  if (field === "Tags") return !contains(tagged(one), tagged(other));
  if (field === "XForwardedForConfig") return !contains(one, other);
  return canonicalJson(sorted(field, one)) !== canonicalJson(sorted(field, other));
}

/** A tag that somebody else adds, as a bill does, is none of anybody's business. */
function tagged(tags: unknown): Record<string, string> {
  return Object.fromEntries(((tags ?? []) as Tag[]).map(({ Key, Value }) => [Key, Value]));
}

/** The order of additional certificates, and of access control lists, means nothing. */
function sorted(field: keyof Listener, value: unknown): unknown {
  if (field === "AclConfig" && typeof value === "object" && value !== null) {
    const { AclType, AclRelations } = value as AclConfig;
    return { AclType, AclIds: AclRelations.map(({ AclId }) => AclId).sort() };
  }
  return field === "AdditionalCertificates" && Array.isArray(value) ? value.map(String).sort() : value;
}

/** Nor does that of rules, in the list. */
function byPriority(rules: Rule[] = []): Rule[] {
  const place = ({ Direction, Priority }: Rule) => `${String(Direction)} ${Priority}`;
  return [...rules].sort((one, other) => place(one).localeCompare(place(other)));
}

/** A listener that was only just described, to be made, may have more than was asked for. */
function sameListener(seen: Listener | null, expected: Listener | null): boolean {
  if (seen === null || expected === null) return seen === expected;
  return (
    seen.ListenerProtocol === expected.ListenerProtocol &&
    seen.ListenerPort === expected.ListenerPort &&
    changedFields(seen, expected).length === 0
  );
}

function wayBack(snapshot: Listener | null, target: Listener | null, now: Listener | null): Listener | null {
  if (snapshot === null || target === null) return snapshot;
  // Somebody else has deleted it: there is nothing left to take back.
  if (now === null) return null;
  const ours = changedFields(snapshot, target).filter(
    (field) => field !== "AdditionalCertificates" && !(field === "ListenerDescription" && namedBy(snapshot, now)),
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

/** Whether a listener has a name that it did not have: no call takes it away again (UpdateListenerAttribute). */
export function namedBy(before: Listener | null | undefined, after: Listener | null | undefined): boolean {
  return before !== null && before !== undefined && !before.ListenerDescription && Boolean(after?.ListenerDescription);
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
