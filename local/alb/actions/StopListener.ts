import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { writableListener } from "../lookups.ts";

/** Running, Configuring, Stopped. A listener that is stopped already is in the wrong state for it (alb.md U3). */
export const stopListener: AlbAction<{ ListenerId: string }> = (state, { ListenerId }, call) => {
  const listener = writableListener(state, ListenerId, call, [
    "Running",
    ...(call.isFound("start-running/stop", "taken") ? (["Stopped"] as const) : []),
  ]);
  return changeListener(state, call, listener, { ...listener, ListenerStatus: "Stopped" });
};
