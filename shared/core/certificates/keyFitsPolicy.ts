import { ciphersOf, TLS_VERSIONS, type TlsPolicy } from "../operations/tlsPolicy.ts";
import type { KeyFamily } from "./readChain.ts";

/** What clients can no longer use after a change; empty when nobody loses anything. */
interface LostSuites {
  /** Whether nothing is left, so that nobody at all can connect. */
  isEverything: boolean;
  /** Versions of which no suite is left, `TLSv1.2` …. */
  versions: string[];
  /** Suites that are lost where others of their version are left. */
  ciphers: string[];
}

/**
 * The suites that a certificate with such a key can be served with, by version. Below TLS 1.3 a suite needs its kind of
 * key; those of TLS 1.3 go with any (RFC 8446 §4.4.2.2).
 */
export function usableSuites(policy: Pick<TlsPolicy, "versions" | "ciphers">, key: KeyFamily): Map<string, string[]> {
  const usable = new Map<string, string[]>();
  for (const version of TLS_VERSIONS) {
    if (!policy.versions.includes(version)) continue;
    const known = ciphersOf(version);
    const fit = policy.ciphers.filter((cipher) => known.includes(cipher) && goesWith(cipher, key));
    if (fit.length > 0) usable.set(version, fit);
  }
  return usable;
}

/** What clients lose when a certificate with another kind of key is served, or under another policy. */
export function lostSuites(before: Map<string, string[]>, after: Map<string, string[]>): LostSuites {
  const versions = [...before.keys()].filter((version) => !after.has(version));
  const kept = [...before].filter(([version]) => after.has(version));
  const ciphers = kept.flatMap(([version, suites]) => suites.filter((one) => !after.get(version)?.includes(one)));
  return { isEverything: after.size === 0, versions, ciphers: [...new Set(ciphers)] };
}

function goesWith(cipher: string, key: KeyFamily): boolean {
  if (cipher.startsWith("TLS_")) return key !== "other";
  return key === (cipher.includes("ECDSA") ? "EC" : "RSA");
}
