import * as z from "zod";
import {
  allowLessTrusted,
  describeWhyNot,
  effectOf,
  gatherServices,
  POLICY_PERMISSIONS,
  type Service,
} from "../shared/core/certificates/gatherServices.ts";
import { type HeldCertificate, readBoundHeld, readCandidate } from "../shared/core/certificates/readHeld.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { certificateId } from "../shared/core/operationInput.ts";
import { certificateQuota, QUOTA_PERMISSIONS } from "../shared/core/operations/certificateQuota.ts";
import { withoutCertificates } from "../shared/core/operations/preconditions.ts";
import { certificatesIn, defaultCertificatesOf } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Binds more certificates to a listener; each is served to clients that ask for one of its names. */
export const addCertificates = defineOperation({
  name: "addCertificates",
  area: "server certificates",
  summary: "Add certificates to a listener for more server names (SNI).",
  when: "a listener must serve names that none of its certificates covers",
  impacts: ["no interruption", "interrupts traffic"],
  input: {
    certificateIds: z.array(certificateId).min(1).max(300).describe("Ids of the certificates to add"),
    allowLessTrusted,
    certificateQuota,
  },
  gather: async (clients, { listener }, { certificateIds, allowLessTrusted }, now): Promise<Service[]> => {
    const bound = certificatesIn(listener);
    const held = await eachLimited(bound, (id) => readBoundHeld(clients.cas, id));
    return eachLimited(certificateIds, async (id) => {
      const candidate = await readCandidate(clients.cas, id);
      const others = held.filter(({ certificate }) => certificate.id !== id);
      // It gets the clients of those that have its names; of others it gets none, and the default says whom clients trust.
      const shadowed = others.filter((one) => sharesName(one, candidate));
      const inPlaceOf = shadowed.length > 0 ? shadowed : others.slice(0, 1);
      return gatherServices(clients, listener, candidate, {
        inPlaceOf,
        takesOver: shadowed.length > 0,
        now,
        allowLessTrusted,
      });
    });
  },
  change({ listener }, { certificateIds }) {
    const added = certificateIds.filter((id) => !defaultCertificatesOf(listener).includes(id));
    const AdditionalCertificates = [...new Set([...(listener.AdditionalCertificates ?? []), ...added])];
    return { listener: { ...listener, AdditionalCertificates } };
  },
  preconditions: [
    withoutCertificates,
    {
      requires: reason("check-can-serve"),
      check: ({ facts }) => describeWhyNot(facts),
    },
  ],
  effect: ({ facts }) => effectOf(facts),
  writes: ["AssociateAdditionalCertificatesWithListener", "DissociateAdditionalCertificatesFromListener"],
  reads: ["yundun-cert:GetUserCertificateDetail", ...POLICY_PERMISSIONS, ...QUOTA_PERMISSIONS],
  example: { listenerId: "lsn-demo4u54y73wq7b", certificateIds: ["25113407-cn-hangzhou"] },
});

export const handler = serve(addCertificates);

function sharesName(one: HeldCertificate, other: HeldCertificate): boolean {
  return one.certificate.names.some((name) => other.certificate.names.includes(name));
}
