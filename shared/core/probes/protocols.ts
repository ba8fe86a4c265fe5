import { getCiphers, type SecureVersion } from "node:tls";
import type { Clients } from "../../platform/clients.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import {
  DEFAULT_TLS_POLICY,
  readTlsPolicy,
  TLS_1_2_CIPHERS,
  TLS_1_3_CIPHERS,
  type TlsPolicy,
} from "../operations/tlsPolicy.ts";
import type { Listener } from "../resources/listenerState.ts";
import type { ProbeResult } from "../verdict.ts";
import { handshake } from "./handshake.ts";
import { type Endpoint, isUnreachable, probeResult } from "./probeResult.ts";

/**
 * Tries every TLS version, and every cipher that this machine has: those that the policy has not must be refused, and
 * those that it has must be offered, but for those of another kind of key than the one that is served.
 */
export async function probeProtocols({ alb }: Clients, listener: Listener, endpoint: Endpoint): Promise<ProbeResult[]> {
  const policy = await readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY);
  const offers = (version: string) => policy.versions.includes(version);
  const versions = await eachLimited(Object.keys(VERSIONS), (version) =>
    probeResultOf(reason("probe-tls-version", { version }), offers(version), policy, endpoint, {
      version,
      ciphers: EVERYTHING,
    }),
  );
  const kind = offers("TLSv1.2") ? await keyKind(endpoint) : undefined;
  const ciphers = [...TLS_1_2_CIPHERS, ...(offers("TLSv1.3") ? TLS_1_3_CIPHERS : [])].filter(
    (cipher) => HERE.has(cipher.toLowerCase()) && (!policy.ciphers.includes(cipher) || kindOf(cipher) === kind),
  );
  const tried = await eachLimited(ciphers, (cipher) =>
    probeResultOf(reason("probe-cipher", { cipher }), policy.ciphers.includes(cipher), policy, endpoint, alone(cipher)),
  );
  return [...versions, ...tried];
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

/** An offer of nothing but one cipher. */
function alone(cipher: string): { version: string; ciphers: string } {
  return cipher.startsWith("TLS_")
    ? { version: "TLSv1.3", ciphers: cipher }
    : { version: "TLSv1.2", ciphers: `${cipher}:@SECLEVEL=0` };
}

/** Which key a cipher below TLS 1.3 needs; those of TLS 1.3 go with any. */
function kindOf(cipher: string): "ECDSA" | "RSA" | undefined {
  if (cipher.startsWith("TLS_")) return undefined;
  return cipher.includes("ECDSA") ? "ECDSA" : "RSA";
}

/** The kind of key that is served: by the cipher that the server chooses among all. */
async function keyKind(endpoint: Endpoint): Promise<"ECDSA" | "RSA" | undefined> {
  const chosen = await handshake({ ...endpoint, version: "TLSv1.2", ciphers: EVERYTHING }).catch(() => undefined);
  return chosen === undefined ? undefined : kindOf(chosen.cipher);
}

async function probeResultOf(
  probe: Reason,
  isOffered: boolean,
  policy: TlsPolicy,
  endpoint: Endpoint,
  { version, ciphers }: { version: string; ciphers: string },
): Promise<ProbeResult> {
  const expected = reason(isOffered ? "value-offered" : "value-refused");
  const found = await handshake({ ...endpoint, version: VERSIONS[version] as SecureVersion, ciphers }).then(
    (): Reason | AlbflowError => reason("value-offered"),
    (error: unknown) => {
      // What this machine cannot offer was refused by nobody.
      if (!(error instanceof AlbflowError)) throw error;
      if (isUnreachable(error)) return error;
      // A closed port is no answer to the question which versions are spoken there.
      return SILENT.has(error.code ?? "") ? error.reason : reason("value-refused");
    },
  );
  if (found instanceof AlbflowError) return probeResult(probe, { expected, inconclusive: found.reason });
  const problem =
    found.code === expected.code
      ? null
      : reason("tls-offer-mismatch", { probe: probe, found, expected, policyId: policy.id });
  return probeResult(probe, { expected, found, problem });
}

const SILENT = new Set(["ECONNREFUSED", "ETIMEDOUT"]);
