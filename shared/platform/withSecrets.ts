import { secretValue } from "./clients/kms.ts";
import { clock } from "./clock.ts";
import { AlbflowError, reasonOf } from "./errors.ts";
import { type FcContext, type Handler, loggerOf, sessionOf } from "./functionCompute.ts";
import { reason } from "./reasons/reason.ts";
import { reasonText } from "./reasons/reasonText.ts";
import { INVALID_SETTING } from "./settings/readSetting.ts";
import { KMS_REFERENCE, keepUnavailable } from "./settings/secretSetting.ts";

/**
 * A handler whose secrets may be kept in KMS: where a variable of the function holds `kms:<name>`, the handler finds the
 * secret's value there. Values are kept in this instance's memory, and asked for again after five minutes, so that a rotated
 * secret is followed; while KMS does not answer, the former value holds. For one that cannot be read at all `secretSetting`
 * throws `AlbflowError` Denied, NotFound or Transient, and the next call asks again.
 */
export function withSecrets<Answer>(handler: Handler<Answer>): Handler<Answer> {
  const secrets = new Map<string, Secret>();
  return async (event, context) => {
    for (const [variable, text = ""] of Object.entries(process.env)) {
      // What was read before stands in the variable itself.
      if (variable.startsWith("ALBFLOW_") && text.startsWith(KMS_REFERENCE)) {
        secrets.set(variable, { name: text.slice(KMS_REFERENCE.length), value: undefined, until: 0 });
      }
    }
    const old = [...secrets].filter(([, { until }]) => clock.now() >= until);
    await Promise.all(old.map(([variable, secret]) => follow(secret, variable, context)));
    for (const [variable, { value }] of secrets) if (value !== undefined) process.env[variable] = value;
    return handler(event, context);
  };
}

interface Secret {
  name: string;
  value: string | undefined;
  /** When it is asked for again: milliseconds since 1970. */
  until: number;
}

async function follow(secret: Secret, variable: string, context: FcContext): Promise<void> {
  try {
    secret.value = await secretValue(sessionOf(context), secret.name);
    keepUnavailable(variable, undefined);
  } catch (error) {
    const kind = error instanceof AlbflowError ? error.kind : "Transient";
    const why = reason("kms-secret-unreadable", { variable, name: secret.name, cause: reasonOf(error) });
    loggerOf(context).warn(reasonText(why));
    // Where a setting that is wrong costs little, this costs no more.
    keepUnavailable(variable, new AlbflowError(kind, why, { cause: error, code: INVALID_SETTING }));
    if (secret.value === undefined) return;
  }
  secret.until = clock.now() + KEPT_MS;
}

const KEPT_MS = 300_000;
