import { isSecretSetting } from "../secretSettings.ts";

/** A secret of KMS that a function, without its prefix, reads while it runs. */
export interface KmsSecret {
  function: string;
  secret: string;
}

/** The secrets of KMS that the variables of functions name. `prefix` begins the functions' names. */
export function kmsSecretsIn(resources: Record<string, { props: unknown }>, prefix: string): KmsSecret[] {
  return Object.values(resources).flatMap(({ props }) => {
    const { functionName = "", environmentVariables = {} } = (props ?? {}) as {
      functionName?: string;
      environmentVariables?: Record<string, string>;
    };
    const named = Object.entries(environmentVariables)
      .filter(([variable, value]) => isSecretSetting(variable) && value.startsWith("kms:"))
      .map(([, value]) => value.slice("kms:".length));
    return [...new Set(named)].map((secret) => ({ function: functionName.slice(prefix.length + 1), secret }));
  });
}
