import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AlbflowError } from "../errors.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import type { Credentials } from "../session.ts";
import { assumeRole } from "./ram.ts";

/** A profile of `~/.aliyun/config.json`, as far as it is read here; the names are the Aliyun CLI's. */
interface CliProfile {
  name?: string;
  mode?: string;
  region_id?: string;
  access_key_id?: string;
  access_key_secret?: string;
  sts_token?: string;
  credentials_uri?: string;
  ram_role_arn?: string;
  ram_session_name?: string;
  expired_seconds?: number;
  external_id?: string;
  source_profile?: string;
  sts_region?: string;
  sts_endpoint?: string;
}

/** The Aliyun CLI's configuration. */
export interface CliConfiguration {
  current?: string;
  profiles?: CliProfile[];
}

/** Reads it. Throws what `readFileSync` and `JSON.parse` throw. */
export function readCliConfiguration(): CliConfiguration {
  return JSON.parse(readFileSync(join(homedir(), ".aliyun", "config.json"), "utf8")) as CliConfiguration;
}

/**
 * The keys of a profile whose mode the vendor's library cannot read as the CLI does: `CredentialsURI`, which it refuses,
 * roles assumed with keys from there, and, where `ALBFLOW_ENDPOINT_STS` is set, every assumed role, since the library
 * speaks to nothing but `https://sts.aliyuncs.com` and its like. Undefined for what the library reads. Rejects with
 * `AlbflowError` Denied for a profile that is not complete, or an address that gives no keys, and with what STS refuses.
 */
export async function credentialsOfProfile(
  configuration: CliConfiguration,
  name: string,
  chain: string[] = [],
): Promise<Credentials | undefined> {
  const profile = configuration.profiles?.find((one) => one.name === name);
  if (profile === undefined) return undefined;
  if (chain.includes(name)) throw refused(reason("profile-is-its-own-source", { profile: name }));
  switch (profile.mode) {
    case "CredentialsURI":
      return fetchCredentials(profile.credentials_uri ?? "");
    case "RamRoleArn":
      return process.env.ALBFLOW_ENDPOINT_STS === undefined ? undefined : assume(profile, keysIn(profile));
    case "ChainableRamRoleArn": {
      const source = configuration.profiles?.find((one) => one.name === profile.source_profile);
      const own = await credentialsOfProfile(configuration, profile.source_profile ?? "", [...chain, name]);
      if (own !== undefined) return assume(profile, own);
      if (process.env.ALBFLOW_ENDPOINT_STS === undefined) return undefined;
      if (source?.mode === "AK" || source?.mode === "StsToken") return assume(profile, keysIn(source));
      return undefined;
    }
    default:
      return undefined;
  }
}

function refused(why: Reason): AlbflowError {
  return new AlbflowError("Denied", why);
}

function keysIn({ access_key_id = "", access_key_secret = "", sts_token = "" }: CliProfile): Credentials {
  return {
    accessKeyId: access_key_id,
    accessKeySecret: access_key_secret,
    ...(sts_token === "" ? {} : { securityToken: sts_token }),
  };
}

/** What the address answers: the form in which the CLI and the SDKs read it. */
interface UriAnswer {
  AccessKeyId?: string;
  AccessKeySecret?: string;
  SecurityToken?: string;
}

async function fetchCredentials(address: string): Promise<Credentials> {
  if (address === "") throw refused(reason("profile-field-missing", { field: "credentials_uri" }));
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw refused(reason("credentials-uri-failed", { status: response.status }));
  const { AccessKeyId = "", AccessKeySecret = "", SecurityToken = "" } = (await response.json()) as UriAnswer;
  if (AccessKeyId === "" || AccessKeySecret === "") throw refused(reason("credentials-uri-without-keys"));
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    ...(SecurityToken === "" ? {} : { securityToken: SecurityToken }),
  };
}

async function assume(profile: CliProfile, keys: Credentials): Promise<Credentials> {
  const { ram_role_arn = "", ram_session_name = "albflow", expired_seconds = 3600, external_id } = profile;
  if (ram_role_arn === "") throw refused(reason("profile-field-missing", { field: "ram_role_arn" }));
  const region = profile.sts_region ?? "";
  const host = profile.sts_endpoint ?? (region === "" ? "sts.aliyuncs.com" : `sts.${region}.aliyuncs.com`);
  return assumeRole(
    keys,
    {
      RoleArn: ram_role_arn,
      RoleSessionName: ram_session_name,
      DurationSeconds: String(expired_seconds),
      ...(external_id === undefined ? {} : { ExternalId: external_id }),
    },
    process.env.ALBFLOW_ENDPOINT_STS ?? `https://${host}`,
  );
}

/** As long as the library waits for such an address. */
const TIMEOUT_MS = 10_000;
