import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import type { Connection, ConnectionOptions } from "../connection.ts";
import { embeddedSecret } from "../embedded/embeddedSecret.ts";

/**
 * The keys of the deployment that a command talks to, each for one purpose: from `ALBFLOW_SECRET`, which a local cloud and an
 * embedded engine have one of their own in place of. Undefined where nobody has set it. Whoever has it speaks for themselves.
 */
export function secretOf(
  { session, engine }: Connection,
  { local }: Pick<ConnectionOptions, "local">,
): ((purpose: string) => Buffer) | undefined {
  const { ALBFLOW_SECRET: set } = process.env;
  const own = engine !== undefined ? embeddedSecret(session.credentials) : local === true ? LOCAL_SECRET : undefined;
  const secret = set ?? own;
  return secret === undefined ? undefined : (purpose) => secretFor({ ALBFLOW_SECRET: secret }, purpose);
}
