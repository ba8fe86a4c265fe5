import { z } from "zod";
import { type Certificate, readCertificate } from "../shared/certificate.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { AlbflowError } from "../shared/errors.ts";
import { namesNotCovered } from "../shared/hostnames.ts";
import { certificateId, defineOperation } from "../shared/operation.ts";
import { whileStopped, withoutCertificates } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";
import { defaultCertificateOf } from "../shared/world.ts";

/** Takes additional certificates off a listener, unless a name would be left without a valid one. */
export const removeCertificates = defineOperation({
  name: "removeCertificates",
  summary: "Take additional certificates off a listener whose names others cover.",
  impact: "no interruption",
  input: {
    certificateIds: z.array(certificateId).min(1).max(300),
    /** Names that nobody asks for any more: they may lose their certificate. */
    namesToGiveUp: z.array(z.string()).default([]),
  },
  change(world, { certificateIds }) {
    const fallback = defaultCertificateOf(world.listener);
    if (fallback !== undefined && certificateIds.includes(fallback)) {
      throw new AlbflowError(
        "Refused",
        `${fallback} is its default certificate, which can only be replaced: rotateCertificate`,
      );
    }
    return {
      ...world,
      additionalCertificates: world.additionalCertificates.filter((id) => !certificateIds.includes(id)),
    };
  },
  study: (doors, world): Promise<Certificate[]> =>
    eachLimited([defaultCertificateOf(world.listener) ?? "", ...world.additionalCertificates], (id) =>
      readCertificate(doors.cas, id),
    ),
  refuse: [
    withoutCertificates,
    whileStopped,
    ({ input, facts, now }) => {
      const staying = facts.filter(({ id, notAfter }) => !input.certificateIds.includes(id) && notAfter > now);
      const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
      const covered = [...staying.flatMap(({ names }) => names), ...input.namesToGiveUp];
      const lost = namesNotCovered([...new Set(leaving.flatMap(({ names }) => names))], covered);
      return lost.length === 0
        ? []
        : [`${lost.join(", ")} would be left without a certificate; add one first, or name them in namesToGiveUp`];
    },
  ],
  writes: ["DissociateAdditionalCertificatesFromListener", "AssociateAdditionalCertificatesWithListener"],
  reads: ["yundun-cert:GetUserCertificateDetail"],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    certificateIds: ["24870011-cn-hangzhou"],
    namesToGiveUp: ["partner.example.net"],
  },
});

export const handler = serve(removeCertificates);
