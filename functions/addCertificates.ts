import { z } from "zod";
import { type Certificate, examineCertificate } from "../shared/certificate.ts";
import { certificateQuota, ROOM_PERMISSIONS } from "../shared/certificateRoom.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { defaultCertificateOf } from "../shared/facets/listener.ts";
import { certificateId, defineOperation } from "../shared/operation.ts";
import { whileStopped, withoutCertificates } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";

/** Binds more certificates to a listener; each is served to clients that ask for one of its names. */
export const addCertificates = defineOperation({
  name: "addCertificates",
  area: "server certificates",
  summary: "Bind additional certificates to a listener, for clients that ask for their names.",
  when: "a listener shall serve names that none of its certificates covers yet",
  impact: "no interruption",
  input: {
    certificateIds: z.array(certificateId).min(1).max(300).describe("Ids of the certificates to add"),
    certificateQuota,
  },
  study: (doors, _world, { certificateIds }, now): Promise<{ certificate: Certificate; flaws: string[] }[]> =>
    eachLimited(certificateIds, (id) => examineCertificate(doors.cas, id, now)),
  change({ listener }, { certificateIds }) {
    const added = certificateIds.filter((id) => id !== defaultCertificateOf(listener));
    const AdditionalCertificates = [...new Set([...(listener.AdditionalCertificates ?? []), ...added])];
    return { listener: { ...listener, AdditionalCertificates } };
  },
  refuse: [
    withoutCertificates,
    whileStopped,
    {
      refuses: "a certificate that is expired or not yet valid, does not match its key, or has a broken chain",
      because: ({ facts }) =>
        facts.flatMap(({ certificate, flaws }) => flaws.map((flaw) => `${certificate.id} cannot serve: ${flaw}`)),
    },
  ],
  writes: ["AssociateAdditionalCertificatesWithListener", "DissociateAdditionalCertificatesFromListener"],
  reads: ["yundun-cert:GetUserCertificateDetail", ...ROOM_PERMISSIONS],
  example: { listenerId: "lsn-demo4u54y73wq7b", certificateIds: ["25113407-cn-hangzhou"] },
});

export const handler = serve(addCertificates);
