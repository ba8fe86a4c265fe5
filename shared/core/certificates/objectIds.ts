/** Object identifiers in hex, as they stand in DER; beside each its name in dots. */

/** Extensions that decide (RFC 5280 §4.2, RFC 6962 §3.3, RFC 7633). */
export const EXTENSION = {
  /** 2.5.29.15 */
  keyUsage: "551d0f",
  /** 2.5.29.17 */
  subjectAltName: "551d11",
  /** 2.5.29.19 */
  basicConstraints: "551d13",
  /** 2.5.29.30 */
  nameConstraints: "551d1e",
  /** 2.5.29.32 */
  policies: "551d20",
  /** 2.5.29.35 */
  authorityKeyId: "551d23",
  /** 2.5.29.37 */
  extendedKeyUsage: "551d25",
  /** 1.3.6.1.5.5.7.1.24 */
  tlsFeature: "2b06010505070118",
  /** 1.3.6.1.4.1.11129.2.4.2 */
  certificateTimestamps: "2b06010401d679020402",
} as const;

/**
 * Extensions that OpenSSL takes although they are critical, beside the above: subject key identifier, policy mappings and constraints, inhibit any policy.
 */
export const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.policies,
  EXTENSION.extendedKeyUsage,
  "551d0e",
  "551d21",
  "551d24",
  "551d36",
]);

/** What a certificate's policies begin with when it is issued by the CA/Browser Forum's rules: 2.23.140.1. */
export const CA_FORUM = "67810c01";

export const SERVER_USAGE = {
  /** 1.3.6.1.5.5.7.3.1 */
  serverAuthentication: "2b06010505070301",
  /** 2.5.29.37.0 */
  any: "551d2500",
} as const;

/** Algorithms that public keys are for. */
export const KEYS: Record<string, string> = {
  "2a864886f70d010101": "RSA",
  "2a8648ce3d0201": "EC",
  "2a864886f70d01010a": "RSA-PSS",
  "2b6570": "Ed25519",
  "2b6571": "Ed448",
  "2a8648ce380401": "DSA",
};

/** Elliptic curves. */
export const CURVES: Record<string, string> = {
  "2a8648ce3d030107": "P-256",
  "2b81040022": "P-384",
  "2b81040023": "P-521",
  "2b8104000a": "secp256k1",
  "2b81040021": "secp224r1",
  "2a8648ce3d030101": "secp192r1",
  "2a811ccf5501822d": "SM2",
};

/** The digests of signatures that all clients know or once knew: RSA (PKCS #1) and ECDSA. */
export const SIGNATURES: Record<string, string> = {
  "2a864886f70d01010b": "SHA-256",
  "2a864886f70d01010c": "SHA-384",
  "2a864886f70d01010d": "SHA-512",
  "2a8648ce3d040302": "SHA-256",
  "2a8648ce3d040303": "SHA-384",
  "2a8648ce3d040304": "SHA-512",
  "2a864886f70d010105": "SHA-1",
  "2b0e03021d": "SHA-1",
  "2a8648ce3d0401": "SHA-1",
  "2a864886f70d010104": "MD5",
  "2a811ccf55018375": "SM3",
};
