import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import type { ServedCertificate, ServedTls } from "./contract.ts";

/** The certificates of one listener, by the names that they cover. */
export interface CertificateIndex {
  /** The certificate for a handshake that names `serverName`, ready to be served. */
  contextFor(serverName: string): SecureContext;
  /** Kept for the next configuration, so that only what is new is parsed. */
  readonly entries: ReadonlyMap<string, IndexedCertificate>;
}

interface IndexedCertificate {
  certificate: ServedCertificate;
  names: string[];
  /** Made at its first handshake: three hundred certificates cost nothing until they are asked for. */
  context?: SecureContext;
}

/**
 * Chooses certificates as ALB is assumed to (alb.md U16): exact name, else wildcard, else the default; of two that fit,
 * the one associated last.
 *
 * @param previous The index of the configuration before, whose parsed certificates are taken over.
 */
export function indexCertificates(tls: ServedTls, previous?: CertificateIndex): CertificateIndex {
  const entries = new Map<string, IndexedCertificate>();
  const byName = new Map<string, IndexedCertificate>();
  const enter = (certificate: ServedCertificate) => {
    const key = `${certificate.certificatePem}${certificate.privateKeyPem}${tls.clientCa ?? ""}`;
    const entry = previous?.entries.get(key) ?? { certificate, names: namesOf(certificate.certificatePem) };
    entries.set(key, entry);
    for (const name of entry.names) byName.set(name, entry);
    return entry;
  };
  const fallback = enter(tls.defaultCertificate);
  for (const certificate of tls.additionalCertificates) enter(certificate);

  return {
    entries,
    contextFor(serverName) {
      const name = serverName.toLowerCase();
      const entry = byName.get(name) ?? byName.get(`*${name.slice(name.indexOf("."))}`) ?? fallback;
      entry.context ??= createSecureContext({
        cert: entry.certificate.certificatePem,
        key: entry.certificate.privateKeyPem,
        ...(tls.clientCa === undefined ? {} : { ca: tls.clientCa }),
      });
      return entry.context;
    },
  };
}

/** The DNS names that a certificate covers, in lower case; its common name when it has no alternative names at all. */
export function namesOf(certificatePem: string): string[] {
  const { subjectAltName, subject } = new X509Certificate(certificatePem);
  const names =
    subjectAltName === undefined
      ? [/^CN=(.+)$/m.exec(subject)?.[1]]
      : subjectAltName.split(", ").map((name) => /^DNS:(.+)$/.exec(name)?.[1]);
  return names.filter((name) => name !== undefined).map((name) => name.toLowerCase());
}
