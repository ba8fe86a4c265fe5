import type { Certificate } from "../certificate.ts";
import type { AlidnsDoor } from "../clients/alidns.ts";
import type { CasDoor } from "../clients/cas.ts";
import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";
import { type AcmeServer, openAcme, type PendingChallenge } from "./acmeServer.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { certificateName, orderedNames } from "./certificateName.ts";
import { type ChallengeRecord, placeRecords, removeRecords } from "./challengeRecords.ts";
import { awaitServed, openNameServers } from "./nameServers.ts";
import { findUploaded, uploadOnce } from "./uploadedCertificate.ts";
import { waitFor } from "./waitFor.ts";

/** A certificate that is wanted. */
export interface CertificateOrder {
  /** DNS names, wildcards too, 1 to 100. */
  names: string[];
  /**
   * Tells one order for these names from the next; the same names and period make one certificate, however often they
   * are asked for. The serial number of the certificate that is replaced serves well: each has one successor.
   */
  period: string;
  /** Milliseconds since 1970: when all of it must be done, the DNS records removed again included. */
  deadline: number;
  /** The certificate that is replaced, as ARI names it (`ariCertId`); the server may then count it less. */
  replaces?: string;
}

/** What became of an order. It never holds the private key: that goes from memory to CAS and nowhere else. */
export interface IssuedCertificate {
  /** `found`: an earlier order of the same names and period had made it already. */
  outcome: "issued" | "found";
  /** Its name in CAS. */
  name: string;
  certificate: Certificate;
  /** DNS records that could not be removed again; they prove nothing to anybody and may be deleted by hand. */
  leftovers: string[];
}

/** The doors through which an order is made. */
export interface AcmeDoors {
  alidns: AlidnsDoor;
  cas: CasDoor;
}

/**
 * Gets a certificate from an ACME server (RFC 8555), proving each name by a TXT record in Alibaba Cloud DNS, and puts
 * it into CAS with a key that is made here. May be repeated at any time.
 *
 * Throws `AlbflowError`: `InvalidInput` for names that no certificate can have, `Refused` when the server or the zone
 * refuses, `Throttled` when the server counts too many orders, `Transient` when the deadline passes.
 */
export async function issueCertificate(
  doors: AcmeDoors,
  settings: AcmeSettings,
  order: CertificateOrder,
): Promise<IssuedCertificate> {
  const names = orderedNames(order.names);
  const name = certificateName(names, order.period);
  const found = await findUploaded(doors.cas, name);
  if (found !== undefined) return { outcome: "found", name, certificate: found, leftovers: [] };

  const server = openAcme(settings, order.deadline - CLEANING_MS);
  const placed = await server.order(names, order.replaces);
  const leftovers = await proveNames(doors.alidns, server, await placed.challenges(), settings, order.deadline);
  const { certificatePem, privateKeyPem } = await placed.finish();
  const certificate = await uploadOnce(doors.cas, { name, certificatePem, privateKeyPem }, order.deadline);
  return { outcome: "issued", name, certificate, leftovers };
}

/** Time that is kept for removing DNS records before the deadline. */
const CLEANING_MS = 10_000;

/**
 * Shows the server that the names are ours: records in place, seen at the authority, checked by the server. Whatever
 * happens, the records go; those that do not are returned, or told in the error.
 */
async function proveNames(
  alidns: AlidnsDoor,
  server: AcmeServer,
  challenges: PendingChallenge[],
  settings: AcmeSettings,
  deadline: number,
): Promise<string[]> {
  if (challenges.length === 0) return [];
  const nameServers = openNameServers(settings.nameServers);
  const until = deadline - CLEANING_MS;
  const records: ChallengeRecord[] = [];
  const clean = () => removeRecords(alidns, records, Math.max(deadline, clock.now() + CLEANING_MS));
  try {
    await placeRecords(alidns, nameServers, challenges, records, until);
    await awaitServed(nameServers, records, until);
    await waitFor("the ACME server's check of the names", until, () => server.check(challenges));
  } catch (error) {
    const leftovers = await clean();
    if (leftovers.length === 0 || !(error instanceof AlbflowError)) throw error;
    throw new AlbflowError(error.kind, `${error.message} These DNS records were left: ${leftovers.join(", ")}.`, {
      code: error.code,
      requestId: error.requestId,
    });
  }
  return clean();
}
