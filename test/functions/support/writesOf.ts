import { WRITES } from "../../../shared/core/resources/write.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** The writes that took effect, in order, by what they were made on: `StopListener lsn-plain`. */
export function writesOf({ calls }: Pick<SimulatedCloud, "calls">): string[] {
  return calls
    .recent()
    .filter(({ action, status }) => action in WRITES && status === 200)
    .map(({ action, resource }) => (resource === undefined ? action : `${action} ${resource}`));
}
