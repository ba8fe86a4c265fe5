import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { CasAction, CasCall } from "../call.ts";
import { certificateChain, searchedFacts } from "../certificateFacts.ts";
import type { CasState } from "../rows.ts";

interface Parameters {
  Name: string;
  Cert?: string;
  Key?: string;
  ResourceGroupId?: string;
  Tags?: { Key?: string; Value?: string }[];
}

/**
 * Takes a certificate chain and its key. Expired certificates are taken too. Of the SM2 pair of the table (EncryptCert,
 * SignCert …) nothing is read: whoever gives only that gets InvalidCertificate. One certificate with an SM2 key is taken as
 * any other, and no listener of this cloud can serve it.
 */
export const uploadUserCertificate: CasAction<Parameters> = (state, { Name, Cert = "", Key = "", ...rest }, call) => {
  checkPair(Cert, Key, call);
  if (state.certificates.by("name", Name).length > 0) throw call.error("NameRepeat", Name);
  const held = heldCertificates(state);
  if (held >= call.certificateQuota) throw call.error("CertQuotaCheckFailed", held, call.certificateQuota);
  const CertId = freeId(state, call.random);
  state.certificates.put({
    CertId,
    Name,
    Cert,
    Key,
    ...searchedFacts(Cert),
    Source: "upload",
    ResourceGroupId: rest.ResourceGroupId ?? "rg-local",
    Tags: (rest.Tags ?? []).flatMap((tag) => (tag.Key === undefined ? [] : { Key: tag.Key, Value: tag.Value ?? "" })),
  });
  return { CertId, ResourceId: `cas-upload-${CertId}` };
};

/** An id of eight digits that no certificate has. */
export function freeId(state: CasState, random: () => number): number {
  for (;;) {
    const id = 10_000_000 + Math.floor(random() * 90_000_000);
    if (state.certificates.get(String(id)) === undefined) return id;
  }
}

/** Throws unless the texts are a certificate chain and the private key of its first certificate. */
export function checkPair(Cert: string, Key: string, call: Pick<CasCall, "error">) {
  const certificate = readCertificate(Cert, call);
  const key = readKey(Key, call);
  if (!certificate.checkPrivateKey(key)) throw call.error("CertKeyNotMatch");
}

function readCertificate(pem: string, call: Pick<CasCall, "error">): X509Certificate {
  try {
    certificateChain(pem);
    return new X509Certificate(pem);
  } catch {
    throw call.error("InvalidCertificate");
  }
}

function readKey(pem: string, call: Pick<CasCall, "error">): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw call.error("InvalidPrivateKey");
  }
}

function heldCertificates(state: CasState): number {
  let held = 0;
  for (const certificate of state.certificates.all()) if (certificate.Deleted !== true) held += 1;
  return held;
}
