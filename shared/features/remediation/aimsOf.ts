import { isUnknown } from "../../core/certificates/certificate.ts";
import { lostBy } from "../../core/operations/tlsPolicy.ts";
import type { Fact } from "./events/fact.ts";
import { type RemediationRule, resourceOf } from "./events/rule.ts";
import type { ErrorShare } from "./events/shareCounter.ts";
import type { ListedListener, Sight } from "./sight.ts";
import type { Snapshots } from "./snapshots.ts";

/** What a rule's answer to a fact would be done to: a remedy's input, or why a person has to look at it. */
export type Aim = { resource: string; because: string } & (
  | { input: Record<string, unknown> }
  /** Completes "A person is needed: …". */
  | { person: string }
);

/** What aims are taken by. */
export interface Aiming {
  sight: Sight;
  snapshots: Pick<Snapshots, "latest">;
  now: number;
}

/**
 * Finds what a rule's answer to a fact is to be done to: none, one or several resources. Reads only. Throws
 * `AlbflowError` when the cloud cannot be read.
 */
export async function aimsOf(fact: Fact | ErrorShare, rule: RemediationRule, aiming: Aiming): Promise<Aim[]> {
  const { action } = rule;
  const because = wordsOf(fact);
  if ("escalate" in action) return [{ resource: resourceOf(fact), because, person: action.escalate }];
  switch (fact.kind) {
    case "listenerStopped":
      return [{ resource: fact.listenerId, because, input: { listenerId: fact.listenerId } }];
    case "listenerDeleted":
      return [await restoring(fact.listenerId, because, aiming)];
    case "securityPolicySet": {
      const isWeaker = await weakens(fact.securityPolicyId, action.input.securityPolicyId, aiming);
      return isWeaker ? [{ resource: fact.listenerId, because, input: { listenerId: fact.listenerId } }] : [];
    }
    case "logProjectDeleted":
      return tracingInto(fact.project, undefined, because, aiming);
    case "logstoreDeleted":
      return tracingInto(fact.project, fact.logstore, because, aiming);
    case "certificateExpiring": {
      const all = (await aiming.sight.listeners()).filter(isTls);
      return (await Promise.all(all.map((one) => rotating(one, fact.daysLeft, because, aiming)))).flat();
    }
    case "handshakesFailing":
      return atFault(fact, rule, because, aiming);
    case "errorShare":
      return forwarding(fact, action.input.serverGroupId, because, aiming);
    case "requestServed":
    case "unrelated":
      return [];
  }
}

/** What has happened, as a sentence without its full stop. */
export function wordsOf(fact: Fact | ErrorShare): string {
  const by = "caller" in fact ? ` by ${fact.caller.name || fact.caller.type}` : "";
  switch (fact.kind) {
    case "listenerStopped":
      return `${fact.listenerId} was stopped${by}`;
    case "listenerDeleted":
      return `${fact.listenerId} was deleted${by}`;
    case "securityPolicySet":
      return `${fact.listenerId} was given the TLS policy ${fact.securityPolicyId}${by}`;
    case "logProjectDeleted":
      return `the log project ${fact.project} was deleted${by}`;
    case "logstoreDeleted":
      return `the logstore ${fact.project}/${fact.logstore} was deleted${by}`;
    case "certificateExpiring":
      return `a certificate has ${fact.daysLeft} days left`;
    case "handshakesFailing":
      return `handshakes fail at ${resourceOf(fact)} (${fact.said})`;
    case "errorShare": {
      const percent = Math.round(fact.share * 1_000) / 10;
      return `${percent}% of ${fact.requests} answers at ${resourceOf(fact)} were 5xx within ${(fact.to - fact.from) / 1_000} s`;
    }
    case "requestServed":
    case "unrelated":
      return fact.kind;
  }
}

async function restoring(listenerId: string, because: string, { snapshots }: Aiming): Promise<Aim> {
  const found = await snapshots.latest(listenerId);
  return found === undefined
    ? {
        resource: listenerId,
        because,
        person: `nobody has kept what ${listenerId} was like, so it must be made by hand`,
      }
    : {
        resource: listenerId,
        because: `${because}; it was last seen ${found.at}`,
        input: { snapshot: found.snapshot },
      };
}

/** Whether clients may do something under a policy that they could not under the declared one. Unknown counts as yes. */
async function weakens(set: string, declared: unknown, { sight }: Aiming): Promise<boolean> {
  if (typeof declared !== "string" || set === declared) return set !== declared;
  const [given, wanted] = [await sight.policy(set), await sight.policy(declared)];
  if (given === undefined || wanted === undefined) return true;
  const { versions, ciphers } = lostBy(given, wanted);
  return versions.length + ciphers.length > 0;
}

async function tracingInto(
  project: string,
  logstore: string | undefined,
  because: string,
  { sight }: Aiming,
): Promise<Aim[]> {
  const instances = await sight.loggingTo(project, logstore);
  return (await sight.listeners())
    .filter(({ traces, loadBalancerId }) => traces && instances.includes(loadBalancerId))
    .map(({ id }) => ({ resource: id, because: `${because}, and ${id} traces into it`, input: { listenerId: id } }));
}

const DAY_MS = 86_400_000;

/** Certificates of a listener with no more days left than that, each with its successor. */
async function rotating(
  { id }: ListedListener,
  daysLeft: number,
  because: string,
  { sight, now }: Aiming,
): Promise<Aim[]> {
  const due = (await sight.certificates(id)).filter(
    (certificate) => !isUnknown(certificate) && certificate.notAfter - now < (daysLeft + 1) * DAY_MS,
  );
  return Promise.all(
    due.map(async (certificate): Promise<Aim> => {
      const resource = `${id}/${certificate.id}`;
      const until = new Date(certificate.notAfter).toISOString();
      const found = await sight.successor(certificate);
      const why = `${because}; ${certificate.id} on ${id} is valid until ${until}`;
      return "none" in found
        ? { resource, because: why, person: found.none }
        : { resource, because: why, input: { listenerId: id, certificateId: certificate.id, successorId: found.id } };
    }),
  );
}

async function atFault(
  fact: Extract<Fact, { kind: "handshakesFailing" }>,
  { match }: RemediationRule,
  because: string,
  aiming: Aiming,
): Promise<Aim[]> {
  const daysLeft = match.fact === "handshakesFailing" ? match.daysLeft : 0;
  const concerned = (await aiming.sight.listeners()).filter(
    (one) =>
      isTls(one) && one.loadBalancerId === fact.loadBalancerId && (fact.port === undefined || one.port === fact.port),
  );
  const aims = (await Promise.all(concerned.map((one) => rotating(one, daysLeft, because, aiming)))).flat();
  const person =
    "every certificate there is valid, so look at its TLS policy, at client certificates and at its clients";
  return aims.length > 0 ? aims : [{ resource: resourceOf(fact), because, person }];
}

async function forwarding(
  { loadBalancerId, port, protocol }: ErrorShare,
  fallback: unknown,
  because: string,
  { sight }: Aiming,
): Promise<Aim[]> {
  const listener = (await sight.listeners()).find(
    (one) => one.loadBalancerId === loadBalancerId && one.port === port && one.protocol === protocol,
  );
  if (listener === undefined) return [];
  const { id, serverGroupIds } = listener;
  return serverGroupIds.length === 1 && serverGroupIds[0] === fallback
    ? [{ resource: id, because, person: `${id} forwards to the fallback ${String(fallback)} already` }]
    : [{ resource: id, because, input: { listenerId: id } }];
}

function isTls({ protocol }: ListedListener): boolean {
  return protocol !== "HTTP";
}
