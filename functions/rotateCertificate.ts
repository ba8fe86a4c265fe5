import { type Certificate, isUnknown, readBoundCertificate } from "../shared/core/certificates/certificate.ts";
import {
  allowLessTrusted,
  describeWhyNot,
  effectOf,
  gatherServices,
  POLICY_PERMISSIONS,
  type Service,
} from "../shared/core/certificates/gatherServices.ts";
import { readBoundHeld, readCandidate, readHeld } from "../shared/core/certificates/readHeld.ts";
import type { Impact } from "../shared/core/impact.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { FIGURES_PERMISSIONS, namesAsked } from "../shared/core/operations/clientFigures.ts";
import { withoutCertificates } from "../shared/core/operations/preconditions.ts";
import { certificatesIn, defaultCertificatesOf, type Listener } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import type { Clients } from "../shared/platform/clients.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { AlbflowError, isTransient } from "../shared/platform/errors.ts";
import { namesNotCovered } from "../shared/platform/hostnames.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";

/** What is known of the two certificates, and of the quota for them. */
interface Exchange {
  superseded: Certificate;
  successor: Certificate;
  /** What the successor is like in the place of the superseded one. */
  service: Service;
  /** What is wrong with its kind of key beside the other of two defaults; undefined when nothing is. */
  otherKey: Reason | undefined;
  /** When there is no quota for one more: what may go first. Undefined when the quota allows it. */
  redundant: string[] | undefined;
}

/**
 * Replaces one certificate of a listener by its successor, as default or additional, wherever it stands. The
 * successor is served and verified before the superseded one goes; nothing else is touched, unless the quota is full:
 * then older certificates of the same names go first.
 */
export const rotateCertificate = defineOperation({
  name: "rotateCertificate",
  area: "server certificates",
  summary: "Replace a certificate of a listener by its successor. Clients get a valid certificate at every moment.",
  when: "a certificate expires or is withdrawn and its successor is in the certificate service; `renewCertificates` starts it by itself",
  impacts: ["no interruption", "interrupts traffic"],
  input: {
    certificateId: certificateId.describe("Id of the certificate to replace, default or additional"),
    successorId: certificateId.describe("Id of its successor"),
    allowLessTrusted,
  },
  gather: async (clients, { listener }, input, now): Promise<Exchange> => {
    const candidate = await readCandidate(clients.cas, input.successorId);
    // What is served may be gone from the certificate service (alb.md U23): all the more it must be replaceable. Of what
    // is neither served nor there nothing is known: then a wrong id was given.
    const read = isBound(listener, input.certificateId) ? readBoundHeld : readHeld;
    const held = await read(clients.cas, input.certificateId);
    const superseded = held.certificate;
    const { allowLessTrusted } = input;
    const service = await gatherServices(clients, listener, candidate, {
      inPlaceOf: [held],
      takesOver: true,
      now,
      allowLessTrusted,
    });
    const isFull = needsQuota(listener, input) && (await isQuotaReached(clients, listener, input.successorId));
    const redundant = isFull ? await redundantOf(clients, listener, superseded, now) : undefined;
    const [was, becomes] = [held.chain[0]?.key, candidate.chain[0]?.key];
    const isOneOfTwo = defaultCertificatesOf(listener).length > 1 && isDefault(listener, input.certificateId);
    const otherKey =
      isOneOfTwo && was !== undefined && becomes !== undefined && was.kind !== becomes.kind
        ? reason("key-kind-served-already", {
            successorId: input.successorId,
            key: becomes.name,
            formerKey: was.name,
          })
        : undefined;
    return { superseded, successor: candidate.certificate, service, otherKey, redundant };
  },
  change({ listener }, { certificateId, successorId }, { redundant = [] }) {
    const additional = new Set(listener.AdditionalCertificates);
    const replacesDefault = isDefault(listener, certificateId);
    const isAdditional = additional.delete(certificateId);
    if (replacesDefault) additional.delete(successorId);
    else if (isAdditional && !isDefault(listener, successorId)) additional.add(successorId);
    // Of two defaults the other stays: what is sent is taken for all of them (alb.md §1.9).
    const defaults = defaultCertificatesOf(listener).map((id) => (id === certificateId ? successorId : id));
    const changed: Listener = {
      ...listener,
      ...(replacesDefault ? { Certificates: [...new Set(defaults)].map((CertificateId) => ({ CertificateId })) } : {}),
      AdditionalCertificates: [...additional].filter((id) => !redundant.includes(id)),
    };
    if (redundant.length === 0) return { listener: changed };
    const service = (listener.AdditionalCertificates ?? []).filter((id) => !redundant.includes(id));
    return [{ listener: { ...listener, AdditionalCertificates: service } }, { listener: changed }];
  },
  preconditions: [
    withoutCertificates,
    {
      requires: reason("check-is-bound"),
      isNeededByChange: true,
      check: ({ resources: { listener }, input: { certificateId, successorId } }) => {
        const { AdditionalCertificates = [] } = listener;
        const isBound = (id: string) => AdditionalCertificates.includes(id) || isDefault(listener, id);
        return isBound(certificateId) || isBound(successorId)
          ? []
          : [reason("certificate-not-bound", { certificateId })];
      },
    },
    {
      requires: reason("check-can-serve"),
      check: ({ facts }) => describeWhyNot([facts.service]),
    },
    {
      requires: reason("check-names-kept"),
      check({ input, facts }) {
        const lost = namesNotCovered(facts.superseded.names, facts.successor.names);
        return lost.length === 0
          ? []
          : [
              reason("successor-lacks-names", {
                successorId: input.successorId,
                certificateId: input.certificateId,
                names: lost,
              }),
            ];
      },
    },
    {
      requires: reason("check-not-alone"),
      check({ input, resources: { listener }, facts, now }) {
        // It has to leave the additional ones before it can become the default (alb.md U14), and clients must not notice.
        if (!(listener.AdditionalCertificates ?? []).includes(input.successorId)) return [];
        if (!isDefault(listener, input.certificateId)) return [];
        const covered = facts.superseded.notAfter > now ? facts.superseded.names : [];
        const alone = namesNotCovered(facts.successor.names, covered);
        return alone.length === 0
          ? []
          : [reason("successor-serves-alone", { successorId: input.successorId, names: alone })];
      },
    },
    {
      requires: reason("check-key-kind"),
      check: ({ facts: { otherKey } }) => (otherKey === undefined ? [] : [otherKey]),
    },
    {
      requires: reason("check-later"),
      check: ({ input, facts }) =>
        facts.successor.notAfter > facts.superseded.notAfter
          ? []
          : [reason("successor-not-later", { successorId: input.successorId, certificateId: input.certificateId })],
    },
    {
      requires: reason("check-quota-for-one"),
      check: ({ resources, facts }) =>
        facts.redundant?.length === 0
          ? [reason("no-quota-for-successor", { loadBalancerId: resources.listener.LoadBalancerId })]
          : [],
    },
  ],
  effect: ({ input, facts }) => effectHere(input, facts),
  figures: (clients, { resources: { listener }, loadBalancer, facts: { superseded } }) =>
    namesAsked(clients, { listener, loadBalancer }, superseded.names),
  writes: [
    "AssociateAdditionalCertificatesWithListener",
    "UpdateListenerAttribute",
    "DissociateAdditionalCertificatesFromListener",
  ],
  reads: ["yundun-cert:GetUserCertificateDetail", ...FIGURES_PERMISSIONS, ...POLICY_PERMISSIONS],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    certificateId: "24664588-cn-hangzhou",
    successorId: "25113402-cn-hangzhou",
  },
});

