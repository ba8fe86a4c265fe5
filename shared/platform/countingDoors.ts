import { openAlb } from "./clients/alb.ts";
import { openCas } from "./clients/cas.ts";
import { openCloudFlow } from "./clients/cloudFlow.ts";
import { openLogs } from "./clients/logs.ts";
import type { Doors } from "./doors.ts";
import type { Session } from "./session.ts";

/** Doors that count what goes through them. Each is opened when it is first used. */
export function countingDoors(session: Session): { doors: Doors; calls: () => number } {
  let calls = 0;
  const counted = <Door extends object>(open: () => Door): Door => {
    let door: Door | undefined;
    return new Proxy({} as Door, {
      get(_, name) {
        door ??= open();
        const method = door[name as keyof Door];
        if (typeof method !== "function") return method;
        return (...parameters: unknown[]) => {
          // Another site of the same product: what goes to it is counted, too.
          if (name === "at") return counted(() => method.apply(door, parameters));
          calls += 1;
          return method.apply(door, parameters);
        };
      },
    });
  };
  return {
    doors: {
      region: session.region,
      alb: counted(() => openAlb(session)),
      cas: counted(() => openCas(session)),
      log: counted(() => openLogs(session)),
      cloudFlow: counted(() => openCloudFlow(session)),
    },
    calls: () => calls,
  };
}
