import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { AlbflowError } from "../errors.ts";
import { reason } from "../reasons/reason.ts";
import { redact } from "../redact.ts";
import type { Credentials } from "../session.ts";

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
    if (accessKeyId === "" || accessKeySecret === "") throw new Error("what was found is empty");
    const credentials = { accessKeyId, accessKeySecret, ...(securityToken === "" ? {} : { securityToken }) };
    return { credentials, ...(region === undefined ? {} : { region }) };
  } catch (raw) {
    const said = redact(raw instanceof Error ? raw.message : String(raw)).replace(/\.$/, "");
    throw new AlbflowError("Denied", reason("credentials-missing", { profile: profile ?? null, message: said }));
  }
}

/** As the library's providers are. */
interface Provider {
  getCredentials(): Promise<{ accessKeyId?: string; accessKeySecret?: string; securityToken?: string }>;
}

async function providerFor(profile: string | undefined): Promise<Provider> {
  if (profile !== undefined) {
    const { default: library } = await import("@alicloud/credentials/dist/src/providers/cli_profile.js");
    return library.default.builder().withProfileName(profile).build();
  }
  const { default: library } = await import("@alicloud/credentials/dist/src/providers/default.js");
  return library.default.builder().build();
}

/** The region of the CLI's profile, which may be damaged: then its library says so. */
function regionOf(profile: string | undefined): string | undefined {
  const file = join(homedir(), ".aliyun", "config.json");
  if (!existsSync(file)) return undefined;
  try {
    const { current, profiles } = JSON.parse(readFileSync(file, "utf8")) as CliConfiguration;
    const wanted = profile ?? process.env.ALIBABA_CLOUD_PROFILE ?? current;
    const region = profiles?.find(({ name }) => name === wanted)?.region_id;
    return region === "" ? undefined : region;
  } catch {
    return undefined;
  }
}

interface CliConfiguration {
  current?: string;
  profiles?: { name?: string; region_id?: string }[];
}
