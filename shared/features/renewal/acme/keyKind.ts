import { generateKeyPair, type KeyObject, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";

/** The kinds of key that certificates can be ordered for: what public CAs sign and ALB serves. */
export const KEY_KINDS = ["rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256", "ecdsa-p384"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/**
 * The kind of key of a certificate (PEM), or the next stronger one that can be ordered; RSA beyond 4,096 bits and P-521
 * become the strongest of their family. Throws `AlbflowError` Refused for a key of another family, like SM2 or Ed25519:
 * clients that know only that one would be turned away.
 */
export function keyKindOf(certificatePem: string): KeyKind {
  const { asymmetricKeyType: family, asymmetricKeyDetails = {} } = publicKeyOf(certificatePem) ?? {};
  const { modulusLength = 0, namedCurve = "" } = asymmetricKeyDetails;
  if (family === "rsa" || family === "rsa-pss") {
    return modulusLength <= 2048 ? "rsa-2048" : modulusLength <= 3072 ? "rsa-3072" : "rsa-4096";
  }
  const kind = CURVES[namedCurve];
  if (family === "ec" && kind !== undefined) return kind;
  const reported = namedCurve === "" ? (family ?? "unknown") : namedCurve;
  const kinds = [...KEY_KINDS];
  throw new AlbflowError(
    "Refused",
    reason("key-kind-not-orderable", { kind: reported, setting: "ALBFLOW_ACME_KEY", kinds }),
    { code: "key-kind-not-orderable" },
  );
}

/** Makes a private key. RSA takes up to some seconds. */
export async function makeKey(kind: KeyKind): Promise<KeyObject> {
  const [family, size = ""] = kind.split("-");
  if (family === "rsa") return (await generate("rsa", { modulusLength: Number(size) })).privateKey;
  return (await generate("ec", { namedCurve: size === "p384" ? "P-384" : "P-256" })).privateKey;
}

const generate = promisify(generateKeyPair) as unknown as (
  type: "rsa" | "ec",
  options: object,
) => Promise<{ privateKey: KeyObject }>;

const CURVES: Record<string, KeyKind> = { prime256v1: "ecdsa-p256", secp384r1: "ecdsa-p384", secp521r1: "ecdsa-p384" };

/** Undefined for a key that Node cannot read. */
function publicKeyOf(certificatePem: string): KeyObject | undefined {
  try {
    return new X509Certificate(certificatePem).publicKey;
  } catch {
    return undefined;
  }
}
