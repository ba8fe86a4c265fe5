import { reason } from "../reasons/reason.ts";
import { type Environment, listSetting } from "./readSetting.ts";

/** The regions of `ALBFLOW_REGIONS`; none when it is not set. Throws `AlbflowError` InvalidInput for what is no region's id. */
export function regionsFrom(environment: Environment): string[] {
  return listSetting(environment, "ALBFLOW_REGIONS", (region) => REGION.test(region), reason("expected-regions"));
}

const REGION = /^[a-z]{2}-[a-z0-9-]{1,30}$/;
