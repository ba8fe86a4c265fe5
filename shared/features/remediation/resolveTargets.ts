import { isUnknown } from "../../core/certificates/certificate.ts";
import { lostBy } from "../../core/operations/tlsPolicy.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { CloudReader, ReadListener } from "./cloudReader.ts";
import type { NormalizedEvent } from "./events/normalizedEvent.ts";
import { eventResource, type RemediationRule } from "./events/rule.ts";
import type { ErrorShare } from "./events/shareCounter.ts";
import type { Snapshots } from "./snapshots.ts";

/** What a rule's answer to a fact would be done to: a remedy's input, or why a person has to look at it. */
export type RemedyTarget = { resource: string; reason: Reason } & (
  | { input: Record<string, unknown> }
  /** Why only a person can do something about it. */
  | { person: Reason }
);

/** What targets are found with. */
export interface TargetContext {
  reader: CloudReader;
  snapshots: Pick<Snapshots, "latest">;
  now: number;
}

/**
 * Finds what a rule's answer to a fact is to be done to: none, one or several resources. Reads only. Throws
 * `AlbflowError` when the cloud cannot be read.
 */
export async function resolveTargets(
  event: NormalizedEvent | ErrorShare,
  rule: RemediationRule,
  targetContext: TargetContext,
): Promise<RemedyTarget[]> {
  const { action } = rule;
  const what = describeEvent(event);
  if ("escalate" in action) {
    const person = reason("rule-asks-person", { words: action.escalate });
    return [{ resource: eventResource(event), reason: what, person }];
  }
  switch (event.kind) {
    case "listenerStopped":
      return [{ resource: event.listenerId, reason: what, input: { listenerId: event.listenerId } }];
    case "listenerDeleted":
      return (await isStillThere(event.listenerId, targetContext))
        ? []
        : [await restoring(event.listenerId, what, targetContext)];
    case "securityPolicySet": {
      const isWeaker = await weakens(event.securityPolicyId, action.input.securityPolicyId, targetContext);
      return isWeaker ? [{ resource: event.listenerId, reason: what, input: { listenerId: event.listenerId } }] : [];
    }
    case "logProjectDeleted":
      return tracingInto(event.project, undefined, what, targetContext);
    case "logstoreDeleted":
      return tracingInto(event.project, event.logstore, what, targetContext);
    case "certificateExpiring": {
      const all = (await targetContext.reader.listeners()).filter(isTls);
      return (await Promise.all(all.map((one) => rotating(one, event.daysLeft, what, targetContext)))).flat();
    }
    case "handshakesFailing":
      return atFault(event, rule, what, targetContext);
    case "errorShare":
      return forwarding(event, action.input.serverGroupId, what, targetContext);
    case "requestServed":
    case "unrelated":
      return [];
  }
}

/** What has happened. */
export function describeEvent(event: NormalizedEvent | ErrorShare): Reason {
  const caller = "caller" in event ? event.caller.name || event.caller.type : "";
  switch (event.kind) {
    case "listenerStopped":
      return reason("event-listener-stopped", { listenerId: event.listenerId, caller });
    case "listenerDeleted":
      return reason("event-listener-deleted", { listenerId: event.listenerId, caller });
    case "securityPolicySet":
      return reason("event-tls-policy-set", {
        listenerId: event.listenerId,
        policyId: event.securityPolicyId,
        caller,
      });
    case "logProjectDeleted":
      return reason("event-log-project-deleted", { project: event.project, caller });
    case "logstoreDeleted":
      return reason("event-logstore-deleted", { logstore: `${event.project}/${event.logstore}`, caller });
    case "certificateExpiring":
      return reason("event-certificate-expiring", { daysLeft: event.daysLeft });
    case "handshakesFailing":
      return reason("event-handshakes-failing", { place: eventResource(event), ...event.said });
    case "errorShare": {
      return reason("event-errors", {
        place: eventResource(event),
        percent: Math.round(event.share * 1_000) / 10,
        requests: event.requests,
        seconds: (event.to - event.from) / 1_000,
      });
    }
    case "requestServed":
    case "unrelated":
      return reason("event-of-kind", { kind: event.kind });
  }
}

/** A trail also tells of deletions that came to nothing. One that goes on is no settled state; what cannot be read counts as gone. */
async function isStillThere(listenerId: string, { reader }: TargetContext): Promise<boolean> {
  try {
    return (await reader.listeners()).some(
      ({ id, status }) => id === listenerId && /^(?:Running|Stopped)$/.test(status),
    );
  } catch (error) {
    if (error instanceof AlbflowError) return false;
    throw error;
  }
}

