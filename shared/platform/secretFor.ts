import { hkdfSync } from "node:crypto";
import { reason } from "./reasons/reason.ts";
import { wrongSetting } from "./settings/readSetting.ts";
import { secretSetting } from "./settings/secretSetting.ts";

/**
 * A key for one purpose out of the one secret of a deployment, `ALBFLOW_SECRET` (at least 32 characters). Keys of
 * different purposes tell nothing about each other or the secret (HKDF, RFC 5869), and a new secret makes all of them
 * new. Throws `AlbflowError` InvalidInput when the secret is missing or short, and why, when it could not be read in KMS.
 */
export function secretFor(environment: Record<string, string | undefined>, purpose: string, bytes = 32): Buffer {
  const secret = secretSetting(environment, "ALBFLOW_SECRET") ?? "";
  if (secret.length < SHORTEST) {
    throw wrongSetting(reason(secret === "" ? "secret-missing" : "secret-too-short", { purpose }));
  }
  return Buffer.from(hkdfSync("sha256", secret, "albflow", purpose, bytes));
}

/** What whoever deploys sets for keys, for the documentation. */
export const SECRET_SETTINGS = {
  ALBFLOW_SECRET: "at least 32 random characters, from which every key of the deployment is made",
};

/** The secret of every local cloud, which nobody beyond this machine can reach. */
export const LOCAL_SECRET = "the secret of every local cloud is no secret";

const SHORTEST = 32;
