import { CONFIGURATION_FILE } from "../../deployment/configuration/configurationFile.ts";
import type { Settings } from "../../deployment/configuration/schema.ts";
import type { Account } from "../../deployment/stageChanges.ts";
import { callerIdentity } from "../../shared/platform/clients/ram.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";

/**
 * Where a stage is deployed: its region, in the account that the caller's keys belong to. Throws `AlbflowError` Denied for
 * keys that the cloud does not know.
 */
export async function accountFor(
  options: ConnectionOptions,
  settings: Pick<Settings, "region" | "account">,
  secrets: Readonly<Record<string, string>> = {},
): Promise<Account> {
  const ramEndpoint = options.local === true ? `http://127.0.0.1:${Number(options.port ?? "7700") + 6}` : undefined;
  const session = await withConnection(
    { ...options, region: settings.region },
    async (connection) => connection.session,
  );
  const { accountId } = await callerIdentity(session.credentials, ramEndpoint);
  if (options.local !== true && settings.account !== undefined && settings.account !== accountId) {
    const foreign = { accountId: settings.account, from: CONFIGURATION_FILE, keys: accountId };
    throw new AlbflowError("Denied", reason("context-account-foreign", foreign));
  }
  return {
    session: { ...session, accountId } satisfies Session,
    ramEndpoint,
    secrets,
    settleMs: options.local === true ? 0 : 10_000,
  };
}
