import { openGenericClient } from "./clients/genericClient.ts";
import { translate } from "./clients/openApi.ts";
import { clock } from "./clock.ts";
import { AlbflowError, isTransient } from "./errors.ts";
import type { Place } from "./place.ts";
import { reason } from "./reasons/reason.ts";
import type { Credentials, Session } from "./session.ts";
import { type Environment, listSetting } from "./settings/readSetting.ts";
import { regionsFrom } from "./settings/regions.ts";
import { targetExternalId, targetRole } from "./targetRole.ts";

/** An account that lets albflow in, and the regions that albflow operates there; all when none is named. */
interface TargetAccount {
  accountId: string;
  regions: string[];
}

/** What a function reads of them, for the documentation. */
export const TARGET_SETTINGS = {
  ALBFLOW_TARGETS:
    "other accounts that are operated, with commas between, each with its regions if it is not all: <account>=<region>+<region>",
};

/** The accounts of `ALBFLOW_TARGETS`. Throws `AlbflowError` InvalidInput for what is none. */
export function targetAccountsFrom(environment: Environment): TargetAccount[] {
  const written = listSetting(environment, "ALBFLOW_TARGETS", (text) => TARGET.test(text), reason("expected-targets"));
  return written.map((text) => {
    const [accountId = "", regions] = text.split("=");
    return { accountId, regions: regions?.split("+") ?? [] };
  });
}

const TARGET = /^\d{16}(?:=[a-z]{2}-[a-z0-9-]{1,30}(?:\+[a-z]{2}-[a-z0-9-]{1,30})*)?$/;

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
 * Throws `AlbflowError` Refused for a region of the own account that the deployment does not operate: its roles may look at
 * what is there, and change nothing.
 */
export function demandOperated(place: Place | undefined, home: Place, environment: Environment): void {
  if (place === undefined || place.accountId !== home.accountId) return;
  const { region } = place;
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
