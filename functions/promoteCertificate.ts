import { isUnknown, readBoundCertificate } from "../shared/core/certificates/certificate.ts";
import {
  allowLessTrusted,
  describeWhyNot,
  effectOf,
  gatherServices,
  POLICY_PERMISSIONS,
  type Service,
} from "../shared/core/certificates/gatherServices.ts";
import { readBoundHeld, readCandidate } from "../shared/core/certificates/readHeld.ts";
import { defineOperation, type ListenerResources } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { certificateQuota, QUOTA_PERMISSIONS } from "../shared/core/operations/certificateQuota.ts";
import { withoutCertificates } from "../shared/core/operations/preconditions.ts";
import { idOf } from "../shared/core/resourceSet.ts";
import { defaultCertificateOf, defaultCertificatesOf, type Listener } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { namesNotCovered } from "../shared/platform/hostnames.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** What is known of the certificates of the listener. */
interface Bound {
  /** What the promoted one is like in the place of the default. */
  service: Service;
  /** Names of the default that nothing else covers. */
  alone: string[];
  /** The default, where nobody knows which names it serves. */
  unknown?: string;
}

/**
 * Makes an additional certificate the default. ALB takes a certificate only once on a listener, so that the documented
 * way has a moment without it; a copy of the same certificate and key under another id has not (alb.md §7.2).
 */
export const promoteCertificate = defineOperation({
  name: "promoteCertificate",
  area: "server certificates",
  summary: "Make an additional certificate the default. Every name has a certificate at every moment.",
  when: "clients without SNI must get another of the listener's certificates",
  impacts: ["no interruption", "interrupts traffic"],
  input: {
    certificateId: certificateId.describe("Id of the additional certificate that shall be the default"),
    allowLessTrusted,
    certificateQuota,
  },
  scope: ({ listenerId, certificateId }, listener) => {
    const former = listener === null ? undefined : defaultCertificateOf(listener);
    return {
      listener: { ListenerId: listenerId, certificates: true },
      successorCopy: { CopyOf: certificateId },
      ...(former === undefined ? {} : { formerCopy: { CopyOf: former } }),
    };
  },
  gather: async (clients, { listener }, { certificateId, allowLessTrusted }, now): Promise<Bound> => {
    const candidate = await readCandidate(clients.cas, certificateId);
    const { certificate } = candidate;
    const fallback = defaultCertificateOf(listener);
    const held = fallback === undefined ? undefined : await readBoundHeld(clients.cas, fallback);
    const inPlaceOf = held === undefined ? [] : [held];
    const service = await gatherServices(clients, listener, candidate, {
      inPlaceOf,
      takesOver: true,
      now,
      allowLessTrusted,
    });
    if (held === undefined) return { service, alone: [] };
    const former = held.certificate;
    const others = await eachLimited(
      (listener.AdditionalCertificates ?? []).filter((id) => id !== certificateId),
      (id) => readBoundCertificate(clients.cas, id),
    );
    const covered = [certificate, ...others.filter(({ notAfter }) => notAfter > now)].flatMap(({ names }) => names);
    const alone = former.notAfter > now ? namesNotCovered(former.names, covered) : [];
    return { service, alone, ...(isUnknown(former) ? { unknown: former.id } : {}) };
  },
  change(resources, { certificateId }, { alone }) {
    const { listener } = resources;
    const additional = listener.AdditionalCertificates ?? [];
    const promoted = promotedIn(resources);
    if (defaultCertificateOf(listener) === promoted) return resources;
    const former = resources.formerCopy?.CertificateId ?? idOf("formerCopy");
    const kept = alone.length === 0 ? [] : [former];
    const copies = {
      ...resources,
      successorCopy: resources.successorCopy ?? { CopyOf: certificateId },
      ...(kept.length === 0
        ? {}
        : { formerCopy: resources.formerCopy ?? { CopyOf: defaultCertificateOf(listener) ?? "" } }),
    };
    const served: Listener = { ...listener, AdditionalCertificates: [...new Set([...additional, ...kept])] };
    const promotedToo: Listener = { ...served, Certificates: [{ CertificateId: promoted }] };
    const left = (promotedToo.AdditionalCertificates ?? []).filter((id) => id !== certificateId);
    return [
      { ...copies, listener: served },
      { ...copies, listener: promotedToo },
      { ...copies, listener: { ...promotedToo, AdditionalCertificates: left } },
    ];
  },
  preconditions: [
    withoutCertificates,
    {
      requires: reason("check-is-additional"),
      isNeededByChange: true,
      check: ({ resources, input: { certificateId } }) => {
        const { AdditionalCertificates = [] } = resources.listener;
        const isPromoted = defaultCertificateOf(resources.listener) === promotedIn(resources);
        return isPromoted || AdditionalCertificates.includes(certificateId)
          ? []
          : [reason("certificate-not-additional", { certificateId })];
      },
    },
    {
      requires: reason("check-one-default"),
      check({ resources: { listener } }) {
        const defaults = defaultCertificatesOf(listener);
        return defaults.length < 2 ? [] : [reason("two-default-certificates", { certificateIds: defaults })];
      },
    },
    {
      requires: reason("check-can-serve"),
      check: ({ facts }) => describeWhyNot([facts.service]),
    },
  ],
  effect: ({ facts: { service, alone, unknown } }) => {
    const changes = reason("default-certificate-changes", { keptNames: alone });
    if (unknown === undefined) return effectOf([service], [changes]);
    const lost = reason("unknown-names-lost", { certificateId: unknown, successorId: null });
    return { ...effectOf([service], [changes, lost]), impact: "interrupts traffic" };
  },
  writes: [
    "UploadUserCertificate",
    "AssociateAdditionalCertificatesWithListener",
    "UpdateListenerAttribute",
    "DissociateAdditionalCertificatesFromListener",
    "DeleteUserCertificate",
  ],
  reads: [
    "yundun-cert:GetUserCertificateDetail",
    "yundun-cert:ListUserCertificateOrder",
    ...POLICY_PERMISSIONS,
    ...QUOTA_PERMISSIONS,
  ],
  example: { listenerId: "lsn-demo4u54y73wq7b", certificateId: "24870011-cn-hangzhou" },
});

export const handler = serve(promoteCertificate);

/** The certificate that is to be the default: the copy of the one that is promoted. */
function promotedIn({ successorCopy }: ListenerResources): string {
  return successorCopy?.CertificateId ?? idOf("successorCopy");
}
