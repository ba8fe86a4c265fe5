import { constants } from "node:crypto";
import type { SecureVersion } from "node:tls";
import type { ServedTls } from "./contract.ts";

/** What a TLS policy means to OpenSSL. */
interface PolicyOptions {
  minVersion: SecureVersion;
  maxVersion: SecureVersion;
  ciphers: string;
  /** Refuses the versions that lie between the lowest and the highest but are not of the policy. */
  secureOptions: number;
}

/**
 * Translates a TLS policy (alb.md §8) for node:tls. Suites that this OpenSSL does not have are left out by OpenSSL
 * itself; a policy of which nothing is left is an error when it is put to use.
 */
export function policyOptions({ versions, ciphers }: Pick<ServedTls, "versions" | "ciphers">): PolicyOptions {
  const allowed = VERSIONS.filter(({ name }) => versions.includes(name));
  const lowest = allowed[0];
  const highest = allowed.at(-1);
  if (lowest === undefined || highest === undefined) {
    const known = VERSIONS.map(({ name }) => name).join(" ");
    throw new Error(`A TLS policy must allow one of ${known}; this one allows: ${versions.join(" ")}.`);
  }
  const refused = VERSIONS.filter((version) => !allowed.includes(version));
  return {
    minVersion: lowest.version,
    maxVersion: highest.version,
    ciphers: [...ciphers, ...(NEEDS_NO_SECURITY_LEVEL.has(lowest.name) ? ["@SECLEVEL=0"] : [])].join(":"),
    secureOptions: refused.reduce((options, { refuse }) => options | refuse, 0),
  };
}

const VERSIONS: { name: string; version: SecureVersion; refuse: number }[] = [
  { name: "TLSv1.0", version: "TLSv1", refuse: constants.SSL_OP_NO_TLSv1 },
  { name: "TLSv1.1", version: "TLSv1.1", refuse: constants.SSL_OP_NO_TLSv1_1 },
  { name: "TLSv1.2", version: "TLSv1.2", refuse: constants.SSL_OP_NO_TLSv1_2 },
  { name: "TLSv1.3", version: "TLSv1.3", refuse: constants.SSL_OP_NO_TLSv1_3 },
];

/** OpenSSL 3 signs the handshakes of these with SHA-1, which it forbids above security level 0. */
const NEEDS_NO_SECURITY_LEVEL = new Set(["TLSv1.0", "TLSv1.1"]);
