import { X509Certificate } from "node:crypto";
import { type CasAnswer, type CasClient, casOfCertificate } from "../../platform/clients/cas.ts";
import { allNumberedPages } from "../../platform/clients/pages.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { wildcardFor } from "../../platform/hostnames.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { type CertificateNames, certificateNames } from "./certificateNames.ts";
import { type Link, readChain } from "./readChain.ts";
import { earliestEnd } from "./trust.ts";

/** What must be known of a certificate to decide about it. Never holds the private key. */
export interface Certificate extends Omit<CertificateNames, "commonName"> {
  /** `<numeric id>-<CAS site region>`, the only form that ALB compares (alb.md §1.4). */
  id: string;
  /** The common name, or the whole subject where it has none; for people. */
  subject: string;
  /** Upper-case hex without leading zeros. */
  serial: string;
  /** Milliseconds since 1970. */
  notBefore: number;
  /** When clients begin to turn it away: its own end, or that of an intermediate of its chain that ends before it. */
  notAfter: number;
  /** The name of that intermediate; absent where the certificate itself ends first. */
  endsWith?: string;
  /** Whether the certificate service no longer has it; nothing but its id is known then. */
  lost?: true;
  /** Why it could not be read; nothing but its id is known then. */
  unavailable?: string;
}

/**
 * Reads one certificate's public part from CAS. Throws `AlbflowError`, NotFound when there is none of that id, Failed when
 * what CAS has cannot be read.
 */
export async function readCertificate(cas: CasClient, id: string): Promise<Certificate> {
  return certificateIn(id, await detailOf(cas, id));
}

/**
 * Reads a certificate that a listener holds. The listener goes on serving one that CAS has deleted (`lost`, alb.md U23), or
 * of which CAS has nothing that can be read (`unavailable`): of both nothing but the id is told.
 */
export async function readBoundCertificate(cas: CasClient, id: string): Promise<Certificate> {
  try {
    return await readCertificate(cas, id);
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    if (error.kind === "NotFound") return { ...nothingOf(id), lost: true };
    if (error.code === FOREIGN_ID || error.code === UNREADABLE) return { ...nothingOf(id), unavailable: error.message };
    throw error;
  }
}

/** Reads a certificate that a listener holds; what keeps it from being read is told with it and hides no other. */
export async function readOrReport(cas: CasClient, id: string): Promise<Certificate> {
  try {
    return await readBoundCertificate(cas, id);
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return { ...nothingOf(id), unavailable: error.message };
  }
}

/** Whether nothing is known of it: neither names nor serial nor dates. */
export function isUnknown({ lost, unavailable }: Pick<Certificate, "lost" | "unavailable">): boolean {
  return lost === true || unavailable !== undefined;
}

/** A certificate of which nothing but its id is known. */
export function nothingOf(id: string): Certificate {
  return { id, names: [], addresses: [], unusable: [], subject: "", serial: "", notBefore: 0, notAfter: 0 };
}

const FOREIGN_ID = "foreign-certificate-id";
const UNREADABLE = "unreadable-certificate";

/** What people know a certificate by: its names, else addresses, subject, serial; nothing where it is unknown. */
export function labelsOf({ names, addresses, subject, serial }: Certificate): string[] {
  if (names.length > 0) return names;
  if (addresses.length > 0) return addresses;
  if (subject !== "") return [subject];
  return serial === "" ? [] : [`serial ${serial}`];
}

/** The facts of a certificate in what CAS has of it. Throws `AlbflowError` Failed when that cannot be read. */
export function certificateIn(id: string, { Cert, CertIdentifier }: Detail): Certificate {
  return { ...readParsed(id, Cert), ...earliestEnd(chainIn(Cert), clock.now()), id: CertIdentifier ?? id };
}

/** The certificates of a PEM text, the leaf first; none where one cannot be read, which is judged elsewhere. */
export function chainIn(pem: string | undefined): Link[] {
  try {
    return readChain(pem ?? "");
  } catch {
    return [];
  }
}

/**
 * Every issued or uploaded certificate that CAS holds and that has not expired, without details. `mentions` is what CAS
 * says of its names: enough to pass over those that say nothing of a name, too little to go by for the others.
 */
export async function* listCertificates(cas: CasClient): AsyncGenerator<{ id: number; mentions: string[] }> {
  for await (const { CertificateId, CommonName = "", Sans = "" } of storedCertificates(cas)) {
    if (CertificateId !== undefined) yield { id: CertificateId, mentions: [CommonName, ...Sans.split(",")] };
  }
}

