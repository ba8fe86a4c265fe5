import { type Certificate, examineCertificate, readCertificate } from "../shared/certificate.ts";
import { AlbflowError } from "../shared/errors.ts";
import { namesNotCovered } from "../shared/hostnames.ts";
import { certificateId, defineOperation } from "../shared/operation.ts";
import { whileStopped, withoutCertificates } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";
import { defaultCertificateOf } from "../shared/world.ts";

/** What is known of the two certificates. */
interface Exchange {
  superseded: Certificate;
  successor: Certificate;
  /** Why the successor cannot serve; empty when it can. */
  flaws: string[];
}

/**
 * Replaces one certificate of a listener by its successor, as default or additional, wherever it stands. The
 * successor is served and verified before the superseded one goes; nothing else is touched.
 */
export const rotateCertificate = defineOperation({
  name: "rotateCertificate",
  summary: "Replace a certificate of a listener by its successor, without a moment in which clients see a wrong one.",
  impact: "no interruption",
  input: { certificateId, successorId: certificateId },
  change(world, { certificateId, successorId }) {
    const additional = new Set(world.additionalCertificates);
    const isDefault = defaultCertificateOf(world.listener) === certificateId;
    const isAdditional = additional.delete(certificateId);
    const isDone = additional.has(successorId) || defaultCertificateOf(world.listener) === successorId;
    if (!isDefault && !isAdditional && !isDone) {
      throw new AlbflowError("Refused", `${certificateId} is not bound to it, so there is nothing to replace`);
    }
    if (isDefault) additional.delete(successorId);
    else if (isAdditional && defaultCertificateOf(world.listener) !== successorId) additional.add(successorId);
    return {
      listener: isDefault ? { ...world.listener, Certificates: [{ CertificateId: successorId }] } : world.listener,
      additionalCertificates: [...additional],
    };
  },
  study: async (doors, _world, { certificateId, successorId }, now): Promise<Exchange> => {
    const { certificate, flaws } = await examineCertificate(doors.cas, successorId, now);
    return { superseded: await readCertificate(doors.cas, certificateId), successor: certificate, flaws };
  },
  refuse: [
    withoutCertificates,
    whileStopped,
    ({ input, facts }) => facts.flaws.map((flaw) => `${input.successorId} cannot serve: ${flaw}`),
    ({ input, facts }) => {
      const lost = namesNotCovered(facts.superseded.names, facts.successor.names);
      return lost.length === 0
        ? []
        : [`${input.successorId} does not cover ${lost.join(", ")}, which ${input.certificateId} serves now`];
    },
    ({ input, world, facts, now }) => {
      // It has to leave the additional ones before it can become the default (alb.md U14), and clients must not notice.
      if (!world.additionalCertificates.includes(input.successorId)) return [];
      if (defaultCertificateOf(world.listener) !== input.certificateId) return [];
      const alone = namesNotCovered(
        facts.successor.names,
        facts.superseded.notAfter > now ? facts.superseded.names : [],
      );
      return alone.length === 0
        ? []
        : [
            `${input.successorId} already serves ${alone.join(", ")} alone, which would be without a certificate for a moment`,
          ];
    },
    ({ input, facts }) =>
      facts.successor.notAfter > facts.superseded.notAfter
        ? []
        : [`${input.successorId} does not expire later than ${input.certificateId}`],
  ],
  writes: [
    "AssociateAdditionalCertificatesWithListener",
    "UpdateListenerAttribute",
    "DissociateAdditionalCertificatesFromListener",
  ],
  reads: ["yundun-cert:GetUserCertificateDetail"],
  example: {
    listenerId: "lsn-demo4u54y73wq7b",
    certificateId: "24664588-cn-hangzhou",
    successorId: "25113402-cn-hangzhou",
  },
});

export const handler = serve(rotateCertificate);
