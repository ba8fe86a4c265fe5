import { domainToASCII } from "node:url";

/** Whether a certificate name (`example.com`, `*.example.com`) fits a host name; a wildcard stands for one label. */
export function nameFits(certificateName: string, hostname: string): boolean {
  return namesNotCovered([hostname], [certificateName]).length === 0;
}

/**
 * The names of `wanted` that `names` does not cover; a wildcard is covered only by the same wildcard. Names may be
 * written as people write them: in any case, in Unicode or punycode, with or without a dot at the end.
 */
export function namesNotCovered(wanted: string[], names: string[]): string[] {
  const covered = new Set(names.map(inOneForm));
  return wanted.filter((text) => {
    const name = inOneForm(text);
    return !covered.has(name) && !covered.has(wildcardFor(name) ?? name);
  });
}

/** A name in the one form in which names are compared: lower case, punycode, without the dot at the end. */
export function inOneForm(name: string): string {
  return (isAscii(name) ? name.toLowerCase() : punycode(name)).replace(/\.$/, "");
}

/** The wildcard that covers a host name, if one can: OpenSSL lets it stand for letters, digits and hyphens only. */
export function wildcardFor(hostname: string): string | undefined {
  return /^[a-z0-9-]+\.[^.]+\./.test(hostname) ? `*${hostname.slice(hostname.indexOf("."))}` : undefined;
}

/**
 * The form in which a name that stands in a certificate counts; undefined where clients cannot ask for it, or where
 * OpenSSL and browsers take the certificate for nothing by it. SNI carries host names only, in ASCII, without a dot at
 * the end, and no addresses (RFC 6066 §3). Underscores are asked for. A wildcard stands for one whole label, the first, of
 * at least three (OpenSSL's X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, RFC 9525 §6.3).
 */
export function servedName(text: string): string | undefined {
  if (!isAscii(text) || text.length > LONGEST_NAME) return undefined;
  const name = text.toLowerCase();
  // What ends in a number is an address to clients (WHATWG URL §3.5).
  if (/(^|\.)(\d+|0x[0-9a-f]*)$/.test(name)) return undefined;
  return (name.startsWith("*.") ? WILDCARD : HOSTNAME).test(name) ? name : undefined;
}

/** A host name to ask for when a certificate name is to be tried: a wildcard needs a label in place of its star. */
export function probeFor(certificateName: string): string {
  if (!certificateName.startsWith("*.")) return certificateName;
  const domain = certificateName.slice(1);
  return PROBE_LABEL.length + domain.length > LONGEST_NAME ? `a${domain}` : `${PROBE_LABEL}${domain}`;
}

const PROBE_LABEL = "albflow-probe";
const LONGEST_NAME = 253;
const HOSTNAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;
const WILDCARD = /^\*(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){2,}$/;

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** Node's translation takes URLs apart, so it is given letters and dots only; what it cannot translate stays as it is. */
function punycode(name: string): string {
  const [, star = "", domain = ""] = /^(\*\.)?(.*)$/s.exec(name) ?? [];
  const ascii = /[!-,/:-@[-^`{-~\s]/.test(domain) ? "" : domainToASCII(domain);
  return ascii === "" ? name.toLowerCase() : `${star}${ascii}`;
}
