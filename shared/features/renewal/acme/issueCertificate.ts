import { X509Certificate } from "node:crypto";
import type { Certificate } from "../../../core/certificates/certificate.ts";
import type { AlidnsClient } from "../../../platform/clients/alidns.ts";
import type { CasClient } from "../../../platform/clients/cas.ts";
import { clock } from "../../../platform/clock.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { type AcmeServer, openAcme, type PendingChallenge } from "./acmeServer.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { certificateName } from "./certificateName.ts";
import type { ChallengeRecord } from "./challengeRecord.ts";
import { type ChallengePlaces, findPlaces, placeRecords, removeRecords } from "./challengeRecords.ts";
import { type KeyKind, makeKey } from "./keyKind.ts";
import { awaitServed, type NameServers, openNameServers } from "./nameServers.ts";
import { orderableNames } from "./orderableNames.ts";
import type { KeptOrder, OrderFailure, OrderMemory, OrderRecords } from "./orderRecords.ts";
import { checkQuota, findUploaded, uploadOnce } from "./uploadedCertificate.ts";
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
  /** The kind of key that it gets. */
  keyKind: KeyKind;
}

/** What became of an order. It never holds the private key: that goes to CAS, and sealed to the log service. */
interface IssuedCertificate {
  /**
   * `found`: an earlier order of the same names and period has brought it there. `takenUp`: an earlier order had it issued,
   * and now it is there.
   */
  outcome: "issued" | "found" | "takenUp";
  /** Its name in CAS. */
  name: string;
  certificate: Certificate;
  /** DNS records that could not be removed again; they prove nothing to anybody and may be deleted by hand. */
  leftovers: string[];
}

/** The clients through which an order is made. */
export interface AcmeClients {
  alidns: AlidnsClient;
  cas: CasClient;
  records: OrderRecords;
}

/**
 * Gets a certificate from an ACME server (RFC 8555), proving each name by a TXT record in Alibaba Cloud DNS, and puts it
 * into CAS with a key that is made here. May be repeated at any time: what was issued and could not be put there is kept,
 * and put there by the next order of the same names and period, without another one at the server.
 *
 * Everything that can be known is asked before the server is: names, domains, whether CAS takes another certificate.
 * Throws `AlbflowError`: `InvalidInput` for names that no certificate can have, `Refused` when the server, the zone or CAS
 * refuses, `Throttled` when the server counts too many orders, `Transient` when the deadline passes.
 */
export async function issueCertificate(
  clients: AcmeClients,
  settings: AcmeSettings,
  order: CertificateOrder,
): Promise<IssuedCertificate> {
  const names = orderableNames(order.names);
  const name = certificateName(names, order.period);
  const found = await findUploaded(clients.cas, name);
  if (found !== undefined) return { outcome: "found", name, certificate: found, leftovers: [] };
  const memory = await clients.records.read(name);
  const takenUp = await takeUp(clients, settings, memory.kept, { name, names, deadline: order.deadline });
  return takenUp ?? (await orderAnew(clients, settings, order, memory, { name, names }));
}

/** Brings what an earlier order has left into CAS; undefined when it has left nothing that is still good. */
async function takeUp(
  { cas, records }: AcmeClients,
  settings: AcmeSettings,
  kept: KeptOrder | undefined,
  { name, names, deadline }: { name: string; names: string[]; deadline: number },
): Promise<IssuedCertificate | undefined> {
  if (kept === undefined) return undefined;
  const certificatePem = kept.certificatePem ?? (await fetchKept(settings, kept, names, deadline));
  if (certificatePem === undefined || !isWorthHaving(certificatePem)) return undefined;
  const isKept = kept.certificatePem !== undefined;
  const certificate = await uploadOrKeep(
    cas,
    isKept ? undefined : records,
    { ...kept, name, certificatePem },
    deadline,
  );
  return { outcome: "takenUp", name, certificate, leftovers: [] };
}

/** A server that no longer has an order, or has given it up, has issued nothing for it that could be had. */
async function fetchKept(
  settings: AcmeSettings,
  kept: KeptOrder,
  names: string[],
  deadline: number,
): Promise<string | undefined> {
  try {
    return (await openAcme(settings, deadline).takeUp(names, kept)).certificatePem;
  } catch (error) {
    if (error instanceof AlbflowError && GONE.has(error.kind)) return undefined;
    throw error;
  }
}

