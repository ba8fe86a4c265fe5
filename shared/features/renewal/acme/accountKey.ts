import { createECDH, createPrivateKey } from "node:crypto";
import { secretFor } from "../../../platform/secretFor.ts";
import { privateKeySetting } from "../../../platform/settings/pemSetting.ts";

/**
 * The private key of the ACME account: `ALBFLOW_ACME_ACCOUNT_KEY` (PEM) where an account exists already, else one that
 * follows from `ALBFLOW_SECRET`, so that every redeployment finds the same account without keeping anything
 * (docs/decisions/the-acme-account-follows-from-the-secret.md). Throws InvalidInput when neither is there, or it is no key.
 */
export function accountKeyFrom(environment: Record<string, string | undefined>): string {
  return (
    privateKeySetting(environment, "ALBFLOW_ACME_ACCOUNT_KEY") ??
    deriveKey(secretFor(environment, "ACME account key", 48))
  );
}

/** A P-256 key out of 48 uniform bytes: reduced modulo the order, which leaves a bias below 2^-128 (FIPS 186-5 A.2.1). */
function deriveKey(bytes: Buffer): string {
  const scalar = (BigInt(`0x${bytes.toString("hex")}`) % (P256_ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const coordinate = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d: d.toString("base64url"), x: coordinate(1), y: coordinate(33) };
  return createPrivateKey({ key: jwk, format: "jwk" }).export({ type: "pkcs8", format: "pem" }).toString();
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
