import { openAlb } from "./clients/alb.ts";
import { openCas } from "./clients/cas.ts";
import type { Doors } from "./operation.ts";
import type { Session } from "./session.ts";

/** Doors that count what goes through them. */
export function countingDoors(session: Session): { doors: Doors; calls: () => number } {
  let calls = 0;
  const counted = <Door extends { call: (...parameters: never[]) => unknown }>(door: Door): Door => ({
    ...door,
    call: (...parameters: never[]) => {
      calls += 1;
      return door.call(...parameters);
    },
  });
  return { doors: { alb: counted(openAlb(session)), cas: counted(openCas(session)) }, calls: () => calls };
}
