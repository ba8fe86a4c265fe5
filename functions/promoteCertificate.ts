import {
  type Certificate,
  examineCertificate,
  isUnknown,
  readBoundCertificate,
  sayUnknownNames,
} from "../shared/certificate.ts";
import { certificateQuota, ROOM_PERMISSIONS } from "../shared/certificateRoom.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { AlbflowError } from "../shared/errors.ts";
import { defaultCertificateOf, type Listener } from "../shared/facets/listener.ts";
import { namesNotCovered } from "../shared/hostnames.ts";
import { certificateId, defineOperation } from "../shared/operation.ts";
import { thrownByChange, whileStopped, withoutCertificates } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";
import { idOf } from "../shared/world.ts";

/** What is known of the certificates of the listener. */
interface Bound {
  promoted: Certificate;
  flaws: string[];
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
  summary: "Make an additional certificate the default one, without a moment in which a name has none.",
  when: "clients that send no name shall be served another of the listener's certificates",
  impact: "no interruption",
  input: {
    certificateId: certificateId.describe("Id of the additional certificate that shall be the default"),
    certificateQuota,
  },
  sees: ({ listenerId, certificateId }, listener) => {
    const former = listener === null ? undefined : defaultCertificateOf(listener);
    return {
      listener: { ListenerId: listenerId, certificates: true },
      successorCopy: { CopyOf: certificateId },
      ...(former === undefined ? {} : { formerCopy: { CopyOf: former } }),
    };
  },
  study: async (doors, { listener }, { certificateId }, now): Promise<Bound> => {
    const { certificate, flaws } = await examineCertificate(doors.cas, certificateId, now);
    const fallback = defaultCertificateOf(listener);
    if (fallback === undefined) return { promoted: certificate, flaws, alone: [] };
    const former = await readBoundCertificate(doors.cas, fallback);
    const others = await eachLimited(
      (listener.AdditionalCertificates ?? []).filter((id) => id !== certificateId),
      (id) => readBoundCertificate(doors.cas, id),
    );
    const covered = [certificate, ...others.filter(({ notAfter }) => notAfter > now)].flatMap(({ names }) => names);
    const alone = former.notAfter > now ? namesNotCovered(former.names, covered) : [];
    return { promoted: certificate, flaws, alone, ...(isUnknown(former) ? { unknown: former.id } : {}) };
  },
  change(world, { certificateId }, { alone }) {
    const { listener } = world;
    const additional = listener.AdditionalCertificates ?? [];
    const promoted = world.successorCopy?.CertificateId ?? idOf("successorCopy");
    if (defaultCertificateOf(listener) === promoted) return world;
    if (!additional.includes(certificateId)) {
      throw new AlbflowError("Refused", `${certificateId} is not one of its additional certificates; add it first`);
    }
    const former = world.formerCopy?.CertificateId ?? idOf("formerCopy");
    const kept = alone.length === 0 ? [] : [former];
    const copies = {
      ...world,
      successorCopy: world.successorCopy ?? { CopyOf: certificateId },
      ...(kept.length === 0
        ? {}
        : { formerCopy: world.formerCopy ?? { CopyOf: defaultCertificateOf(listener) ?? "" } }),
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
  refuse: [
    withoutCertificates,
    whileStopped,
    thrownByChange("a certificate that is not one of the listener's additional ones"),
    {
      refuses: "a certificate that is expired or not yet valid, does not match its key, or has a broken chain",
      because: ({ input, facts }) => facts.flaws.map((flaw) => `${input.certificateId} cannot serve: ${flaw}`),
    },
  ],
  effect: ({ facts: { alone, unknown } }) => {
    const words = `clients that send no name, or one that no certificate covers, are served the new default${alone.length === 0 ? "" : `; ${alone.join(", ")} stay served by a copy of the former default`}`;
    return unknown === undefined
      ? { impact: "no interruption", words }
      : { impact: "interrupts traffic", words: `${words}; ${sayUnknownNames(unknown)}, and clients lose them` };
  },
  writes: [
    "UploadUserCertificate",
    "AssociateAdditionalCertificatesWithListener",
    "UpdateListenerAttribute",
    "DissociateAdditionalCertificatesFromListener",
    "DeleteUserCertificate",
  ],
  reads: ["yundun-cert:GetUserCertificateDetail", "yundun-cert:ListUserCertificateOrder", ...ROOM_PERMISSIONS],
  example: { listenerId: "lsn-demo4u54y73wq7b", certificateId: "24870011-cn-hangzhou" },
});

export const handler = serve(promoteCertificate);
