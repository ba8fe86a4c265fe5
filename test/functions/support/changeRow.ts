import type { AlbExport } from "../../../local/alb/seed.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** The tables of a seed in which a test may change a row. */
type Table = "loadBalancers" | "listeners" | "serverGroups";

/** Changes a row of ALB's state behind everybody's back, and waits until that is served. Throws when there is none. */
export async function changeRow<Name extends Table>(
  { alb }: Pick<SimulatedCloud, "alb">,
  table: Name,
  id: string,
  change: Partial<AlbExport[Name][number]>,
): Promise<void> {
  // An export shows the rows themselves, which a mark may remember.
  const state = structuredClone(alb.exportState());
  const rows: object[] = state[table];
  const row = rows.find((one) => Object.values(one).includes(id));
  if (row === undefined) throw new Error(`There is no ${id} among the ${table}.`);
  Object.assign(row, change);
  alb.importState(state);
  await alb.settled();
}
