import type { AlbClient } from "../../platform/clients/alb.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";

/** Which TLS versions and ciphers a listener offers. */
export interface TlsPolicy {
  id: string;
  /** `TLSv1.2` … */
  versions: string[];
  /** OpenSSL's names, TLS 1.3 suites by their own. */
  ciphers: string[];
}

/** Reads a policy of the system or of the account. Throws `AlbflowError`, NotFound when there is none. */
export async function readTlsPolicy(alb: AlbClient, id: string): Promise<TlsPolicy> {
  const rows = id.startsWith("tls_")
    ? ((await alb.call("ListSystemSecurityPolicies", {})).SecurityPolicies ?? [])
    : await collect(
        allPages(
          (paging) => alb.call("ListSecurityPolicies", { SecurityPolicyIds: [id], ...paging }),
          (page) => page.SecurityPolicies,
        ),
      );
  const found = rows.find(({ SecurityPolicyId }) => SecurityPolicyId === id);
  if (found === undefined) throw new AlbflowError("NotFound", reason("tls-policy-not-found", { policyId: id }));
  return { id, versions: found.TLSVersions ?? [], ciphers: found.Ciphers ?? [] };
}

/** Reads policies, each once. Of one that cannot be read, or that is not named, nothing is known. Throws what passes. */
export function tlsPolicyReader(alb: AlbClient): (id: string) => Promise<TlsPolicy | undefined> {
  const known = new Map<string, Promise<TlsPolicy | undefined>>();
  return (id) => {
    const reading = known.get(id) ?? (id === "" ? Promise.resolve(undefined) : readOrNothing(alb, id));
    known.set(id, reading);
    return reading;
  };
}

async function readOrNothing(alb: AlbClient, id: string): Promise<TlsPolicy | undefined> {
  try {
    return await readTlsPolicy(alb, id);
  } catch (error) {
    if (error instanceof AlbflowError && !isTransient(error)) return undefined;
    throw error;
  }
}

/** What clients could do under one policy and no longer can under another. */
export function lostBy(from: TlsPolicy, to: TlsPolicy): { versions: string[]; ciphers: string[] } {
  return {
    versions: from.versions.filter((version) => !to.versions.includes(version)),
    ciphers: from.ciphers.filter((cipher) => !to.ciphers.includes(cipher)),
  };
}

/** The policy that a listener has when nobody has chosen one (alb.md §8). */
export const DEFAULT_TLS_POLICY = "tls_cipher_policy_1_0";

/** The versions that a policy can offer. */
export const TLS_VERSIONS = ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

/** The ciphers that a version supports (alb.md §8). */
export function ciphersOf(version: (typeof TLS_VERSIONS)[number]): readonly string[] {
  if (version === "TLSv1.3") return TLS_1_3_CIPHERS;
  return version === "TLSv1.2" ? TLS_1_2_CIPHERS : OLD_CIPHERS;
}

/** The suites below TLS 1.3 that ALB knows. */
export const TLS_1_2_CIPHERS = [
  ...["ECDHE-ECDSA-", "ECDHE-RSA-"].flatMap((exchange) =>
    ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA384", "AES128-SHA", "AES256-SHA"].map(
      (suite) => `${exchange}${suite}`,
    ),
  ),
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA256",
  "AES256-SHA256",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
];

const OLD_CIPHERS = TLS_1_2_CIPHERS.filter((cipher) => cipher.endsWith("-SHA"));

/** The suites of TLS 1.3 that ALB knows. */
export const TLS_1_3_CIPHERS = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_CCM_SHA256",
  "TLS_AES_128_CCM_8_SHA256",
];