async function restoring(listenerId: string, what: Reason, { snapshots }: TargetContext): Promise<RemedyTarget> {
  const found = await snapshots.latest(listenerId);
  return found === undefined
    ? { resource: listenerId, reason: what, person: reason("no-snapshot-kept", { listenerId }) }
    : {
        resource: listenerId,
        reason: both(what, reason("snapshot-of", { at: found.at })),
        input: { snapshot: found.snapshot },
      };
}

/** Whether clients may do something under a policy that they could not under the declared one. Unknown counts as yes. */
async function weakens(set: string, declared: unknown, { reader }: TargetContext): Promise<boolean> {
  if (typeof declared !== "string" || set === declared) return set !== declared;
  const [given, wanted] = [await reader.policy(set), await reader.policy(declared)];
  if (given === undefined || wanted === undefined) return true;
  const { versions, ciphers } = lostBy(given, wanted);
  return versions.length + ciphers.length > 0;
}

async function tracingInto(
  project: string,
  logstore: string | undefined,
  what: Reason,
  { reader }: TargetContext,
): Promise<RemedyTarget[]> {
  const instances = await reader.loggingTo(project, logstore);
  return (await reader.listeners())
    .filter(({ traces, loadBalancerId }) => traces && instances.includes(loadBalancerId))
    .map(({ id }) => ({
      resource: id,
      reason: both(what, reason("listener-traces-there", { listenerId: id })),
      input: { listenerId: id },
    }));
}

const DAY_MS = 86_400_000;

/** Certificates of a listener with no more days left than that, each with its successor. */
async function rotating(
  { id }: ReadListener,
  daysLeft: number,
  what: Reason,
  { reader, now }: TargetContext,
): Promise<RemedyTarget[]> {
  const due = (await reader.certificates(id)).filter(
    (certificate) => !isUnknown(certificate) && certificate.notAfter - now < (daysLeft + 1) * DAY_MS,
  );
  return Promise.all(
    due.map(async (certificate): Promise<RemedyTarget> => {
      const resource = `${id}/${certificate.id}`;
      const found = await reader.successor(certificate);
      const { id: certificateId, notAfter } = certificate;
      const why = both(what, reason("certificate-valid-until", { certificateId, listenerId: id, notAfter }));
      return "none" in found
        ? { resource, reason: why, person: found.none }
        : { resource, reason: why, input: { listenerId: id, certificateId: certificate.id, successorId: found.id } };
    }),
  );
}

async function atFault(
  event: Extract<NormalizedEvent, { kind: "handshakesFailing" }>,
  { match }: RemediationRule,
  what: Reason,
  targetContext: TargetContext,
): Promise<RemedyTarget[]> {
  const daysLeft = match.event === "handshakesFailing" ? match.daysLeft : 0;
  const concerned = (await targetContext.reader.listeners()).filter(
    (one) =>
      isTls(one) &&
      one.loadBalancerId === event.loadBalancerId &&
      (event.port === undefined || one.port === event.port),
  );
  const remedyTargets = (
    await Promise.all(concerned.map((one) => rotating(one, daysLeft, what, targetContext)))
  ).flat();
  if (remedyTargets.length > 0) return remedyTargets;
  return [{ resource: eventResource(event), reason: what, person: reason("certificates-all-valid") }];
}

async function forwarding(
  { loadBalancerId, port, protocol }: ErrorShare,
  fallback: unknown,
  what: Reason,
  { reader }: TargetContext,
): Promise<RemedyTarget[]> {
  const listener = (await reader.listeners()).find(
    (one) => one.loadBalancerId === loadBalancerId && one.port === port && one.protocol === protocol,
  );
  if (listener === undefined) return [];
  const { id, serverGroupIds } = listener;
  return serverGroupIds.length === 1 && serverGroupIds[0] === fallback
    ? [
        {
          resource: id,
          reason: what,
          person: reason("forwards-to-fallback", { listenerId: id, serverGroupId: String(fallback) }),
        },
      ]
    : [{ resource: id, reason: what, input: { listenerId: id } }];
}

function isTls({ protocol }: ReadListener): boolean {
  return protocol !== "HTTP";
}

/** What has happened, and what is known of it besides. */
function both(what: Reason, detail: Reason): Reason {
  return reason("several", { parts: [what, detail] });
}
