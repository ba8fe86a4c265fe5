import { jsonBytes } from "../../platform/shortened.ts";
import { TO_CLOSED_GROUP } from "./closedGroup.ts";
import type { Listener } from "./listenerState.ts";
import { ATTRIBUTES, changedFields, defaultCertificatesOf } from "./listenerState.ts";
import type { Write, WriteAction } from "./write.ts";

/**
 * The writes from one listener to another, in the order that never leaves a name without a certificate: what becomes
 * the default leaves the additional ones, new certificates come in, attributes change, old certificates go. A listener
 * that is more than its attributes is made closed, and stopped while it lacks rules or access control lists. `name` is
 * what stands for the listener's id.
 */
export function listenerWrites(name: string, from: Listener | null, to: Listener | null): Write<Listener>[] {
  const writes: Write<Listener>[] = [];
  let now = from;
  const add = (action: WriteAction, parameters: object, after: Listener | null) => {
    writes.push({ action, parameters: { ListenerId: `@${name}`, ...parameters }, after });
    now = after;
  };
  const change = (action: WriteAction, parameters: object, after: Partial<Listener>) =>
    add(action, parameters, { ...(now as Listener), ...after });

  if (to === null) {
    if (from !== null) add("DeleteListener", {}, null);
    return writes;
  }
  if (from === null) {
    // CreateListener takes one default certificate (alb.md §1.6): a second one comes with the attributes, below.
    const one = { ...to, Certificates: to.Certificates?.slice(0, 1) ?? null };
    const first = isMadeClosed(to) ? ({ ...one, DefaultActions: TO_CLOSED_GROUP } as Listener) : one;
    const parts = { ListenerStatus: "Running", LogConfig: NO_TRACING, AclConfig: null, ...emptyParts(to) };
    now = { ...first, ...parts, ListenerId: `@${name}` };
    writes.push({ action: "CreateListener", parameters: creationOf(first), after: now });
  }
  const missing = (to.AclConfig?.AclRelations ?? []).filter(
    ({ AclId }) => !now?.AclConfig?.AclRelations.some((present) => present.AclId === AclId),
  );
  const lacksRules = to.Rules !== undefined && changedFields(now as Listener, to).includes("Rules");
  // A listener starts by itself when it is made (alb.md §4); it takes traffic when it is whole, and if that is wanted.
  const isRunning = now?.ListenerStatus === "Running";
  if (isRunning && (missing.length > 0 || lacksRules || (from === null && to.ListenerStatus === "Stopped"))) {
    change("StopListener", {}, { ListenerStatus: "Stopped" });
  }
  if (missing.length > 0) {
    const lists = { AclType: to.AclConfig?.AclType, AclIds: missing.map(({ AclId }) => AclId) };
    change("AssociateAclsWithListener", lists, { AclConfig: to.AclConfig });
  }

  const present = () => (now as Listener).AdditionalCertificates ?? [];
  const wanted = to.AdditionalCertificates ?? [];
  const dissociate = (ids: string[]) => {
    for (const chunk of chunksOf(ids, CERTIFICATES_PER_CALL)) {
      const left = present().filter((id) => !chunk.includes(id));
      change("DissociateAdditionalCertificatesFromListener", certificatesOf(chunk), { AdditionalCertificates: left });
    }
  };
  const associate = (ids: string[]) => {
    for (const chunk of chunksOf(ids, CERTIFICATES_PER_CALL)) {
      const more = [...present(), ...chunk];
      change("AssociateAdditionalCertificatesWithListener", certificatesOf(chunk), { AdditionalCertificates: more });
    }
  };

  const formerDefaults = defaultCertificatesOf(now as Listener);
  // ALB refuses to make an additional certificate the default while it is still additional (alb.md U14).
  dissociate(present().filter((id) => defaultCertificatesOf(to).includes(id)));
  const incoming = wanted.filter((id) => !present().includes(id));
  associate(incoming.filter((id) => !formerDefaults.includes(id)));
  const attributes = ATTRIBUTES.filter((field) => changedFields(now as Listener, to).includes(field));
  if (attributes.length > 0) {
    const changed = Object.fromEntries(attributes.map((field) => [field, to[field]]));
    // What has gone cannot be unset by name: it goes with the switch that governs it.
    const sent = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== null));
    change("UpdateListenerAttribute", sent, changed);
  }
  associate(incoming.filter((id) => formerDefaults.includes(id)));
  dissociate(present().filter((id) => !wanted.includes(id)));
  if (changedFields(now as Listener, to).includes("LogConfig")) {
    change("UpdateListenerLogConfig", logParameters(to), { LogConfig: to.LogConfig });
  }
  if (lacksRules) {
    for (const chunk of chunksOf(to.Rules ?? [], RULES_PER_CALL, RULE_BYTES_PER_CALL)) {
      change("CreateRules", { Rules: chunk }, { Rules: [...((now as Listener).Rules ?? []), ...chunk] });
    }
  }
  if (to.ListenerStatus !== (now as Listener).ListenerStatus) {
    const action = to.ListenerStatus === "Stopped" ? "StopListener" : "StartListener";
    change(action, {}, { ListenerStatus: to.ListenerStatus });
  }
  return writes;
}

