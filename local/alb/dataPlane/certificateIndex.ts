import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { nameEntries } from "../../certificates/nameEntries.ts";
import type { CertificateInUse, ServedTls } from "./contract.ts";

/** The certificates of one listener, by the names that they cover. */
export interface CertificateIndex {
  /** The certificate for a handshake that names `serverName`. */
  certificateFor(serverName: string): CertificateInUse;
  /** The certificate for a handshake that names `serverName`, ready to be served. */
  contextFor(serverName: string): SecureContext;
  /** What can be served, by kind of key, the default the first; where there are two defaults these are a kind of their own. */
  readonly kinds: ReadonlyMap<string, CertificateInUse[]>;
  /** The kind that is served to who asks for a name, or for none. */
  kindFor(serverName: string | undefined): string;
  /** Kept for the next configuration, so that only what is new is parsed. */
  readonly entries: ReadonlyMap<string, IndexedCertificate>;
}

interface IndexedCertificate {
  certificate: CertificateInUse;
  /** The other default, of which clients may be served this one or that. */
  twin?: CertificateInUse;
  names: string[];
  /** `rsa`, `ec`, …; `unknown` where Node has no word for it; `both` for two defaults. */
  kind: string;
  /** Made at its first handshake: three hundred certificates cost nothing until they are asked for. */
  context?: SecureContext;
}

/**
 * Chooses certificates as ALB is assumed to (alb.md U16): exact name, else wildcard, else the default; of two that fit,
 * the one associated last. Of two defaults the client's kinds of key decide.
 *
 * @param previous The index of the configuration before, whose parsed certificates are taken over.
 */
export function indexCertificates(tls: ServedTls, previous?: CertificateIndex): CertificateIndex {
  const entries = new Map<string, IndexedCertificate>();
  const byName = new Map<string, IndexedCertificate>();
  const enter = (certificate: CertificateInUse, twin?: CertificateInUse) => {
    const pems = [certificate, twin].map((one) => `${one?.certificatePem}${one?.privateKeyPem}`);
    const key = `${pems.join("")}${tls.clientCa ?? ""}`;
    const entry: IndexedCertificate = previous?.entries.get(key) ?? {
      certificate,
      ...(twin === undefined ? {} : { twin }),
      names: chosenBy(certificate.certificatePem),
      kind: twin === undefined ? kindOf(certificate.certificatePem) : "both",
    };
    entries.set(key, entry);
    for (const name of entry.names) byName.set(name, entry);
    return entry;
  };
  if (tls.secondDefault !== undefined) enter(tls.secondDefault, tls.defaultCertificate);
  const fallback = enter(tls.defaultCertificate, tls.secondDefault);
  for (const certificate of tls.additionalCertificates) enter(certificate);
  const entryFor = (serverName: string) =>
    lookedUpBy(serverName)
      .map((name) => byName.get(name))
      .find((entry) => entry !== undefined) ?? fallback;

  const kinds = new Map<string, CertificateInUse[]>();
  for (const entry of [fallback, ...entries.values()]) {
    if (!kinds.has(entry.kind)) kinds.set(entry.kind, servedBy(entry));
  }

  return {
    entries,
    kinds,
    kindFor: (serverName) => (serverName === undefined ? fallback : entryFor(serverName)).kind,
    certificateFor: (serverName) => entryFor(serverName).certificate,
    contextFor(serverName) {
      const entry = entryFor(serverName);
      entry.context ??= createSecureContext({
        cert: servedBy(entry).map(({ certificatePem }) => certificatePem),
        key: servedBy(entry).map(({ privateKeyPem }) => privateKeyPem),
        ...(tls.clientCa === undefined ? {} : { ca: tls.clientCa }),
      });
      return entry.context;
    },
  };
}

function servedBy({ certificate, twin }: IndexedCertificate): CertificateInUse[] {
  return twin === undefined ? [certificate] : [certificate, twin];
}

function kindOf(certificatePem: string): string {
  try {
    return new X509Certificate(certificatePem).publicKey.asymmetricKeyType ?? "unknown";
  } catch {
    return "unknown";
  }
}

/**
 * The names for which ALB chooses a certificate, in lower case (alb.md U16): its DNS names, and its common names where it
 * has no DNS name. The kind of an entry is its tag in the certificate (RFC 5280 §4.2.1.6), never what it spells. Names
 * that a client cannot send, and stars that stand for no whole first label of at least three, choose nothing.
 */
function chosenBy(certificatePem: string): string[] {
  const { alternatives, commonNames } = nameEntries(certificatePem);
  const dns = alternatives.filter(({ kind }) => kind === "dns").map(({ text }) => text);
  return (dns.length > 0 ? dns : commonNames).filter(isSent).map((name) => name.toLowerCase());
}

/** The names to look a server name up by, the more exact first. A star stands for letters, digits and hyphens only. */
function lookedUpBy(serverName: string): string[] {
  const name = serverName.toLowerCase();
  const wildcard = /^[a-z\d-]+(\..+\..+)$/.exec(name);
  return wildcard === null ? [name] : [name, `*${wildcard[1]}`];
}

/** Whether a name can be what a client sends, or the wildcard for such names. */
function isSent(name: string): boolean {
  if (name.length > 253) return false;
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  if (/^(\d+|0x[\da-f]*)$/i.test(last)) return false;
  if (labels[0] !== "*") return labels.every((label) => /^[\w-]{1,63}$/.test(label));
  return labels.length > 2 && labels.slice(1).every((label) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(label));
}
