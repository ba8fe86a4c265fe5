/**
 * The names of variables that hold a secret: a key, a password, or an address that lets in whoever knows it. A pattern, as
 * what a deployment prints is searched for them, too.
 */
export const SECRET_NAME =
  "(?:ALBFLOW_\\w*(?:SECRET|KEY|PASSWORD|TOKEN|SMTP)|ALBFLOW_(?!API_)\\w*URL|\\w*AccessKeySecret|\\w*ACCESS_KEY_SECRET|\\w*SecurityToken|\\w*SECURITY_TOKEN)";

/** Whether a variable of s.yaml, or of whoever deploys, holds a secret. */
export function isSecretSetting(name: string): boolean {
  return new RegExp(`^${SECRET_NAME}$`).test(name);
}
