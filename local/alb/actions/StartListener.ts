import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { writableListener } from "../lookups.ts";

/** Stopped, Configuring, Running. A listener that runs already is in the wrong state for it (alb.md U3). */
export const startListener: AlbAction<{ ListenerId: string }> = (state, { ListenerId }, call) => {
  const listener = writableListener(state, ListenerId, call, [
    "Stopped",
    ...(call.isFound("start-running/start", "taken") ? (["Running"] as const) : []),
  ]);
  return changeListener(state, call, listener, { ...listener, ListenerStatus: "Running" });
};
