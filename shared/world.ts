import { canonicalJson } from "./canonicalJson.ts";
import type { AlbAnswer, AlbDoor } from "./clients/alb.ts";
import { allPages, collect } from "./clients/pages.ts";
import { AlbflowError } from "./errors.ts";

/** The fields of a listener that operations look at and change, under ALB's names. */
export type Listener = Pick<AlbAnswer<"GetListenerAttribute">, (typeof LISTENER_FIELDS)[number]> & {
  ListenerId: string;
  LoadBalancerId: string;
  ListenerProtocol: string;
  ListenerPort: number;
  ListenerStatus: string;
};

/** What an operation sees of the cloud, and what it wants the cloud to be: plain data that a plan can carry. */
export interface World {
  /** `undefined` when there is no such listener. */
  listener: Listener | undefined;
  /** Ids of the additional certificates that are in service, in the order in which ALB lists them. */
  additionalCertificates: string[];
}

/** The world as it is, and what is still in motion there. */
export interface Sighting {
  world: World;
  /** Says what is not settled yet: `lsn-1 is Configuring`; undefined when everything is. */
  unsettled: string | undefined;
}

/**
 * Reads a listener and, when asked to, its additional certificates. Throws `AlbflowError`; a missing listener is no error.
 */
export async function look(
  alb: AlbDoor,
  listenerId: string,
  { certificates }: { certificates: boolean },
): Promise<Sighting> {
  const listener = await readListener(alb, listenerId);
  if (listener === undefined) {
    return { world: { listener, additionalCertificates: [] }, unsettled: undefined };
  }
  const hasCertificates = certificates && listener.ListenerProtocol !== "HTTP";
  const relations = hasCertificates ? await readAdditionalCertificates(alb, listenerId) : [];
  const moving = relations.find(({ Status }) => Status !== "Associated");
  return {
    world: {
      listener,
      additionalCertificates: relations.filter(({ Status }) => Status === "Associated").map(({ id }) => id),
    },
    unsettled: SETTLED.has(listener.ListenerStatus)
      ? moving && `certificate ${moving.id} of ${listenerId} is ${moving.Status}`
      : `${listenerId} is ${listener.ListenerStatus}`,
  };
}

/** Whether two worlds are the same in everything that operations look at; the order of certificates does not count. */
export function sameWorld(one: World, other: World): boolean {
  return canonical(one) === canonical(other);
}

/** The id of the default certificate; undefined on HTTP. */
export function defaultCertificateOf(listener: Listener): string | undefined {
  return listener.Certificates?.[0]?.CertificateId;
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

const LISTENER_FIELDS = [
  "ListenerId",
  "LoadBalancerId",
  "ListenerProtocol",
  "ListenerPort",
  "ListenerStatus",
  ...ATTRIBUTES,
] as const;

const SETTLED = new Set(["Running", "Stopped"]);

async function readListener(alb: AlbDoor, listenerId: string): Promise<Listener | undefined> {
  try {
    const answer = await alb.call("GetListenerAttribute", { ListenerId: listenerId });
    const present = LISTENER_FIELDS.filter((field) => answer[field] !== undefined && answer[field] !== null);
    return Object.fromEntries(present.map((field) => [field, settable(field, answer[field])])) as Listener;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
    throw error;
  }
}

async function readAdditionalCertificates(alb: AlbDoor, ListenerId: string) {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListListenerCertificates", { ListenerId, CertificateType: "Server", ...paging }),
      (page) => page.Certificates,
    ),
  );
  // The list also holds the default certificate, which the listener itself tells (alb.md §3).
  return rows
    .filter(({ IsDefault }) => IsDefault !== true)
    .map(({ CertificateId = "", Status = "" }) => ({ id: CertificateId, Status }));
}

/** CA certificates come with their status; only the id can be set, so only the id is part of the world. */
function settable(field: string, value: unknown): unknown {
  if (field !== "CaCertificates") return value;
  return (value as { CertificateId?: string }[]).map(({ CertificateId }) => ({ CertificateId }));
}

function canonical({ listener, additionalCertificates }: World): string {
  return canonicalJson([listener, [...additionalCertificates].sort()]);
}
