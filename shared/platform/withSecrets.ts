import { secretValue } from "./clients/kms.ts";
import { clock } from "./clock.ts";
import { AlbflowError, reasonOf } from "./errors.ts";
import { type FcContext, type Handler, loggerOf, sessionOf } from "./functionCompute.ts";
import { reason } from "./reasons/reason.ts";
import { reasonText } from "./reasons/reasonText.ts";

/**
 * A handler whose secrets may be kept in KMS: where a variable of the function holds `kms:<name>`, the handler finds the
 * secret's value there. Values are kept in this instance's memory, and asked for again after five minutes, so that a rotated
 * secret is followed; while KMS does not answer, the former value holds. Throws `AlbflowError` Denied, NotFound or Transient
 * when a secret cannot be read at all.
 */
export function withSecrets<Answer>(handler: Handler<Answer>): Handler<Answer> {
  const secrets = new Map<string, Secret>();
  return async (event, context) => {
    for (const [variable, text = ""] of Object.entries(process.env)) {
      // What was read before stands in the variable itself.
      if (variable.startsWith("ALBFLOW_") && text.startsWith(REFERENCE)) {
        secrets.set(variable, { name: text.slice(REFERENCE.length), value: undefined, until: 0 });
      }
    }
    for (const [variable, secret] of secrets) {
      if (clock.now() >= secret.until) await follow(secret, variable, context);
      process.env[variable] = secret.value;
    }
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
  } catch (error) {
    const kind = error instanceof AlbflowError ? error.kind : "Transient";
    const why = reason("kms-secret-unreadable", { variable, name: secret.name, cause: reasonOf(error) });
    if (secret.value === undefined) throw new AlbflowError(kind, why, { cause: error });
    loggerOf(context).warn(reasonText(why));
  }
  secret.until = clock.now() + KEPT_MS;
}

const REFERENCE = "kms:";
const KEPT_MS = 300_000;
