import type { Alb } from "../../../local/alb/alb.ts";
import type { Clock } from "../../../shared/platform/clock.ts";

/** Lets every change that was stuck in `Configuring` go through now. */
export function releaseStuckChanges(alb: Pick<Alb, "exportState" | "importState">, clock: Pick<Clock, "now">): void {
  const state = alb.exportState();
  const at = clock.now();
  const changes = state.changes.map((change) => (change.at === undefined ? { ...change, at } : change));
  alb.importState({ ...state, changes });
}
