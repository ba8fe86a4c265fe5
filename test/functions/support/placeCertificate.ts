import { makeCertificate } from "../../../local/certificates/makeCertificate.ts";
import { seedAuthority } from "../../../local/seed/certificateMaker.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** What a certificate shall be like. */
export interface Wanted {
  names: string[];
  /** From now; negative for one that has expired. Default 60. */
  daysLeft?: number;
  /** Since when it is valid; negative for one that is not yet. Default 1. */
  daysOld?: number;
  /** What CAS shall hold in place of the intermediate that has issued it, or of the right key. */
  certificatePem?: string;
  privateKeyPem?: string;
  /** The number before the suffix. Default: any. */
  certId?: number;
}

/** Puts a certificate into the certificate service and answers its id. */
export async function placeCertificate(
  { cas, clock }: Pick<SimulatedCloud, "cas" | "clock">,
  { names, daysLeft = 60, daysOld = 1, certificatePem, privateKeyPem, certId }: Wanted,
): Promise<string> {
  const authority = await seedAuthority(clock.now());
  const made = await makeCertificate({
    names,
    // As the seed's own are.
    issuer: certificatePem === undefined ? authority : await makeCertificate({ ...INTERMEDIATE, issuer: authority }),
    notBefore: new Date(clock.now() - daysOld * DAY_MS),
    notAfter: new Date(clock.now() + daysLeft * DAY_MS),
  });
  const id = cas.putCertificate({
    name: `${names[0]}-${cas.exportState().certificates.length}`,
    certificatePem: made.certificatePem,
    privateKeyPem: made.privateKeyPem,
    ...(certId === undefined ? {} : { certId }),
  });
  if (certificatePem === undefined && privateKeyPem === undefined) return id;
  const state = structuredClone(cas.exportState());
  const row = state.certificates.find(({ CertId }) => id.startsWith(`${CertId}-`));
  if (row === undefined) throw new Error(`CAS does not hold ${id}.`);
  const [leaf] = row.Cert.match(/^[\s\S]+?-----END CERTIFICATE-----/) ?? [];
  row.Cert = certificatePem === undefined ? row.Cert : `${leaf}\n${certificatePem}`;
  row.Key = privateKeyPem ?? row.Key;
  cas.importState(state);
  return id;
}

const DAY_MS = 86_400_000;
const INTERMEDIATE = { names: ["ca.test"], commonName: "an intermediate", ca: true };
