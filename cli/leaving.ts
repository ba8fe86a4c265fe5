import type { Reason } from "../shared/platform/reasons/reason.ts";
import { complain } from "./complaint.ts";

/**
 * Until the function that it gives is called, Ctrl-C and SIGTERM say what goes on without the command (`goesOn` is asked then),
 * and end the process with 130, as shells have it for what Ctrl-C ended.
 */
export function whenLeaving(goesOn: () => Reason): () => void {
  const leave = () => {
    complain(goesOn());
    process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.once(signal, leave);
  return () => {
    for (const signal of SIGNALS) process.off(signal, leave);
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The exit code of what Ctrl-C ended. */
export const INTERRUPTED = 130;
