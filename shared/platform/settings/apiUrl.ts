import { addressSetting, type Environment } from "./readSetting.ts";

/** Where people reach the API: `ALBFLOW_API_URL`; empty when it is not set. Throws InvalidInput for what is no address. */
export function apiUrlFrom(environment: Environment): string {
  return addressSetting(environment, "ALBFLOW_API_URL", { orHere: true }) ?? "";
}
