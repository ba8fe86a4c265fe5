import type { Reason } from "../shared/platform/reasons/reason.ts";
import { complain } from "./complaint.ts";

/**
 * The first Ctrl-C or SIGTERM ends what is done, and `say` is printed: what was made is removed then. A second one ends the
 * process at once.
 */
export function interruption(say: Reason): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    complain(say);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    stop() {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
