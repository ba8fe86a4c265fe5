import { z } from "zod";
import {
  type Certificate,
  isUnknown,
  readBoundCertificate,
  sayUnknownNames,
} from "../shared/core/certificates/certificate.ts";
import { certificateId, defineOperation } from "../shared/core/operation.ts";
import { whileStopped, withoutCertificates } from "../shared/core/operations/refusals.ts";
import { certificatesIn, defaultCertificatesOf } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { namesNotCovered } from "../shared/platform/hostnames.ts";

/** Takes additional certificates off a listener, unless a name would be left without a valid one. */
export const removeCertificates = defineOperation({
  name: "removeCertificates",
  area: "server certificates",
  summary: "Take additional certificates off a listener whose names others cover.",
  when: "a certificate is no longer needed, or its place is",
  impacts: ["no interruption", "may interrupt"],
  input: {
    certificateIds: z.array(certificateId).min(1).max(300).describe("Ids of the certificates to take off"),
    namesToGiveUp: z
      .array(z.string().max(253))
      .max(1_000)
      .default([])
      .describe("Names that nobody asks for any more: they may lose their certificate"),
  },
  study: (doors, { listener }): Promise<Certificate[]> =>
    eachLimited(certificatesIn(listener), (id) => readBoundCertificate(doors.cas, id)),
  change({ listener }, { certificateIds }) {
    const AdditionalCertificates = (listener.AdditionalCertificates ?? []).filter((id) => !certificateIds.includes(id));
    return { listener: { ...listener, AdditionalCertificates } };
  },
  refuse: [
    withoutCertificates,
    whileStopped,
    {
      refuses: "the default certificate, which can only be replaced",
      because: ({ input, world }) =>
        defaultCertificatesOf(world.listener)
          .filter((id) => input.certificateIds.includes(id))
          .map((id) => `${id} is its default certificate, which can only be replaced: rotateCertificate`),
    },
    {
      refuses: "leaving a name without a valid certificate, unless it is named in namesToGiveUp",
      because({ input, facts, now }) {
        const staying = facts.filter(({ id, notAfter }) => !input.certificateIds.includes(id) && notAfter > now);
        const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
        const covered = [...staying.flatMap(({ names }) => names), ...input.namesToGiveUp];
        const lost = namesNotCovered([...new Set(leaving.flatMap(({ names }) => names))], covered);
        return lost.length === 0
          ? []
          : [`${lost.join(", ")} would be left without a certificate; add one first, or name them in namesToGiveUp`];
      },
    },
    {
      refuses: "a certificate whose names nobody knows any more, unless names are given up",
      because: ({ input, facts }) =>
        facts
          .filter((one) => isUnknown(one) && input.certificateIds.includes(one.id) && input.namesToGiveUp.length === 0)
          .map(({ id }) => `${sayUnknownNames(id)}; name those that clients may lose in namesToGiveUp`),
    },
  ],
  effect({ input, facts, now }) {
    const staying = facts.filter(({ id, notAfter }) => !input.certificateIds.includes(id) && notAfter > now);
    const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
    const unknown = leaving.filter(isUnknown).map(({ id }) => sayUnknownNames(id));
    const names = [...new Set(leaving.flatMap((one) => one.names))];
    const lost = namesNotCovered(
      names,
      staying.flatMap((one) => one.names),
    );
    if (lost.length + unknown.length === 0) return { impact: "no interruption", words: "no interruption" };
    const said =
      lost.length === 0 ? [] : [`clients that ask for ${lost.join(", ")} are served a certificate of another name`];
    return { impact: "may interrupt", words: [...said, ...unknown].join("; ") };
  },
  writes: ["DissociateAdditionalCertificatesFromListener", "AssociateAdditionalCertificatesWithListener"],
  reads: ["yundun-cert:GetUserCertificateDetail"],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    certificateIds: ["24870011-cn-hangzhou"],
    namesToGiveUp: ["partner.example.net"],
  },
});

export const handler = serve(removeCertificates);
