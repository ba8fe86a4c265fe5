import { isUnknown } from "../../core/certificates/certificate.ts";
import { lostBy } from "../../core/operations/tlsPolicy.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { reasonText } from "../../platform/reasons/reasonText.ts";
import type { CloudReader, ListedListener } from "./cloudReader.ts";
import type { NormalizedEvent } from "./events/normalizedEvent.ts";
import { type RemediationRule, resourceOf } from "./events/rule.ts";
import type { ErrorShare } from "./events/shareCounter.ts";
import type { Snapshots } from "./snapshots.ts";

/** What a rule's answer to a fact would be done to: a remedy's input, or why a person has to look at it. */
export type RemedyTarget = { resource: string; message: string } & (
  | { input: Record<string, unknown> }
  /** Completes "A person is needed: …". */
  | { person: string; cause?: Reason }
);

/** What aims are taken by. */
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
  const message = describeEvent(event);
  if ("escalate" in action) return [{ resource: resourceOf(event), message, person: action.escalate }];
  switch (event.kind) {
    case "listenerStopped":
      return [{ resource: event.listenerId, message, input: { listenerId: event.listenerId } }];
    case "listenerDeleted":
      return [await restoring(event.listenerId, message, targetContext)];
    case "securityPolicySet": {
      const isWeaker = await weakens(event.securityPolicyId, action.input.securityPolicyId, targetContext);
      return isWeaker ? [{ resource: event.listenerId, message, input: { listenerId: event.listenerId } }] : [];
    }
    case "logProjectDeleted":
      return tracingInto(event.project, undefined, message, targetContext);
    case "logstoreDeleted":
      return tracingInto(event.project, event.logstore, message, targetContext);
    case "certificateExpiring": {
      const all = (await targetContext.reader.listeners()).filter(isTls);
      return (await Promise.all(all.map((one) => rotating(one, event.daysLeft, message, targetContext)))).flat();
    }
    case "handshakesFailing":
      return atFault(event, rule, message, targetContext);
    case "errorShare":
      return forwarding(event, action.input.serverGroupId, message, targetContext);
    case "requestServed":
    case "unrelated":
      return [];
  }
}

/** What has happened, as a sentence without its full stop. */
export function describeEvent(event: NormalizedEvent | ErrorShare): string {
  const by = "caller" in event ? ` by ${event.caller.name || event.caller.type}` : "";
  switch (event.kind) {
    case "listenerStopped":
      return `${event.listenerId} was stopped${by}`;
    case "listenerDeleted":
      return `${event.listenerId} was deleted${by}`;
    case "securityPolicySet":
      return `${event.listenerId} was given the TLS policy ${event.securityPolicyId}${by}`;
    case "logProjectDeleted":
      return `the log project ${event.project} was deleted${by}`;
    case "logstoreDeleted":
      return `the logstore ${event.project}/${event.logstore} was deleted${by}`;
    case "certificateExpiring":
      return `a certificate has ${event.daysLeft} days left`;
    case "handshakesFailing":
      return `handshakes fail at ${resourceOf(event)} (${event.said})`;
    case "errorShare": {
      const percent = Math.round(event.share * 1_000) / 10;
      return `${percent}% of ${event.requests} answers at ${resourceOf(event)} were 5xx within ${(event.to - event.from) / 1_000} s`;
    }
    case "requestServed":
    case "unrelated":
      return event.kind;
  }
}

async function restoring(listenerId: string, message: string, { snapshots }: TargetContext): Promise<RemedyTarget> {
  const found = await snapshots.latest(listenerId);
  return found === undefined
    ? {
        resource: listenerId,
        message,
        person: `nobody has kept what ${listenerId} was like, so it must be made by hand`,
      }
    : {
        resource: listenerId,
        message: `${message}; it was last seen ${found.at}`,
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
  message: string,
  { reader }: TargetContext,
): Promise<RemedyTarget[]> {
  const instances = await reader.loggingTo(project, logstore);
  return (await reader.listeners())
    .filter(({ traces, loadBalancerId }) => traces && instances.includes(loadBalancerId))
    .map(({ id }) => ({ resource: id, message: `${message}, and ${id} traces into it`, input: { listenerId: id } }));
}

const DAY_MS = 86_400_000;

/** Certificates of a listener with no more days left than that, each with its successor. */
async function rotating(
  { id }: ListedListener,
  daysLeft: number,
  message: string,
  { reader, now }: TargetContext,
): Promise<RemedyTarget[]> {
  const due = (await reader.certificates(id)).filter(
    (certificate) => !isUnknown(certificate) && certificate.notAfter - now < (daysLeft + 1) * DAY_MS,
  );
  return Promise.all(
    due.map(async (certificate): Promise<RemedyTarget> => {
      const resource = `${id}/${certificate.id}`;
      const until = new Date(certificate.notAfter).toISOString();
      const found = await reader.successor(certificate);
      const why = `${message}; ${certificate.id} on ${id} is valid until ${until}`;
      return "none" in found
        ? { resource, message: why, person: reasonText(found.none), cause: found.none }
        : { resource, message: why, input: { listenerId: id, certificateId: certificate.id, successorId: found.id } };
    }),
  );
}

async function atFault(
  event: Extract<NormalizedEvent, { kind: "handshakesFailing" }>,
  { match }: RemediationRule,
  message: string,
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
    await Promise.all(concerned.map((one) => rotating(one, daysLeft, message, targetContext)))
  ).flat();
  const person =
    "every certificate there is valid, so look at its TLS policy, at client certificates and at its clients";
  return remedyTargets.length > 0 ? remedyTargets : [{ resource: resourceOf(event), message, person }];
}

async function forwarding(
  { loadBalancerId, port, protocol }: ErrorShare,
  fallback: unknown,
  message: string,
  { reader }: TargetContext,
): Promise<RemedyTarget[]> {
  const listener = (await reader.listeners()).find(
    (one) => one.loadBalancerId === loadBalancerId && one.port === port && one.protocol === protocol,
  );
  if (listener === undefined) return [];
  const { id, serverGroupIds } = listener;
  return serverGroupIds.length === 1 && serverGroupIds[0] === fallback
    ? [{ resource: id, message, person: `${id} forwards to the fallback ${String(fallback)} already` }]
    : [{ resource: id, message, input: { listenerId: id } }];
}

function isTls({ protocol }: ListedListener): boolean {
  return protocol !== "HTTP";
}
