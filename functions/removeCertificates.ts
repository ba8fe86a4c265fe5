import * as z from "zod";
import { type Certificate, isUnknown, readBoundCertificate } from "../shared/core/certificates/certificate.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { FIGURES_PERMISSIONS, namesAsked } from "../shared/core/operations/clientFigures.ts";
import { withoutCertificates } from "../shared/core/operations/preconditions.ts";
import { certificatesIn, defaultCertificatesOf } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { namesNotCovered } from "../shared/platform/hostnames.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Takes additional certificates off a listener, unless a name would be left without a valid one. */
export const removeCertificates = defineOperation({
  name: "removeCertificates",
  area: "server certificates",
  summary: "Remove additional certificates whose names other certificates cover.",
  when: "a certificate is no longer needed, or the listener has reached its quota",
  impacts: ["no interruption", "may interrupt"],
  input: {
    certificateIds: z.array(certificateId).min(1).max(300).describe("Ids of the certificates to take off"),
    allowUncoveredNames: z
      .array(z.string().max(253))
      .max(1_000)
      .default([])
      .describe("Names that nobody asks for any more: they may lose their certificate"),
  },
  gather: (clients, { listener }): Promise<Certificate[]> =>
    eachLimited(certificatesIn(listener), (id) => readBoundCertificate(clients.cas, id)),
  change({ listener }, { certificateIds }) {
    const AdditionalCertificates = (listener.AdditionalCertificates ?? []).filter((id) => !certificateIds.includes(id));
    return { listener: { ...listener, AdditionalCertificates } };
  },
  preconditions: [
    withoutCertificates,
    {
      requires: reason("check-not-default"),
      check: ({ input, resources }) =>
        defaultCertificatesOf(resources.listener)
          .filter((id) => input.certificateIds.includes(id))
          .map((certificateId) => reason("default-certificate-fixed", { certificateId })),
    },
    {
      requires: reason("check-names-covered"),
      check({ input, facts, now }) {
        const staying = facts.filter(({ id, notAfter }) => !input.certificateIds.includes(id) && notAfter > now);
        const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
        const covered = [...staying.flatMap(({ names }) => names), ...input.allowUncoveredNames];
        const lost = namesNotCovered([...new Set(leaving.flatMap(({ names }) => names))], covered);
        return lost.length === 0 ? [] : [reason("names-left-uncovered", { names: lost })];
      },
    },
    {
      requires: reason("check-names-known"),
      check: ({ input, facts }) =>
        facts
          .filter(
            (one) => isUnknown(one) && input.certificateIds.includes(one.id) && input.allowUncoveredNames.length === 0,
          )
          .map(({ id }) => reason("names-unknown", { certificateId: id })),
    },
  ],
  effect({ input, facts, now }) {
    const staying = facts.filter(({ id, notAfter }) => !input.certificateIds.includes(id) && notAfter > now);
    const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
    const unknown = leaving
      .filter(isUnknown)
      .map(({ id }) => reason("unknown-names-lost", { certificateId: id, successorId: null }));
    const names = [...new Set(leaving.flatMap((one) => one.names))];
    const lost = namesNotCovered(
      names,
      staying.flatMap((one) => one.names),
    );
    if (lost.length + unknown.length === 0) return { impact: "no interruption", reasons: [] };
    const known = lost.length === 0 ? [] : [reason("names-lost", { names: lost })];
    return { impact: "may interrupt", reasons: [...known, ...unknown] };
  },
  figures: (clients, { input, resources: { listener }, loadBalancer, facts }) => {
    const leaving = facts.filter(({ id }) => input.certificateIds.includes(id));
    return namesAsked(clients, { listener, loadBalancer }, [...new Set(leaving.flatMap(({ names }) => names))]);
  },
  writes: ["DissociateAdditionalCertificatesFromListener", "AssociateAdditionalCertificatesWithListener"],
  reads: ["yundun-cert:GetUserCertificateDetail", ...FIGURES_PERMISSIONS],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    certificateIds: ["24870011-cn-hangzhou"],
    allowUncoveredNames: ["partner.example.net"],
  },
});

export const handler = serve(removeCertificates);
