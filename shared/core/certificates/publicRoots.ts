import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { type Link, readLink } from "./readChain.ts";

/**
 * The root that clients trust without being told, by which a certificate was issued; undefined when there is none. The
 * roots are Mozilla's as this Node was built with them, so that their date is that of the runtime
 * (docs/decisions/whom-clients-trust.md). To parse them all takes longer than a function's whole load: only those are
 * that hold the issuer's name.
 */
export function publicRootOf(link: Link): Link | undefined {
  roots ??= rootCertificates.map(rawOf);
  return roots
    .filter((raw) => raw.includes(link.issuerName))
    .map(parsed)
    .find(({ x509 }) => link.x509.checkIssued(x509) && link.x509.verify(x509.publicKey));
}

/** Takes other roots (PEM) for publicly trusted, and says how to go back: no test can sign with a real one. */
export function trustInstead(pems: readonly string[]): () => void {
  const before = roots;
  roots = pems.map(rawOf);
  return () => {
    roots = before;
  };
}

let roots: Buffer[] | undefined;
const links = new Map<Buffer, Link>();

function rawOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
}

function parsed(raw: Buffer): Link {
  const link = links.get(raw) ?? readLink(new X509Certificate(raw));
  links.set(raw, link);
  return link;
}
