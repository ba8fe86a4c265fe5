import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AlbflowError } from "../errors.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { redact } from "../redact.ts";
import type { Credentials } from "../session.ts";
import { type CliConfiguration, credentialsOfProfile, readCliConfiguration } from "./profileCredentials.ts";

/** Keys, and the region that they come with. */
interface FoundCredentials {
  credentials: Credentials;
  region?: string;
}

/**
 * The credentials that the Aliyun CLI and the SDKs would use, by their own library: a profile of `~/.aliyun/config.json`
 * when one is named; else the environment, the CLI's current profile (key, STS token, RAM role, ECS role, OIDC, …), the
 * SDKs' `~/.alibabacloud/credentials`, and the role of the ECS instance. Throws `AlbflowError` Denied with what to set.
 */
export async function findCredentials(profile: string | undefined): Promise<FoundCredentials> {
  const region = regionOf(profile);
  try {
    const provider = await providerFor(profile);
    const { accessKeyId = "", accessKeySecret = "", securityToken = "" } = await provider.getCredentials();
    if (accessKeyId === "" || accessKeySecret === "") throw new AlbflowError("Denied", reason("credentials-empty"));
    const credentials = { accessKeyId, accessKeySecret, ...(securityToken === "" ? {} : { securityToken }) };
    return { credentials, ...(region === undefined ? {} : { region }) };
  } catch (raw) {
    throw new AlbflowError("Denied", reason("credentials-missing", { profile: profile ?? null, cause: causeOf(raw) }));
  }
}

/** Why there are none: our own reason, or what the library says. */
function causeOf(raw: unknown): Reason {
  if (raw instanceof AlbflowError) return raw.reason;
  if (!isAnythingSet()) return reason("credentials-nowhere");
  const text = redact(raw instanceof Error ? raw.message : String(raw)).replace(/\.$/, "");
  return reason("text", { text });
}

/** Whether there is a place where somebody has said something about credentials: then the library says what is wrong there. */
function isAnythingSet(): boolean {
  const files = [".aliyun/config.json", ".alibabacloud/credentials"].map((file) => join(homedir(), file));
  return (
    Object.keys(process.env).some((name) => name.startsWith("ALIBABA_CLOUD_") && !OF_NO_KEYS.has(name)) ||
    files.some(existsSync)
  );
}

/** They say where to, and not as whom. */
const OF_NO_KEYS = new Set(["ALIBABA_CLOUD_ACCOUNT_ID", "ALIBABA_CLOUD_REGION", "ALIBABA_CLOUD_REGION_ID"]);

/** As the library's providers are. */
interface Provider {
  getCredentials(): Promise<{ accessKeyId?: string; accessKeySecret?: string; securityToken?: string }>;
}

async function providerFor(profile: string | undefined): Promise<Provider> {
  const own = await ownCredentials(profile);
  if (own !== undefined) return { getCredentials: async () => own };
  if (profile !== undefined) {
    const { default: library } = await import("@alicloud/credentials/dist/src/providers/cli_profile.js");
    return library.default.builder().withProfileName(profile).build();
  }
  const { default: library } = await import("@alicloud/credentials/dist/src/providers/default.js");
  return library.default.builder().build();
}

/** Keys of a profile that the library cannot read; the environment's keys come before the CLI's current profile, as there. */
async function ownCredentials(profile: string | undefined): Promise<Credentials | undefined> {
  const { ALIBABA_CLOUD_ACCESS_KEY_ID = "", ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "" } = process.env;
  if (profile === undefined && ALIBABA_CLOUD_ACCESS_KEY_ID !== "") return undefined;
  if (ALIBABA_CLOUD_CLI_PROFILE_DISABLED.toLowerCase() === "true") return undefined;
  const configuration = configurationIfAny();
  const name = profile ?? process.env.ALIBABA_CLOUD_PROFILE ?? configuration?.current;
  return configuration === undefined || name === undefined ? undefined : credentialsOfProfile(configuration, name);
}

/** The region of the CLI's profile. */
function regionOf(profile: string | undefined): string | undefined {
  const configuration = configurationIfAny();
  const wanted = profile ?? process.env.ALIBABA_CLOUD_PROFILE ?? configuration?.current;
  const region = configuration?.profiles?.find(({ name }) => name === wanted)?.region_id;
  return region === "" ? undefined : region;
}

/** Undefined where there is none, or a damaged one: then the library says so. */
function configurationIfAny(): CliConfiguration | undefined {
  try {
    return readCliConfiguration();
  } catch {
    return undefined;
  }
}
