import { getCiphers, type SecureVersion } from "node:tls";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { AlbflowError } from "../errors.ts";
import type { Listener } from "../facets/listener.ts";
import { handshake } from "../handshake.ts";
import { DEFAULT_TLS_POLICY, readTlsPolicy, TLS_1_2_CIPHERS, type TlsPolicy } from "../tlsPolicy.ts";
import type { Sight } from "../verdict.ts";
import { isOutOfReach, type Place, sight } from "./sight.ts";

/**
 * Tries every TLS version, and every cipher that this machine has and the policy has not. That a cipher of the policy
 * is refused says nothing: it may be for the other kind of key.
 */
export async function lookAtProtocols({ alb }: Doors, listener: Listener, place: Place): Promise<Sight[]> {
  const policy = await readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY);
  const versions = await eachLimited(Object.keys(VERSIONS), (version) => versionSight(place, policy, version));
  const foreign = TLS_1_2_CIPHERS.filter(
    (cipher) => !policy.ciphers.includes(cipher) && HERE.has(cipher.toLowerCase()),
  );
  return [...versions, ...(await eachLimited(foreign, (cipher) => cipherSight(place, policy, cipher)))];
}

/** OpenSSL 3 forbids what TLS 1.0 and 1.1 need above security level 0. */
const EVERYTHING = "ALL:@SECLEVEL=0";

const VERSIONS: Record<string, SecureVersion> = {
  "TLSv1.0": "TLSv1",
  "TLSv1.1": "TLSv1.1",
  "TLSv1.2": "TLSv1.2",
  "TLSv1.3": "TLSv1.3",
};

const HERE = new Set(getCiphers());

async function versionSight(place: Place, policy: TlsPolicy, version: string): Promise<Sight> {
  const expected = policy.versions.includes(version) ? "offered" : "refused";
  return sightOf(version, expected, policy, () =>
    handshake({ ...place, version: VERSIONS[version] as SecureVersion, ciphers: EVERYTHING }),
  );
}

async function cipherSight(place: Place, policy: TlsPolicy, cipher: string): Promise<Sight> {
  return sightOf(cipher, "refused", policy, () =>
    handshake({ ...place, version: "TLSv1.2", ciphers: `${cipher}:@SECLEVEL=0` }),
  );
}

async function sightOf(
  look: string,
  expected: string,
  policy: TlsPolicy,
  shake: () => Promise<unknown>,
): Promise<Sight> {
  const found = await shake().then(
    () => "offered",
    (error: unknown) => {
      if (isOutOfReach(error)) return error as AlbflowError;
      // A closed port is no answer to the question which versions are spoken there.
      const silent = error instanceof AlbflowError && SILENT.has(error.code ?? "");
      return silent ? error.message : "refused";
    },
  );
  if (found instanceof AlbflowError) return sight(look, { expected, notVerified: found.message });
  const problem = found === expected ? "" : `${look} is ${found}, but by the policy ${policy.id} it is ${expected}`;
  return sight(look, { expected, found, problem });
}

const SILENT = new Set(["ECONNREFUSED", "ETIMEDOUT"]);
