import { canonicalJson } from "../../platform/canonicalJson.ts";
import type { AlbAnswer } from "../../platform/clients/alb.ts";
import { contains } from "./contains.ts";

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

/** The ids of the default certificates: one, or an RSA and an ECC one (real-cloud.md CB5); none on HTTP. */
export function defaultCertificatesOf(listener: Pick<Listener, "Certificates">): string[] {
  return (listener.Certificates ?? []).flatMap(({ CertificateId }) => CertificateId ?? []);
}

/** The id of the default certificate, of two the first; undefined on HTTP. */
export function defaultCertificateOf(listener: Pick<Listener, "Certificates">): string | undefined {
  return defaultCertificatesOf(listener)[0];
}

/** The ids of all server certificates of a listener, the defaults first. */
export function certificatesIn(listener: Listener): string[] {
  return [...defaultCertificatesOf(listener), ...(listener.AdditionalCertificates ?? [])];
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

/** The order of default and of additional certificates, and of access control lists, means nothing. */
function sorted(field: keyof Listener, value: unknown): unknown {
  if (field === "AclConfig" && typeof value === "object" && value !== null) {
    const { AclType, AclRelations } = value as AclConfig;
    return { AclType, AclIds: AclRelations.map(({ AclId }) => AclId).sort() };
  }
  if (field === "Certificates" && Array.isArray(value)) return defaultCertificatesOf({ Certificates: value }).sort();
  return field === "AdditionalCertificates" && Array.isArray(value) ? value.map(String).sort() : value;
}

/** Nor does that of rules, in the list. */
function byPriority(rules: Rule[] = []): Rule[] {
  const place = ({ Direction, Priority }: Rule) => `${String(Direction)} ${Priority}`;
  return [...rules].sort((one, other) => place(one).localeCompare(place(other)));
}

/**
 * A name that UpdateListenerAttribute takes, 2 to 256 characters (its reference page, `ListenerDescription`). CreateListener's page knows no
 * rule but the length.
 */
export const LISTENER_NAME = /^[\w.,;/@\-\u0100-\uffff]{2,256}$/;
