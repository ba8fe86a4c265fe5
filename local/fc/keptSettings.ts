import { CloudError } from "../wire/cloudError.ts";
import { notEmulated } from "../wire/notEmulated.ts";

/**
 * Settings that nothing here depends on: networks, file systems, layers and the like. They are kept and told again, so that
 * a client that compares what it wanted with what is there finds no difference.
 */
const KEPT = [
  "internetAccess",
  "instanceConcurrency",
  "layers",
  "vpcConfig",
  "nasConfig",
  "ossMountConfig",
  "polarFsConfig",
  "juiceFsConfig",
  "tracingConfig",
  "customDNS",
  "gpuConfig",
  "idleTimeout",
  "instanceIsolationMode",
  "sessionAffinity",
  "sessionAffinityConfig",
  "disableOndemand",
  "disableInjectCredentials",
  "enableLongLiving",
  "resourceGroupId",
  "tags",
] as const;

/** What would make another function of it than the one that runs here. */
const NOT_EMULATED = ["customContainerConfig", "customRuntimeConfig"];

/** The settings of a request that are only kept. Throws `CloudError` for what would change how the function runs. */
export function keptSettings(body: Record<string, unknown>): Record<string, unknown> {
  for (const name of NOT_EMULATED) {
    if (body[name] !== undefined && body[name] !== null) throw notEmulated("fc", `a function with ${name}`);
  }
  const { instanceConcurrency, internetAccess, tags } = body;
  const isCount = Number.isInteger(instanceConcurrency) && Number(instanceConcurrency) >= 1;
  if (instanceConcurrency !== undefined && !(isCount && Number(instanceConcurrency) <= 200)) {
    throw new CloudError(400, "InvalidArgument", "instanceConcurrency must be a whole number from 1 to 200.");
  }
  if (internetAccess !== undefined && typeof internetAccess !== "boolean") {
    throw new CloudError(400, "InvalidArgument", "internetAccess must be true or false.");
  }
  if (tags !== undefined && !Array.isArray(tags)) {
    throw new CloudError(400, "InvalidArgument", "tags must be a list of key and value.");
  }
  return Object.fromEntries(KEPT.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

/** The settings as a function shows them: what is always told, then what was sent. Layers are told with their sizes. */
export function shownSettings(settings: Record<string, unknown> = {}): Record<string, unknown> {
  const { layers } = settings;
  return {
    internetAccess: true,
    instanceConcurrency: 1,
    ...settings,
    ...(Array.isArray(layers) ? { layers: layers.map((arn: unknown) => ({ arn, size: 0 })) } : {}),
  };
}
