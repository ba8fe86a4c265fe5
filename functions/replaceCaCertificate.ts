import {
  caCertificateId,
  MUTUAL_PERMISSIONS,
  MUTUAL_PRECONDITIONS,
  readMutual,
} from "../shared/core/certificates/mutualAuth.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { clientsConcerned, FIGURES_PERMISSIONS } from "../shared/core/operations/clientFigures.ts";
import { notHttps, onBasicEdition } from "../shared/core/operations/preconditions.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Replaces the CA whose clients are let in. A listener takes only one, so clients of the old one are cut off. */
export const replaceCaCertificate = defineOperation({
  name: "replaceCaCertificate",
  area: "mutual authentication",
  summary: "Accept the clients of another CA instead of the present one.",
  when: "the CA of your clients expires or is withdrawn, and clients have certificates of another CA",
  impacts: ["interrupts traffic", "lowers security"],
  input: { caCertificateId },
  gather: readMutual,
  change: ({ listener }, { caCertificateId: CertificateId }) => ({
    listener: { ...listener, CaCertificates: [{ CertificateId }] },
  }),
  preconditions: [
    notHttps("mutual-authentication"),
    onBasicEdition("mutual-authentication"),
    {
      requires: reason("check-mutual-on"),
      check: ({ resources }) => (resources.listener.CaEnabled === true ? [] : [reason("no-mutual-authentication")]),
    },
    ...MUTUAL_PRECONDITIONS,
  ],
  effect: ({ input, resources }) => ({
    impact: "interrupts traffic",
    reasons: [
      reason("client-ca-replaced", {
        certificateId: resources.listener.CaCertificates?.[0]?.CertificateId ?? null,
        successorId: input.caCertificateId,
      }),
    ],
  }),
  figures: (clients, { resources: { listener }, loadBalancer }) =>
    clientsConcerned(clients, { listener, loadBalancer }),
  writes: ["UpdateListenerAttribute"],
  reads: [...MUTUAL_PERMISSIONS, ...FIGURES_PERMISSIONS],
  example: {
    listenerId: "lsn-mutual",
    caCertificateId: "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02",
    verification: { clientCertificateId: "25200102-cn-hangzhou", rejectedClientCertificateId: "25200103-cn-hangzhou" },
  },
});

export const handler = serve(replaceCaCertificate);