/**
 * Whether a listener is more than CreateListener makes, so that clients must get nothing from it until the rest is there:
 * it is made with a default action that answers 503.
 */
export function isMadeClosed({
  ListenerStatus,
  AclConfig,
  Rules = [],
  AdditionalCertificates = [],
  Certificates,
}: Listener) {
  const parts = (AclConfig?.AclRelations.length ?? 0) + Rules.length + AdditionalCertificates.length;
  return ListenerStatus === "Stopped" || parts > 0 || (Certificates ?? []).length > 1;
}

/** What traces nothing. */
export const NO_TRACING: Listener["LogConfig"] = {
  AccessLogRecordCustomizedHeadersEnabled: false,
  AccessLogTracingConfig: { TracingEnabled: false, TracingSample: 0, TracingType: "" },
};

/** Associate and Dissociate take 1 to 15 certificates a call (alb.md §1.6). */
const CERTIFICATES_PER_CALL = 15;

/** Far below what a query string holds; the number of rules a call takes is not documented. */
const RULES_PER_CALL = 10;

/** Parameters stand in the query string, of which gateways take some 16 KiB. */
const RULE_BYTES_PER_CALL = 10_000;

/** Disabling names only the switch: a rate of 0 is out of range. */
function logParameters({ LogConfig }: Listener): object {
  const { AccessLogTracingConfig: tracing } = LogConfig;
  return {
    AccessLogRecordCustomizedHeadersEnabled: LogConfig.AccessLogRecordCustomizedHeadersEnabled,
    AccessLogTracingConfig: tracing.TracingEnabled ? tracing : { TracingEnabled: false },
  };
}

/** What CreateListener takes. */
function creationOf(listener: Listener): Record<string, unknown> {
  const { LoadBalancerId, ListenerProtocol, ListenerPort, Tags = [] } = listener;
  const given = ATTRIBUTES.filter((field) => listener[field] !== null && listener[field] !== undefined);
  return {
    LoadBalancerId,
    ListenerProtocol,
    ListenerPort,
    ...Object.fromEntries(given.map((field) => [field, listener[field]])),
    ...(Tags.length === 0 ? {} : { Tag: Tags }),
  };
}

function emptyParts(listener: Listener): Partial<Listener> {
  return {
    ...(listener.AdditionalCertificates === undefined ? {} : { AdditionalCertificates: [] }),
    ...(listener.Rules === undefined ? {} : { Rules: [] }),
  };
}

function certificatesOf(ids: string[]) {
  return { Certificates: ids.map((CertificateId) => ({ CertificateId })) };
}

/** Parts of at most so many items and, where that matters, bytes of JSON; one that is larger alone stands alone. */
function chunksOf<Item>(items: Item[], size: number, bytes = Number.POSITIVE_INFINITY): Item[][] {
  const parts: Item[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last === undefined || last.length === size || jsonBytes([...last, item]) > bytes) parts.push([item]);
    else last.push(item);
  }
  return parts;
}
