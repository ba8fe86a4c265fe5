import type { AlbCall } from "./call.ts";
import type { AlbState, Listener } from "./rows.ts";
import { type ScheduledChange, schedule } from "./schedule.ts";

/** Takes a listener through `status` (default Configuring) to what it shall be; null: gone (alb.md §4). */
export function changeListener(
  state: AlbState,
  call: AlbCall,
  during: Listener,
  after: Listener | null,
  options: {
    status?: Listener["ListenerStatus"];
    operate?: ScheduledChange["operate"];
    lasts?: string;
    leaving?: string[];
  } = {},
): { JobId: string } {
  const { status = "Configuring", operate = "Update", lasts, leaving } = options;
  const id = during.ListenerId;
  return schedule(state, call, {
    resource: { type: "listener", id },
    operate,
    edits: [{ table: "listeners", id, during: { ...during, ListenerStatus: status }, after }],
    ...(lasts === undefined ? {} : { lasts }),
    ...(leaving === undefined ? {} : { leaving }),
  });
}
