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

/** Lets in only clients with a certificate of one CA. Everybody else is turned away, so somebody must agree. */
export const enableMutualAuth = defineOperation({
  name: "enableMutualAuth",
  area: "mutual authentication",
  summary: "Accept only clients that present a certificate of a given CA (mutual TLS).",
  when: "only clients with a certificate of your own CA may connect",
  impacts: ["interrupts traffic", "lowers security"],
  input: { caCertificateId },
  gather: readMutual,
  change: ({ listener }, { caCertificateId: CertificateId }) => ({
    listener: { ...listener, CaEnabled: true, CaCertificates: [{ CertificateId }] },
  }),
  preconditions: [notHttps("mutual-authentication"), onBasicEdition("mutual-authentication"), ...MUTUAL_PRECONDITIONS],
  effect: ({ input }) => ({
    impact: "interrupts traffic",
    reasons: [reason("client-certificate-demanded", { certificateId: input.caCertificateId })],
  }),
  figures: (clients, { resources: { listener }, loadBalancer }) =>
    clientsConcerned(clients, { listener, loadBalancer }),
  writes: ["UpdateListenerAttribute"],
  reads: [...MUTUAL_PERMISSIONS, ...FIGURES_PERMISSIONS],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    caCertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01",
    verification: { clientCertificateId: "25200101-cn-hangzhou", rejectedClientCertificateId: "25200103-cn-hangzhou" },
  },
});

export const handler = serve(enableMutualAuth);
