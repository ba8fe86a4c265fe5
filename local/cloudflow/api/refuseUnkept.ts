import { notEmulated } from "../../wire/notEmulated.ts";
import { type ApiCall, optional } from "./apiCall.ts";

/** Settings of flows that this cloud has no use for. To take one and forget it would be a lie. */
const UNKEPT = ["Environment", "ExternalStorageLocation", "ResourceGroupId"];

/** Throws `CloudError` NotEmulated when a call sends one of them. */
export function refuseUnkept(call: ApiCall): void {
  const sent = UNKEPT.find((name) => optional(call, name) !== undefined);
  const nested = [...call.parameters.keys()].find((name) => name.startsWith("Environment."));
  if (sent !== undefined || nested !== undefined)
    throw notEmulated("CloudFlow", `a flow with ${sent ?? "Environment"}`);
}
