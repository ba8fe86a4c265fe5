import { stringify } from "yaml";
import type { Seed } from "./seed.ts";

/** A seed as a person reads it and `--seed` takes it, with a comment that says what to know about its keys. */
export function seedYaml(seed: Seed, { withKeys }: { withKeys: boolean }): string {
  const hasCertificates = (seed.certificates ?? []).length > 0;
  const keys = withKeys ? WITH_KEYS : WITHOUT_KEYS;
  return [HEAD, ...(hasCertificates ? [keys] : []), "", stringify(seed, { lineWidth: 120 })].join("\n");
}

const HEAD =
  "# The seed of a local cloud, as `albflow local export` wrote it: `albflow local start --seed <this file>`.";
const WITH_KEYS = "# WARNING: the private keys of the certificates are in this file. Keep it to yourself.";
const WITHOUT_KEYS = `# WARNING: the certificates have no private keys here, so this file cannot be started as it is. Export it --with-keys,
# or give each certificate a privateKeyPem, or have new ones made: { name, names, expiresIn: 90d } in place of the PEM.`;
