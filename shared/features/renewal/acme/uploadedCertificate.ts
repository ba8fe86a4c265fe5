import { type Certificate, parseCertificate, readCertificate } from "../../../core/certificates/certificate.ts";
import { findByName } from "../../../core/certificates/findByName.ts";
import type { CasClient } from "../../../platform/clients/cas.ts";
import { AlbflowError, isTransient } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { waitFor } from "./waitFor.ts";

/** The certificate of this name in CAS, if there is one and it has not expired. */
export async function findUploaded(cas: CasClient, name: string): Promise<Certificate | undefined> {
  const found = await findByName(cas, name);
  return found === undefined || found.expired ? undefined : read(cas, found.certificateId);
}

/**
 * Asks CAS whether it would take another certificate, before one is ordered: by an upload that cannot succeed, as CAS has
 * neither a dry run nor a call that tells its quota (alb.md §7.1). Who may not upload is told so before the content is
 * looked at; whether the quota is looked at first is not documented, and if not, this says nothing about it. Throws
 * `AlbflowError` Denied or Refused with what to do, Transient at the deadline.
 */
export async function checkQuota(cas: CasClient, deadline: number): Promise<void> {
  await waitFor({ what: "certificate-quota" }, deadline, async () => {
    try {
      await cas.call("UploadUserCertificate", { Name: "albflow-asks-whether-there-is-room", Cert: NONE, Key: NONE });
    } catch (error) {
      if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
      if (error.kind === "Denied" || QUOTA.test(error.code ?? "")) throw withoutQuota(error);
    }
    return true;
  });
}

const NONE = "-----BEGIN NONE-----";
/** Seen on the real service: CertQuotaCheckFailed (certd/certd#609). */
const QUOTA = /quota/i;

function withoutQuota({ kind, code, reason: cause, requestId }: AlbflowError): AlbflowError {
  const isDenied = kind === "Denied";
  return new AlbflowError(
    isDenied ? "Denied" : "Refused",
    isDenied ? reason("upload-denied", { cause }) : reason("certificate-service-full", { cause }),
    { code, requestId },
  );
}

/**
 * Uploads a certificate under a name that only it can have. The name is looked for first, so that an upload whose answer
 * was lost is not repeated; one that somebody else was faster with is dropped for theirs. How CAS refuses a taken name is
 * not documented (open.md O20): whatever it says, the name is looked for again.
 */
export async function uploadOnce(
  cas: CasClient,
  pair: { name: string; certificatePem: string; privateKeyPem: string },
  deadline: number,
): Promise<Certificate> {
  return waitFor<Certificate>({ what: "certificate-upload" }, deadline, async () => {
    const earlier = await takenBy(cas, pair.name);
    if (earlier !== undefined) return earlier;
    try {
      const { CertId } = await cas.call("UploadUserCertificate", {
        Name: pair.name,
        Cert: pair.certificatePem,
        Key: pair.privateKeyPem,
      });
      if (CertId === undefined) return { notYet: reason("upload-without-id") };
      return { ...parseCertificate(pair.certificatePem), id: await identifierOf(cas, CertId) };
    } catch (error) {
      if (!(error instanceof AlbflowError) || isTransient(error) || error.kind === "Denied") throw error;
      const theirs = await takenBy(cas, pair.name);
      if (theirs !== undefined) return theirs;
      throw error;
    }
  });
}

/** Whoever has the name already. Throws `AlbflowError` Refused when that has expired: it cannot be replaced, only deleted. */
async function takenBy(cas: CasClient, name: string): Promise<Certificate | undefined> {
  const found = await findByName(cas, name);
  if (found?.expired !== true) return found === undefined ? undefined : read(cas, found.certificateId);
  throw new AlbflowError("Refused", reason("expired-certificate-has-the-name", { name }), {
    code: "expired-certificate-has-the-name",
  });
}

async function read(cas: CasClient, number: number): Promise<Certificate> {
  return readCertificate(cas, await identifierOf(cas, number));
}

/** The id with the suffix of the CAS site, which only the detail tells (alb.md §1.4). */
async function identifierOf(cas: CasClient, number: number): Promise<string> {
  const { CertIdentifier } = await cas.call("GetUserCertificateDetail", { CertId: number, CertFilter: true });
  if (CertIdentifier === undefined) {
    throw new AlbflowError("Failed", reason("certificate-without-identifier", { number }));
  }
  return CertIdentifier;
}
