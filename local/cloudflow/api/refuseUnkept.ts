import { notEmulated } from "../../wire/notEmulated.ts";
import { type CloudFlowCall, optional } from "./apiCall.ts";

/**
 * Parameters that this cloud has no use for: environments and storage of flows, resource groups, versions and aliases of flows, the
 * executions of a distributed Map. To take one and forget it would be a lie.
 */
const UNKEPT = ["Environment", "ExternalStorageLocation", "FlowVersion", "MapRunName", "Qualifier", "ResourceGroupId"];

/** Throws `CloudError` NotEmulated when a call sends one of them. */
export function refuseUnkept(call: CloudFlowCall): void {
  const sent = UNKEPT.find((name) => optional(call, name) !== undefined);
  const nested = [...call.parameters.keys()].find((name) => name.startsWith("Environment."));
  if (sent !== undefined || nested !== undefined) {
    throw notEmulated("CloudFlow", `the parameter ${sent ?? "Environment"}`);
  }
  // True leaves inputs and outputs out of a list, which this cloud does not do.
  if (optional(call, "MetadataOnly")?.toLowerCase() === "true") {
    throw notEmulated("CloudFlow", "the parameter MetadataOnly");
  }
}
