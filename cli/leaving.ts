import type { Reason } from "../shared/platform/reasons/reason.ts";
import { complain } from "./complaint.ts";

/**
 * Until the function that it gives is called, Ctrl-C and SIGTERM say what goes on without the command (`goesOn` is asked then),
 * and end the process with 130, as shells have it for what Ctrl-C ended. Of several, the last one is asked.
 */
export function whenLeaving(goesOn: () => Reason): () => void {
  asked.push(goesOn);
  listen();
  return () => {
    const at = asked.lastIndexOf(goesOn);
    if (at >= 0) asked.splice(at, 1);
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The exit code of what Ctrl-C ended. */
export const INTERRUPTED = 130;

const asked: (() => Reason)[] = [];
const listeners = new Map<string, () => void>();

/** Once for the whole process: a signal that comes while one listener leaves and the next one begins is lost. */
function listen() {
  for (const signal of SIGNALS) {
    if (listeners.has(signal)) continue;
    const leave = () => leaveAt(signal);
    listeners.set(signal, leave);
    process.on(signal, leave);
  }
}

function leaveAt(signal: (typeof SIGNALS)[number]) {
  const goesOn = asked.at(-1);
  if (goesOn !== undefined) {
    complain(goesOn());
    process.exit(INTERRUPTED);
  } else if (process.listenerCount(signal) === 1) {
    process.off(signal, listeners.get(signal) ?? (() => {}));
    listeners.delete(signal);
    process.kill(process.pid, signal);
  }
}
