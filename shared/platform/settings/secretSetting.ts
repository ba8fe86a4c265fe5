import type { AlbflowError } from "../errors.ts";
import type { Environment } from "./readSetting.ts";

/** What a variable holds instead of a secret that is kept in KMS: this, and the secret's name. */
export const KMS_REFERENCE = "kms:";

/** Why secrets could not be read in KMS, by variable. Of this instance of the function. */
const unavailable = new Map<string, AlbflowError>();

/** Keeps why the secret of a variable could not be read; undefined when it could. */
export function keepUnavailable(variable: string, error: AlbflowError | undefined): void {
  if (error === undefined) unavailable.delete(variable);
  else unavailable.set(variable, error);
}

/**
 * A secret in a function's environment, as it stands there; undefined when it is not set. Throws why, for one that could not be read in KMS: it costs
 * whoever needs it, and nobody else, and no reference is ever taken for the secret itself.
 */
export function secretSetting(environment: Environment, name: string): string | undefined {
  const { [name]: text = "" } = environment;
  if (!text.startsWith(KMS_REFERENCE)) return text === "" ? undefined : text;
  throw unavailable.get(name) ?? new Error(`${name} is kept in KMS, and nothing has read it there (withSecrets).`);
}
