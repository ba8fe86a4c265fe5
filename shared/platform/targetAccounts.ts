import { openGenericClient } from "./clients/genericClient.ts";
import { translate } from "./clients/openApi.ts";
import { clock } from "./clock.ts";
import { AlbflowError, isTransient } from "./errors.ts";
import { type Place, regionName } from "./place.ts";
import { reason } from "./reasons/reason.ts";
import type { Credentials, Session } from "./session.ts";
import { type Environment, listSetting } from "./settings/readSetting.ts";
import { regionsFrom } from "./settings/regions.ts";
import { targetExternalId, targetRole } from "./targetRole.ts";

/** An account that lets albflow in, and the regions that albflow operates there; all when none is named. */
interface TargetAccount {
  accountId: string;
  regions: string[];
  /** Whether albflow only looks there. */
  readOnly: boolean;
}

/** What a function reads of them, for the documentation. */
export const TARGET_SETTINGS = {
  ALBFLOW_TARGETS:
    "other accounts that are operated, with commas between, each with its regions if it is not all: <account>=<region>+<region>; <account>:read where albflow only looks",
};

/** The accounts of `ALBFLOW_TARGETS`. Throws `AlbflowError` InvalidInput for what is none. */
export function targetAccountsFrom(environment: Environment): TargetAccount[] {
  const written = listSetting(environment, "ALBFLOW_TARGETS", (text) => TARGET.test(text), reason("expected-targets"));
  return written.map((text) => {
    const [whole = "", regions] = text.split("=");
    const [accountId = "", mark] = whole.split(":");
    return { accountId, regions: regions?.split("+") ?? [], readOnly: mark === "read" };
  });
}

const TARGET = /^\d{16}(?::read)?(?:=[a-z]{2}-[a-z0-9-]{1,30}(?:\+[a-z]{2}-[a-z0-9-]{1,30})*)?$/;

/**
 * The regions that the deployment operates, of the own account first, each as `regionName` has it: all, or those of some accounts
 * or regions only. An account that names no regions has the own account's. Where both are given, they are taken as given:
 * whoever asks for a region that is not operated is told so by whoever opens it.
 */
export function operatedRegions(
  home: Place,
  environment: Environment,
  only: { accounts?: string[] | undefined; regions?: string[] | undefined } = {},
): string[] {
  const set = regionsFrom(environment);
  const own = only.regions ?? (set.length === 0 ? [home.region] : set);
  const targets = targetAccountsFrom(environment);
  const { accounts = [home.accountId, ...targets.map(({ accountId }) => accountId)] } = only;
  return accounts.flatMap((accountId) => {
    if (accountId === home.accountId) return own;
    if (only.accounts !== undefined && only.regions !== undefined)
      return own.map((region) => regionName({ account: accountId, region }));
    const { regions = [] } = targets.find((one) => one.accountId === accountId) ?? {};
    const there = only.regions === undefined ? regions : regions.filter((region) => own.includes(region));
    return (regions.length === 0 ? own : there).map((region) => regionName({ account: accountId, region }));
  });
}

/** Where a function looks that takes accounts and regions: in its own region unless something is given. */
export function placesAsked(
  home: Place,
  { accounts, regions }: { accounts?: string[] | undefined; regions?: string[] | undefined },
): string[] {
  return operatedRegions(
    home,
    process.env,
    accounts === undefined ? { accounts: [home.accountId], regions: regions ?? [home.region] } : { accounts, regions },
  );
}

/**
 * A session at another place: of the own account with its own keys, of another with those of the role that lets albflow in.
 * Rejects with `AlbflowError`: Refused where the deployment does not operate the place, Denied where the account's role does not
 * let albflow in (any more), Transient when nobody can tell just now.
 */
export async function sessionAt(home: Session, place: Place, environment: Environment): Promise<Session> {
  const { accountId, region } = place;
  if (accountId === home.accountId) return { ...home, region, isElsewhere: true };
  const target = targetAccountsFrom(environment).find((one) => one.accountId === accountId);
  if (target === undefined) throw new AlbflowError("Refused", reason("account-not-operated", { accountId }));
  const { regions } = target;
  if (regions.length > 0 && !regions.includes(region)) {
    throw new AlbflowError("Refused", reason("region-not-operated-there", { accountId, region, regions }));
  }
  return {
    ...home,
    accountId,
    region,
    isElsewhere: true,
    credentials: await credentialsIn(home, accountId, environment),
  };
}

/**
 * Throws `AlbflowError` Refused for a region of the own account that the deployment does not operate, and for an account where
 * it only looks: its roles may look at what is there, and change nothing.
 */
export function demandOperated(place: Place | undefined, home: Place, environment: Environment): void {
  if (place === undefined) return;
  const { accountId, region } = place;
  if (accountId !== home.accountId) {
    const isLookedAt = targetAccountsFrom(environment).some((one) => one.accountId === accountId && one.readOnly);
    if (isLookedAt) throw new AlbflowError("Refused", reason("account-read-only", { accountId }));
    return;
  }
  const regions = [...new Set([home.region, ...regionsFrom(environment)])];
  if (!regions.includes(region)) throw new AlbflowError("Refused", reason("region-not-operated", { region, regions }));
}

/** Of this instance, by whose keys they were got and the account. */
const known = new Map<string, { until: number; credentials: Promise<Credentials> }>();

/** They are asked for again a little before they end, so that a call that takes its time ends with them. */
const MARGIN_MS = 10 * 60_000;
const SESSION_SECONDS = 3_600;

function credentialsIn(home: Session, accountId: string, environment: Environment): Promise<Credentials> {
  const key = `${home.credentials.accessKeyId} ${accountId}`;
  const kept = known.get(key);
  if (kept !== undefined && clock.now() < kept.until) return kept.credentials;
  const credentials = assumeRole(home, accountId, environment);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, { until: clock.now() + SESSION_SECONDS * 1_000 - MARGIN_MS, credentials });
  // What has failed is asked again by the next call.
  credentials.catch(() => known.delete(key));
  return credentials;
}

/** Has keys got anew that another account no longer takes. */
export function forgetCredentials(home: Session, { accountId }: Place): void {
  known.delete(`${home.credentials.accessKeyId} ${accountId}`);
}

const MOST_KNOWN = 200;

async function assumeRole(home: Session, accountId: string, environment: Environment): Promise<Credentials> {
  const { ALBFLOW_PREFIX: prefix = "albflow" } = environment;
  const role = targetRole(prefix, accountId);
  const call = openGenericClient(home, "sts");
  const parameters = {
    RoleArn: role,
    RoleSessionName: prefix,
    ExternalId: targetExternalId(prefix, home.accountId),
    DurationSeconds: String(SESSION_SECONDS),
  };
  try {
    const { body } = await call({
      action: "AssumeRole",
      version: "2015-04-01",
      style: "RPC",
      pathname: "/",
      reqBodyType: "formData",
      bodyType: "json",
      request: { query: parameters },
      timeoutMs: 10_000,
    });
    const { AccessKeyId, AccessKeySecret, SecurityToken } = (body as { Credentials: Record<string, string> })
      .Credentials;
    return {
      accessKeyId: AccessKeyId ?? "",
      accessKeySecret: AccessKeySecret ?? "",
      securityToken: SecurityToken ?? "",
    };
  } catch (raw) {
    const cause = translate("sts", "AssumeRole", raw);
    if (isTransient(cause)) throw cause;
    throw new AlbflowError("Denied", reason("account-closed", { accountId, role, cause: cause.reason }), {
      code: cause.code,
      requestId: cause.requestId,
    });
  }
}
