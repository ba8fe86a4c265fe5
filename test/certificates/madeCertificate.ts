import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate of a test, with whatever is wrong in it. It is written here by hand, as no library makes wrong ones. */
export interface Made {
  pem: string;
  key: Pair;
  spec: Spec;
}

/** A pair of keys; to make an RSA one takes a while, so they are shared. */
export interface Pair {
  name: string;
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo. */
  spki: Buffer;
}

/** What a certificate shall say. */
export interface Spec {
  subject: string;
  /** DNS names; `ip:…`, `uri:…` and `email:…` are entries of their own kinds. */
  names?: string[];
  key: Pair;
  /** Itself unless given. */
  issuer?: Made;
  /** Days from now. */
  from?: number;
  until: number;
  ca?: boolean;
  pathLength?: number;
  digest?: "sha256" | "sha384" | "sha1" | "md5";
  /** Bits of the first byte; null for none. */
  keyUsage?: number | null;
  /** Object identifiers in hex; null for none. */
  usages?: string[] | null;
  mustStaple?: boolean;
  /** Whether it names its own and its issuer's key. */
  keyIds?: boolean;
  /** Whether it has the policy of publicly trusted CAs. */
  claimsPublic?: boolean;
  /** A critical extension that nobody knows. */
  oddCritical?: boolean;
  /** DNS names that may stand below it. */
  permitted?: string[];
}

export const USAGE = { server: "2b06010505070301", client: "2b06010505070302", any: "551d2500" };
export const KEY_USAGE = { digitalSignature: 0x80, keyEncipherment: 0x20, certSign: 0x06 };

/** Makes a pair of keys: `rsa:2048`, or the name of a curve. */
export function makePair(name: string): Pair {
  const [, bits] = /^rsa:(\d+)$/.exec(name) ?? [];
  const { privateKey } =
    bits !== undefined
      ? generateKeyPairSync("rsa", { modulusLength: Number(bits) })
      : name === "ed25519"
        ? generateKeyPairSync("ed25519")
        : generateKeyPairSync("ec", { namedCurve: name });
  return { name, privateKey, spki: createPublicKey(privateKey).export({ type: "spki", format: "der" }) };
}

/** Makes a certificate. `now` is in milliseconds since 1970. */
export function makeOne(spec: Spec, now: number): Made {
  const { issuer, key, digest = "sha256", from = -1, until, ca = false, keyIds = true } = spec;
  const signer = issuer?.key ?? key;
  const algorithm = algorithmOf(signer, digest);
  const version = tag(0xa0, tag(2, Buffer.from([2])));
  serial += 1;
  const serialNumber = tag(2, Buffer.from(`01${serial.toString(16).padStart(14, "0")}`, "hex"));
  const body = tag(
    0x30,
    version,
    serialNumber,
    algorithm,
    nameOf(issuer?.spec.subject ?? spec.subject),
    tag(0x30, timeOf(now + from * DAY_MS), timeOf(now + until * DAY_MS)),
    nameOf(spec.subject),
    key.spki,
    tag(0xa3, tag(0x30, ...extensionsOf(spec, ca, keyIds, signer))),
  );
  const signature = sign(
    signer.name === "ed25519" ? null : signer.name === "SM2" ? "sm3" : digest,
    body,
    signer.privateKey,
  );
  const der = tag(0x30, body, algorithm, tag(3, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return { pem: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"), key, spec };
}

export const DAY_MS = 86_400_000;
let serial = 0;

function extensionsOf(spec: Spec, ca: boolean, keyIds: boolean, signer: Pair): Buffer[] {
  const { names = [], pathLength, mustStaple, claimsPublic, oddCritical, permitted } = spec;
  const usage =
    spec.keyUsage === undefined
      ? ca
        ? KEY_USAGE.certSign
        : KEY_USAGE.digitalSignature | KEY_USAGE.keyEncipherment
      : spec.keyUsage;
  const usages = spec.usages === undefined ? (ca ? null : [USAGE.server]) : spec.usages;
  const path = pathLength === undefined ? [] : [tag(2, Buffer.from([pathLength]))];
  return [
    extension("551d13", true, tag(0x30, ...(ca ? [tag(1, Buffer.from([0xff])), ...path] : []))),
    ...(usage === null ? [] : [extension("551d0f", true, tag(3, Buffer.from([0, usage])))]),
    ...(usages === null ? [] : [extension("551d25", false, tag(0x30, ...usages.map(oid)))]),
    ...(keyIds ? [extension("551d0e", false, tag(4, keyId(spec.key)))] : []),
    ...(keyIds ? [extension("551d23", false, tag(0x30, tag(0x80, keyId(signer))))] : []),
    ...(names.length === 0 ? [] : [extension("551d11", false, tag(0x30, ...names.map(generalName)))]),
    ...(mustStaple ? [extension("2b06010505070118", false, tag(0x30, tag(2, Buffer.from([5]))))] : []),
    ...(claimsPublic ? [extension("551d20", false, tag(0x30, tag(0x30, oid("67810c010201"))))] : []),
    ...(oddCritical ? [extension("2b0601040182371501", true, tag(5))] : []),
    ...(permitted === undefined
      ? []
      : [
          extension("551d1e", true, tag(0x30, tag(0xa0, ...permitted.map((name) => tag(0x30, tag(0x82, text(name))))))),
        ]),
  ];
}

function generalName(name: string): Buffer {
  const [kind, value = ""] = name.includes(":") ? name.split(/:(.*)/s) : ["dns", name];
  if (kind === "ip") return tag(0x87, Buffer.from(value.split(".").map(Number)));
  return tag(kind === "uri" ? 0x86 : kind === "email" ? 0x81 : 0x82, text(value));
}

function algorithmOf({ name }: Pair, digest: string): Buffer {
  if (name === "ed25519") return tag(0x30, oid("2b6570"));
  if (name === "SM2") return tag(0x30, oid("2a811ccf55018375"));
  const rsa: Record<string, string> = { sha256: "0b", sha384: "0c", sha1: "05", md5: "04" };
  if (name.startsWith("rsa")) return tag(0x30, oid(`2a864886f70d0101${rsa[digest]}`), tag(5));
  return tag(0x30, oid(digest === "sha1" ? "2a8648ce3d0401" : `2a8648ce3d0403${digest === "sha384" ? "03" : "02"}`));
}

function keyId({ spki }: Pair): Buffer {
  return createHash("sha1").update(spki).digest();
}

function nameOf(commonName: string): Buffer {
  return tag(0x30, ...(commonName === "" ? [] : [tag(0x31, tag(0x30, oid("550403"), tag(12, text(commonName))))]));
}

function timeOf(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
  return tag(24, text(digits));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return tag(0x30, oid(id), ...(critical ? [tag(1, Buffer.from([0xff]))] : []), tag(4, value));
}

function oid(hex: string): Buffer {
  return tag(6, Buffer.from(hex, "hex"));
}

function text(value: string): Buffer {
  return Buffer.from(value, "utf8");
}

function tag(type: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 128) return Buffer.concat([Buffer.from([type, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([type, 0x80 | length.length]), length, body]);
}

/** Chance that can be repeated. */
export interface Chance {
  below(limit: number): number;
  of<One>(all: readonly One[]): One;
  shuffled<One>(all: readonly One[]): One[];
}

/** Chance of a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    of: (all) => {
      const one = all[below(all.length)];
      if (one === undefined) throw new Error("There is nothing to choose from.");
      return one;
    },
    shuffled: (all) =>
      all
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
  };
}
