import { CloudError } from "../../wire/cloudError.ts";
import type { ManagedPolicy, PolicyVersion } from "../contract.ts";
import { type RamParameters, requiredParameter } from "./action.ts";
import { ramTime } from "./roles.ts";

/** A policy has at most so many versions (RAM's own limit). */
const MOST_VERSIONS = 5;

/** The versions of a policy, the oldest first; one that was never given another has its first. */
export function versionsOf(policy: ManagedPolicy): PolicyVersion[] {
  return policy.versions ?? [{ id: "v1", document: policy.document, createdAt: policy.createdAt }];
}

export function defaultOf(policy: ManagedPolicy): string {
  return policy.defaultVersion ?? "v1";
}

export function numberOf({ id }: PolicyVersion): number {
  return Number(id.slice(1));
}

/** The versions that stay when another comes. Throws when there is no space and none is to go. */
export function versionsLeft(policy: ManagedPolicy, strategy = "None"): PolicyVersion[] {
  const versions = versionsOf(policy);
  if (versions.length < MOST_VERSIONS) return versions;
  const oldest = versions.find(({ id }) => id !== defaultOf(policy));
  if (strategy === "DeleteOldestNonDefaultVersionWhenLimitExceeded") return versions.filter((one) => one !== oldest);
  throw new CloudError(
    409,
    "LimitExceeded.Policy.Version",
    `The policy ${policy.name} has ${versions.length} versions; at most ${MOST_VERSIONS} are allowed.`,
  );
}

/** Only the document of the default version is in force. */
export function putVersions(policy: ManagedPolicy, versions: PolicyVersion[], defaultVersion: string, now: number) {
  policy.versions = versions;
  policy.defaultVersion = defaultVersion;
  policy.document = versions.find(({ id }) => id === defaultVersion)?.document ?? policy.document;
  policy.updatedAt = now;
}

export function versionOf(policy: ManagedPolicy, parameters: RamParameters): PolicyVersion {
  const wanted = requiredParameter(parameters, "VersionId", /./);
  const version = versionsOf(policy).find(({ id }) => id === wanted);
  if (version !== undefined) return version;
  throw new CloudError(404, "EntityNotExist.Policy.Version", `The policy ${policy.name} has no version ${wanted}.`);
}

export function versionView(policy: ManagedPolicy, { id, createdAt }: PolicyVersion) {
  return { VersionId: id, IsDefaultVersion: id === defaultOf(policy), CreateDate: ramTime(createdAt) };
}

export function defaultVersionView(policy: ManagedPolicy) {
  const version = versionsOf(policy).find(({ id }) => id === defaultOf(policy));
  return versionView(policy, version ?? { id: "v1", document: policy.document, createdAt: policy.createdAt });
}
