import { type CasClient, casOfCertificate } from "../../platform/clients/cas.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { numericId } from "../certificates/certificate.ts";
import { findByName } from "../certificates/findByName.ts";
import { createOnlyResource, type Resource } from "./resource.ts";

/** The same certificate and key again, under another id: ALB takes a certificate only once on a listener (alb.md U14). */
export interface CertificateCopy {
  /** Id of the certificate that it is a copy of. */
  CopyOf: string;
  /** Given by the cloud. */
  CertificateId?: string;
}

/** A copy in the certificate service, found by its name. The key goes from CAS to CAS and is kept nowhere. */
export function certificateCopy(
  name: "successorCopy" | "formerCopy",
): Resource<Pick<CertificateCopy, "CopyOf">, CertificateCopy> {
  return createOnlyResource<Pick<CertificateCopy, "CopyOf">, CertificateCopy>({
    field: `CertificateCopy of ${name === "successorCopy" ? "the new default" : "the former default"}`,
    async read({ cas }, { CopyOf }) {
      const found = await findByName(casOfCertificate(cas, CopyOf), copyName(CopyOf));
      const suffix = CopyOf.slice(CopyOf.indexOf("-"));
      const value = found && { CopyOf, CertificateId: `${found.certificateId}${suffix}` };
      return { value: value ?? null, unsettled: undefined };
    },
    make: ({ CopyOf }) => [{ action: "UploadUserCertificate", parameters: { CopyOf }, after: { CopyOf } }],
    remove: ({ CopyOf }) => [
      { action: "DeleteUserCertificate", parameters: { CertificateId: `@${name}`, CopyOf }, after: null },
    ],
  });
}

/**
 * Uploads a certificate that CAS holds once more. Doing it again finds the name taken, which is what was wanted; as the
 * code of that is not documented (open.md O20), the name is looked for before and, when the upload fails, after it.
 */
export async function uploadCopy(anySite: CasClient, copyOf: string): Promise<object> {
  const cas = casOfCertificate(anySite, copyOf);
  if ((await findByName(cas, copyName(copyOf))) !== undefined) return {};
  const { Cert, Key } = await cas.call("GetUserCertificateDetail", { CertId: numericId(copyOf), CertFilter: false });
  if (Cert === undefined || Key === undefined || Key === "") {
    throw new AlbflowError("Refused", reason("copied-key-withheld", { certificateId: copyOf }));
  }
  try {
    return await cas.call("UploadUserCertificate", { Name: copyName(copyOf), Cert, Key });
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error) || error.kind === "Denied") throw error;
    if ((await findByName(cas, copyName(copyOf))) === undefined) throw error;
    return {};
  }
}

/** Names are unique in an account and hold at most 64 characters (alb.md §7.1). */
function copyName(copyOf: string): string {
  return `albflow-copy-of-${copyOf}`;
}
