import type { Reason } from "../../../platform/reasons/reason.ts";

/** The kinds of resources that people choose from, under the names of their lists. */
export const RESOURCE_KINDS = [
  "serverGroups",
  "storedCertificates",
  "caCertificates",
  "tlsPolicies",
  "vpcs",
  "logProjects",
  "logstores",
] as const;

export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** What every resource of a list has. */
interface Listed {
  id: string;
  name: string;
  /** Whether the listener that was asked about uses it now. */
  isUsed: boolean;
  /** Why that listener cannot use it; empty when it can, and when none was asked about. */
  unfit: Reason[];
}

export interface ListedServerGroup extends Listed {
  protocol: string;
  serverGroupType: string;
  vpcId: string;
  servers: number;
  loadBalancerIds: string[];
  /** By ALB's own check, where it was asked for; null while no running listener forwards to it, so that nobody checks. */
  health?: { down: number } | null;
}

/** A certificate that the certificate service holds and that has not expired. */
export interface ListedStoredCertificate extends Listed {
  /** DNS names that it covers, by the certificate service's list. */
  names: string[];
  issuer: string;
  algorithm: string;
  /** Days of the calendar, `2026-12-31`. */
  startDate: string;
  endDate: string;
  daysLeft: number;
  /** Listeners that hold it, where it was asked for. */
  boundTo?: string[];
}

export interface ListedCaCertificate extends Listed {
  /** Milliseconds since 1970. */
  notAfter: number;
  daysLeft: number;
}

export interface ListedTlsPolicy extends Listed {
  isSystem: boolean;
  versions: string[];
  ciphers: string[];
}

/** A VPC that instances are in. */
export interface ListedVpc extends Listed {
  loadBalancers: { id: string; name: string }[];
}

export type ListedResource =
  | Listed
  | ListedServerGroup
  | ListedStoredCertificate
  | ListedCaCertificate
  | ListedTlsPolicy
  | ListedVpc;

/** What `listResources` returns. */
export interface ResourceList {
  resources: ListedResource[];
  /** The instance of the listener that was asked about; empty without one. */
  loadBalancerId: string;
  apiCalls: number;
}

/** Whether it is what somebody looks for: every word stands in its id, its name or one of its names. */
export function isMeant(resource: ListedResource, search: string): boolean {
  const { id, name } = resource;
  const names = "names" in resource ? resource.names : [];
  const text = [id, name, ...names].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Those that fit come first, of these the one in use; then by name. The order is one of texts, so that a page can go on behind another. */
export function placeOf({ id, name, isUsed, unfit }: Listed): string {
  return `${unfit.length === 0 ? 0 : 1}${isUsed ? 0 : 1} ${name.toLowerCase()} ${id}`;
}

/** Ways to cut a list of certificates: those that listeners hold, that none holds, and that end soon. */
export type Use = "bound" | "unbound" | "expiring";

/** Whether a certificate is of such use; whatever is none is of any. */
export function isOfUse(resource: ListedResource, use: Use | undefined): boolean {
  if (use === undefined || !("endDate" in resource)) return true;
  if (use === "expiring") return resource.daysLeft < EXPIRING_DAYS;
  return (use === "bound") === (resource.boundTo ?? []).length > 0;
}

/** What the certificate service calls one that will expire. */
const EXPIRING_DAYS = 30;
