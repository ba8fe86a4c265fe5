import { systemClock } from "../../shared/platform/clock.ts";
import type { MadeCertificate } from "../certificates/makeCertificate.ts";
import { readDuration } from "./duration.ts";
import type { CheckedSeed } from "./seed.ts";

type CertificateSpec = CheckedSeed["certificates"][number];
type AuthoritySpec = CheckedSeed["caCertificates"][number];

/** Reads or makes the certificates of one seed. */
interface CertificateMaker {
  authority(spec: AuthoritySpec): Promise<{ certificatePem: string }>;
  pair(spec: CertificateSpec): Promise<{ certificatePem: string; privateKeyPem: string }>;
}

/** What a certificate without an issuer is signed by; no listener knows it. */
const SEED_CA: AuthoritySpec = { name: "local seed CA" };

/**
 * Makes certificates that are valid around `now`, and reads files with `read`. Rejects with an `Error` for an issuer
 * that the seed does not make.
 */
export function certificateMaker(
  authorities: readonly AuthoritySpec[],
  now: number,
  read: (file: string) => string,
): CertificateMaker {
  function issuerNamed(name: string): AuthoritySpec {
    const made = authorities.filter((one) => isMade(one));
    const issuer = made.find((one) => one.name === name);
    if (issuer !== undefined) return issuer;
    const known = made.map((one) => one.name).join(", ") || "none";
    throw new Error(`There is no CA ${JSON.stringify(name)} that is made here. There are: ${known}.`);
  }
  return {
    async authority(spec) {
      if (isMade(spec)) return madeAuthority(spec, now);
      const { certificateFile = "", certificatePem = read(certificateFile) } = spec;
      return { certificatePem };
    },
    async pair(spec) {
      const { names, age = "1h", expiresIn = "90d", certificateFile = "", privateKeyFile = "" } = spec;
      if (names === undefined) {
        const { certificatePem = read(certificateFile), privateKeyPem = read(privateKeyFile) } = spec;
        return { certificatePem, privateKeyPem };
      }
      const issuer = spec.issuer === undefined ? SEED_CA : issuerNamed(spec.issuer);
      return once(["certificate", issuer, names, age, expiresIn], now, async () => {
        const { makeCertificate } = await library();
        return makeCertificate({ names, issuer: await madeAuthority(issuer, now), ...validity(now, age, expiresIn) });
      });
    },
  };
}

/** The CA that signs a seed's certificates unless it says otherwise: what is made later may be of the same. */
export function seedAuthority(now: number): Promise<MadeCertificate> {
  return madeAuthority(SEED_CA, now);
}

/** What a backend shows over TLS: of nobody that anybody knows. */
export function backendCertificate(): Promise<MadeCertificate> {
  return once(["backend"], systemClock.now(), async () => (await library()).makeCertificate({ names: ["localhost"] }));
}

function isMade({ certificateFile, certificatePem }: AuthoritySpec): boolean {
  return certificateFile === undefined && certificatePem === undefined;
}

function madeAuthority({ name, expiresIn = LIFE_OF_CAS }: AuthoritySpec, now: number): Promise<MadeCertificate> {
  const make = async () => {
    const { makeCertificate } = await library();
    const names = [`${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.test`];
    return makeCertificate({ names, commonName: name, ca: true, ...validity(now, AGE_OF_CAS, expiresIn) });
  };
  // Whose end nobody asks for stays the same through all seeds of a process, as a CA does through its certificates.
  return once(["authority", name, expiresIn], now, make, expiresIn === LIFE_OF_CAS ? YEARS_MS : STILL_NEW_MS);
}

function validity(now: number, age: string, expiresIn: string) {
  return { notBefore: new Date(now - readDuration(age)), notAfter: new Date(now + readDuration(expiresIn)) };
}

/** It takes a tenth of a second to load, and a seed may bring certificates of its own. */
function library() {
  return import("../certificates/makeCertificate.ts");
}

/** A certificate may have been made so long ago, by the cloud's clock, to be as good as a new one. */
const STILL_NEW_MS = 60_000;
/** A CA of ten years, made as if it were ten years old. */
const [AGE_OF_CAS, LIFE_OF_CAS] = ["3650d", "3650d"];
const YEARS_MS = 5 * 365 * 86_400_000;
const MOST_KEPT = 1_000;
const made = new Map<string, { at: number; certificate: Promise<MadeCertificate> }>();

/** Clouds that begin alike share their certificates: one process may start hundreds. */
function once(
  what: unknown[],
  now: number,
  make: () => Promise<MadeCertificate>,
  stillGoodMs = STILL_NEW_MS,
): Promise<MadeCertificate> {
  const key = JSON.stringify(what);
  const known = made.get(key);
  const earliest = (known?.at ?? now) - (stillGoodMs === YEARS_MS ? YEARS_MS : 0);
  if (known !== undefined && now >= earliest && now < known.at + stillGoodMs) return known.certificate;
  if (made.size >= MOST_KEPT) made.clear();
  const certificate = make();
  made.set(key, { at: now, certificate });
  return certificate;
}