/** The same as CAS tells of them. */
export function storedCertificates(cas: CasClient) {
  return allNumberedPages(
    // The default order type lists orders, not certificates (alb.md §7.1).
    (paging) => cas.call("ListUserCertificateOrder", { OrderType: "CERT", ...paging }),
    (page) => page.CertificateOrderList,
  );
}

/** The facts of a certificate, DER or the first of a PEM text. Throws an `Error` for what is none. */
export function parseCertificate(pem: string | Buffer): Omit<Certificate, "id"> {
  const x509 = new X509Certificate(pem);
  const { names, addresses, unusable } = certificateNames(x509.raw);
  return {
    names,
    addresses,
    unusable,
    subject: subjectOf(x509),
    serial: plainSerial(x509.serialNumber),
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
  };
}

/** A serial number in the one form that we compare: CAS pads it with zeros at times (alb.md §7.1). */
export function plainSerial(serial: string): string {
  return serial.toUpperCase().replace(/^0+(?=.)/, "");
}

/**
 * The certificate that ALB serves for a name in the form of `inOneForm`: an exact name before a wildcard, the latest
 * associated of several, the default when none fits or no name is sent (alb.md U16).
 */
export function servedFor(hostname: string | undefined, fallback: Certificate, additional: Certificate[]): Certificate {
  if (hostname === undefined) return fallback;
  const inOrder = [...additional].reverse().concat(fallback);
  const holderOf = (name: string) => inOrder.find(({ names }) => names.includes(name));
  return holderOf(hostname) ?? holderOf(wildcardFor(hostname) ?? hostname) ?? fallback;
}

/** The number that CAS knows a certificate by, out of the id that ALB uses. Throws InvalidInput for anything else. */
export function numericId(id: string): number {
  const number = numberIn(id);
  if (number === undefined) {
    throw new AlbflowError("InvalidInput", reason("certificate-id-invalid", { certificateId: id }), {
      code: FOREIGN_ID,
    });
  }
  return number;
}

/** Rounds of renewal ask for the same few over and over. */
function numberIn(id: string): number | undefined {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  const match = /^(\d{1,15})-[a-z0-9-]+$/.exec(id);
  if (match === null) return undefined;
  if (numbers.size >= MOST_NUMBERS) numbers.clear();
  numbers.set(id, Number(match[1]));
  return Number(match[1]);
}

const numbers = new Map<string, number>();
const MOST_NUMBERS = 2_000;

/** The common name, or the whole subject where there is none; for people. Empty where the subject is. */
function subjectOf(x509: X509Certificate): string {
  const { commonName } = certificateNames(x509.raw);
  // Undefined where it is empty, whatever the types say.
  return commonName === "" ? ((x509.subject as string | undefined) ?? "").replaceAll("\n", ", ") : commonName;
}

/** What CAS has of a certificate, its key included: whoever asks takes what it needs, and lets go of the rest. */
export type Detail = CasAnswer<"GetUserCertificateDetail">;

/**
 * Asks CAS for a certificate and its key: CertFilter keeps the certificate itself back as well (alb.md §7.1), and without
 * that nobody knows its names and its chain.
 */
export async function detailOf(cas: CasClient, id: string): Promise<Detail> {
  try {
    const CertId = numericId(id);
    return await casOfCertificate(cas, id).call("GetUserCertificateDetail", { CertId, CertFilter: false });
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    const { code, requestId } = error;
    const reported = reason("certificate-not-found", { certificateId: id });
    throw new AlbflowError("NotFound", reported, { code, requestId, cause: error });
  }
}

/** Whether CAS has a certificate of that id: neither it nor its key is asked for. */
export async function hasCertificate(cas: CasClient, id: string): Promise<boolean> {
  try {
    await casOfCertificate(cas, id).call("GetUserCertificateDetail", { CertId: numericId(id), CertFilter: true });
    return true;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return false;
    throw error;
  }
}

function readParsed(id: string, pem: string | undefined): Omit<Certificate, "id"> {
  try {
    return parseCertificate(pem ?? "");
  } catch (cause) {
    throw new AlbflowError("Failed", reason("certificate-not-parsed", { certificateId: id }), {
      code: UNREADABLE,
      cause,
    });
  }
}
