import { WRITES } from "../../../shared/facets/write.ts";
import type { SimulatedCloud } from "../../simulatedCloud.ts";

/** The writes that took effect, in order, by what they were made on: `StopListener lsn-plain`. */
export function writesOf({ calls }: Pick<SimulatedCloud, "calls">): string[] {
  return calls
    .recent()
    .filter(({ action, status }) => action in WRITES && status === 200)
    .map(({ action, resource }) => (resource === undefined ? action : `${action} ${resource}`));
}
