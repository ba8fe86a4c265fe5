import { isSecretSetting } from "../secretSettings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a secret is kept, as albflow.yaml says it. */
interface SecretReference {
  /** The variable of a function that holds it. */
  variable: string;
  kind: "env" | "kms";
  name: string;
}

/** The secrets among variables, as they come out of a configuration. */
export function secretsIn(variables: Environment): SecretReference[] {
  return Object.entries(variables).flatMap(([variable, value = ""]) => {
    const [, kind, name = ""] = /^(env|kms):(.+)$/.exec(value) ?? [];
    return kind === undefined || !isSecretSetting(variable) ? [] : [{ variable, kind: kind as "env" | "kms", name }];
  });
}

/** The variables that a configuration takes secrets from, and that are not set in this environment. */
export function missingSecrets(variables: Environment, environment: Environment): string[] {
  const names = secretsIn(variables).flatMap(({ kind, name }) => (kind === "env" ? [name] : []));
  return [...new Set(names)].filter((name) => (environment[name] ?? "") === "");
}

/**
 * Variables with secrets in the place of references, for a reader that says whether they make sense: those of `environment`,
 * and, for what is not there or in KMS, what passes for one.
 */
export function readableSecrets(variables: Environment, environment: Environment): Record<string, string | undefined> {
  const found = secretsIn(variables).map(({ variable, kind, name }) => {
    const given = kind === "env" ? environment[name] : undefined;
    return [variable, given === undefined || given === "" ? passingFor(variable) : given];
  });
  return { ...variables, ...Object.fromEntries(found) };
}

function passingFor(variable: string): string | undefined {
  if (variable.endsWith("_URL")) return "https://secret.invalid/address";
  if (variable.endsWith("_SMTP")) return "smtps://user:password@secret.invalid:465";
  if (variable.endsWith("_HMAC_KEY")) return "c2VjcmV0";
  return variable.endsWith("_ACCOUNT_KEY") ? undefined : "a-secret-that-nobody-has-looked-up-yet";
}