export const handler = serve(rotateCertificate);

/** What clients notice: nothing, unless the names of the old one are not known, or the new one lacks an address of it. */
function effectHere(
  { certificateId, successorId }: { certificateId: string; successorId: string },
  { superseded, successor, service }: Exchange,
): { impact: Impact; reasons: Reason[] } {
  if (isUnknown(superseded)) {
    const lost = reason("unknown-names-lost", { certificateId, successorId });
    return { ...effectOf([service], [lost]), impact: "interrupts traffic" };
  }
  const addresses = superseded.addresses.filter((address) => !successor.addresses.includes(address));
  return effectOf([service], addresses.length === 0 ? [] : [reason("addresses-lost", { successorId, addresses })]);
}

function isBound(listener: Listener, id: string): boolean {
  return certificatesIn(listener).includes(id);
}

function isDefault(listener: Listener, id: string): boolean {
  return defaultCertificatesOf(listener).includes(id);
}

/** Whether both certificates are bound at once for a while, which takes one place more than before. */
function needsQuota(
  listener: Listener,
  { certificateId, successorId }: { certificateId: string; successorId: string },
) {
  const additional = listener.AdditionalCertificates ?? [];
  return additional.includes(certificateId) && !additional.includes(successorId);
}

/** Asks ALB itself, as the quota may have been raised. */
async function isQuotaReached({ alb }: Clients, { ListenerId }: Listener, successorId: string): Promise<boolean> {
  try {
    await alb.call("AssociateAdditionalCertificatesWithListener", {
      ListenerId,
      Certificates: [{ CertificateId: successorId }],
      DryRun: true,
    });
    return false;
  } catch (error) {
    if (isTransient(error)) throw error;
    return error instanceof AlbflowError && error.code === "ResourceQuotaExceeded.LoadBalancerCertificatesNum";
  }
}

/**
 * What may go first when the quota is full: the superseded one itself when it serves nobody any more, else one certificate that it
 * has long superseded. Taking that off changes nothing for anybody.
 */
async function redundantOf(
  { cas }: Clients,
  listener: Listener,
  superseded: Certificate,
  now: number,
): Promise<string[]> {
  if (superseded.notAfter <= now) return [superseded.id];
  const others = (listener.AdditionalCertificates ?? []).filter((id) => id !== superseded.id);
  const certificates = await eachLimited(others, (id) => readBoundCertificate(cas, id));
  const removable = certificates
    .filter(
      (one) =>
        // Whose names nobody knows may serve any.
        !isUnknown(one) &&
        one.notAfter <= superseded.notAfter &&
        namesNotCovered(one.names, superseded.names).length === 0,
    )
    .sort((one, other) => one.notAfter - other.notAfter);
  return removable.slice(0, 1).map(({ id }) => id);
}
