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

/** Once for the whole process: a signal that comes while one listener leaves and the next one begins is lost. */
function listen() {
  for (const signal of SIGNALS) if (!process.listeners(signal).includes(leave)) process.on(signal, leave);
}

function leave(signal: NodeJS.Signals) {
  const goesOn = asked.at(-1);
  if (goesOn !== undefined) {
    complain(goesOn());
    process.exit(INTERRUPTED);
  } else if (process.listenerCount(signal) === 1) {
    // As if nobody had ever listened.
    process.off(signal, leave);
    process.kill(process.pid, signal);
  }
}
