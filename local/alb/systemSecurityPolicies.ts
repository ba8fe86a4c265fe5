/** A TLS policy: what a listener's handshakes may use. */
export interface SystemTlsPolicy {
  SecurityPolicyId: string;
  TLSVersions: string[];
  Ciphers: string[];
}

const ecdhe = ["ECDHE-ECDSA", "ECDHE-RSA"].flatMap((exchange) =>
  ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA384", "AES128-SHA", "AES256-SHA"].map(
    (cipher) => `${exchange}-${cipher}`,
  ),
);

const plain = [
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA256",
  "AES256-SHA256",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
];

const tls13 = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_CCM_SHA256",
  "TLS_AES_128_CCM_8_SHA256",
];

/** ALB's system policies (alb.md §8; the last one U12). */
export const systemSecurityPolicies: SystemTlsPolicy[] = [
  policy("tls_cipher_policy_1_0", ["TLSv1.0", "TLSv1.1", "TLSv1.2"], [...ecdhe, ...plain]),
  policy("tls_cipher_policy_1_1", ["TLSv1.1", "TLSv1.2"], [...ecdhe, ...plain]),
  policy("tls_cipher_policy_1_2", ["TLSv1.2"], [...ecdhe, ...plain]),
  policy("tls_cipher_policy_1_2_strict", ["TLSv1.2"], ecdhe),
  policy("tls_cipher_policy_1_2_strict_with_1_3", ["TLSv1.2", "TLSv1.3"], [...ecdhe, ...tls13]),
  policy("tls_cipher_policy_1_0_to_1_3", ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"], [...ecdhe, ...plain, ...tls13]),
];

/** The TLS versions that can use a cipher; empty for a cipher that ALB does not know. */
export function versionsOfCipher(cipher: string): string[] {
  if (tls13.includes(cipher)) return ["TLSv1.3"];
  if (![...ecdhe, ...plain].includes(cipher)) return [];
  const old = /(AES128|AES256)-SHA$/.test(cipher) || cipher === "DES-CBC3-SHA";
  return old ? ["TLSv1.0", "TLSv1.1", "TLSv1.2"] : ["TLSv1.2"];
}

function policy(SecurityPolicyId: string, TLSVersions: string[], Ciphers: string[]): SystemTlsPolicy {
  return { SecurityPolicyId, TLSVersions, Ciphers };
}
