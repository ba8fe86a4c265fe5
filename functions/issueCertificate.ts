import { z } from "zod";
import { SECRET_SETTINGS } from "../shared/access/secretFor.ts";
import { ACME_SETTINGS, acmeSettingsFrom } from "../shared/acme/acmeSettings.ts";
import { issueCertificate as issue } from "../shared/acme/issueCertificate.ts";
import { ariCertId } from "../shared/acme/renewalWindow.ts";
import { factsOf, numericId } from "../shared/certificate.ts";
import { openAlidns } from "../shared/clients/alidns.ts";
import { openCas } from "../shared/clients/cas.ts";
import { clock } from "../shared/clock.ts";
import { AlbflowError, isTransient } from "../shared/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";
import { certificateId } from "../shared/operation.ts";

const issueCertificateInput = z.strictObject({
  certificateId: certificateId.describe("Id of the certificate whose successor is wanted: it gets the same names"),
});

/** Gets the successor of a certificate from an ACME server, and puts it where listeners can use it. */
export const issueCertificate: SingleFunction = {
  name: "issueCertificate",
  area: "server certificates",
  summary:
    "Order a certificate's successor from an ACME server, proven through Alibaba Cloud DNS, into the certificate service.",
  permissions: [
    "alidns:DescribeDomains",
    "alidns:DescribeSubDomainRecords",
    "alidns:AddDomainRecord",
    "alidns:DeleteDomainRecord",
    "yundun-cert:ListUserCertificateOrder",
    "yundun-cert:GetUserCertificateDetail",
    "yundun-cert:UploadUserCertificate",
  ],
  environment: { ...ACME_SETTINGS, ...SECRET_SETTINGS },
  timeout: 600,
  input: issueCertificateInput,
  takes: "which certificate is to be followed",
  returns:
    "`state`, `issued`, `found` when it had been ordered before, or `refused`; `because`, a sentence; and the new certificate's id as `successorId`",
  example: { certificateId: "24664588-cn-hangzhou" },
};

/** What became of an order. Never holds a key. */
export interface OrderEnd {
  state: "issued" | "found" | "refused";
  because: string;
  /** Empty when refused. */
  successorId: string;
}

/** May be repeated: there is one successor of each certificate. Only what may pass by itself is thrown. */
export const handler: Handler<OrderEnd> = async (event, context) => {
  const parsed = issueCertificateInput.safeParse(jsonEvent(event));
  if (!parsed.success) return refused(`The input is not valid. ${z.prettifyError(parsed.error)}`);
  try {
    return await order(parsed.data.certificateId);
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
    return refused(error.message);
  }

  async function order(wanted: string): Promise<OrderEnd> {
    const settings = acmeSettingsFrom(process.env);
    if (settings === undefined) {
      return refused("No ACME server is set: ALBFLOW_ACME_DIRECTORY says which one is asked.");
    }
    const session = sessionOf(context);
    // The site of the certificate service is part of the id (alb.md §1.4).
    const cas = openCas({ ...session, region: wanted.slice(wanted.indexOf("-") + 1) });
    // Only with the key comes the certificate itself (alb.md §7.1); the key is not looked at.
    const { Cert = "" } = await cas.call("GetUserCertificateDetail", { CertId: numericId(wanted), CertFilter: false });
    const { names, serial } = factsOf(Cert);
    const { outcome, certificate, leftovers } = await issue({ alidns: openAlidns(session), cas }, settings, {
      names,
      period: serial,
      deadline: clock.now() + (context.function.timeout - RESERVE_SECONDS) * 1000,
      ...replaced(Cert),
    });
    const left = leftovers.length === 0 ? "" : ` These DNS records were left: ${leftovers.join(", ")}.`;
    const because = `${certificate.id} for ${names.join(", ")} is in the certificate service.${left}`;
    return { state: outcome, because, successorId: certificate.id };
  }
};

/** Seconds that are kept for the answer. */
const RESERVE_SECONDS = 20;

function refused(because: string): OrderEnd {
  return { state: "refused", because, successorId: "" };
}

/** A certificate that says nothing about its issuer's key has no name in renewal information (RFC 9773 §4.1). */
function replaced(certificatePem: string): { replaces?: string } {
  try {
    return { replaces: ariCertId(certificatePem) };
  } catch {
    return {};
  }
}
