import type { ExecutionRow } from "../clients/cloudFlow.ts";
import { AlbflowError } from "../errors.ts";
import { lastVerdictIn } from "../executions.ts";
import { flowNameOf } from "../flowDefinition.ts";
import type { Stop } from "../stop.ts";
import { sayStop, stopIn, wayBackName } from "../stopping.ts";
import type { Deployed } from "./apiCall.ts";

/** Who has stopped an execution, why, and which execution ends what it has left; null where nobody has ordered one. */
export function stopView(stop: Stop, execution: string) {
  return { ...stop, wayBack: stop.by === "" ? null : wayBackName(execution) };
}

/** The same of an execution in a list, with the sentence that tells it; nothing for one that was not stopped. */
export async function stoppedView(
  { cloudFlow, prefix }: Deployed,
  operation: string,
  { Name, Status, StartedTime }: ExecutionRow,
): Promise<{ stopped?: ReturnType<typeof stopView>; state?: "stopped"; because?: string }> {
  if (Status !== "Stopped") return {};
  const flow = flowNameOf(prefix, operation);
  const key = `${flow}/${Name}/${StartedTime}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const events = await cloudFlow.history(flow, Name).catch((error: unknown) => {
    // CloudFlow forgets what has ended long ago.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  });
  const stop = stopIn(events);
  if (stop === undefined) return {};
  const because = sayStop(stop, Name, lastVerdictIn(events));
  const view = { stopped: stopView(stop, Name), state: "stopped" as const, because };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, view);
  return view;
}

/** What is said of executions that were stopped: that changes no more. */
const remembered = new Map<string, Awaited<ReturnType<typeof stoppedView>>>();
const MOST_REMEMBERED = 1_000;