const GONE = new Set(["Refused", "Denied", "Failed", "NotFound"]);

/** One that has used up two thirds of its life would have to be replaced at once. */
function isWorthHaving(certificatePem: string): boolean {
  const { validFrom, validTo } = new X509Certificate(certificatePem);
  const [begin, end] = [Date.parse(validFrom), Date.parse(validTo)];
  return end - clock.now() > (end - begin) / 3;
}

async function orderAnew(
  { alidns, cas, records }: AcmeClients,
  settings: AcmeSettings,
  { replaces, keyKind, deadline }: CertificateOrder,
  { failures }: OrderMemory,
  { name, names }: { name: string; names: string[] },
): Promise<IssuedCertificate> {
  refuseTooEarly(failures);
  await checkQuota(cas, deadline);
  const nameServers = openNameServers(settings.nameServers);
  const places = await findPlaces(alidns, nameServers, names, deadline - CLEANING_MS);
  const server = openAcme(settings, deadline - CLEANING_MS);
  const placed = await server.order(names, replaces);
  const leftovers = await proveNames(alidns, server, await placed.challenges(), { nameServers, places, deadline });
  const privateKey = await makeKey(keyKind);
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  // Before the server issues anything: from here on nothing can be lost, whatever ends first.
  await records.keep(name, { orderUrl: placed.url, privateKeyPem });
  const { certificatePem } = await placed.finish(privateKeyPem);
  const pair = { name, orderUrl: placed.url, privateKeyPem, certificatePem };
  return { outcome: "issued", name, certificate: await uploadOrKeep(cas, records, pair, deadline), leftovers };
}

/** A server that has said when it wants to be asked again is not asked before. */
function refuseTooEarly(failures: OrderFailure[]): void {
  const latest = Math.max(0, ...failures.map(({ notBefore }) => notBefore));
  // The first that named this time has the server's own words; those after it repeat them.
  const first = failures.find(({ notBefore }) => notBefore === latest);
  if (first === undefined || latest <= clock.now()) return;
  const early = reason("acme-asked-too-early", { notBefore: latest, cause: first.reason });
  throw new AlbflowError("Throttled", early, { code: first.code });
}

/** Uploads, and keeps the certificate where that fails, so that the server need not even be asked for it again. */
async function uploadOrKeep(
  cas: CasClient,
  records: OrderRecords | undefined,
  { name, ...kept }: KeptOrder & { name: string; certificatePem: string },
  deadline: number,
): Promise<Certificate> {
  try {
    return await uploadOnce(cas, { name, ...kept }, deadline);
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    // Without it the order is kept, from which the server tells the certificate again.
    await records?.keep(name, kept).catch(() => {});
    const { validTo } = new X509Certificate(kept.certificatePem);
    const notAfter = Date.parse(validTo);
    const { kind, code, requestId, reason: cause } = error;
    throw new AlbflowError(kind, reason("issued-not-uploaded", { name, notAfter, cause }), { code, requestId });
  }
}

/** Time that is kept for removing DNS records before the deadline. */
const CLEANING_MS = 10_000;

/**
 * Shows the server that the names are ours: records in place, seen at the authority, checked by the server. Whatever
 * happens, the records go; those that do not are returned, or told in the error.
 */
async function proveNames(
  alidns: AlidnsClient,
  server: AcmeServer,
  challenges: PendingChallenge[],
  { nameServers, places, deadline }: { nameServers: NameServers; places: ChallengePlaces; deadline: number },
): Promise<string[]> {
  if (challenges.length === 0) return [];
  const until = deadline - CLEANING_MS;
  const records: ChallengeRecord[] = [];
  const clean = () => removeRecords(alidns, records, Math.max(deadline, clock.now() + CLEANING_MS));
  try {
    await placeRecords(alidns, places, challenges, records, until);
    await awaitServed(nameServers, records, until);
    await waitFor({ what: "acme-check" }, until, () => server.check(challenges));
  } catch (error) {
    const leftovers = await clean();
    if (leftovers.length === 0 || !(error instanceof AlbflowError)) throw error;
    const { kind, code, requestId, reason: cause } = error;
    throw new AlbflowError(kind, reason("order-left-records", { leftovers, cause }), { code, requestId });
  }
  return clean();
}
