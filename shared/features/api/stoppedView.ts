import { lastVerdictIn } from "../../core/executions.ts";
import { flowNameOf } from "../../core/flowDefinition.ts";
import type { Stop } from "../../core/stop.ts";
import { describeStop, rollbackName, stopIn } from "../../core/stopping.ts";
import { type State, textIn, type Verdict } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { Deployed } from "./apiCall.ts";
import { endedView, type VerdictSummary } from "./views.ts";

/** Who has stopped an execution, why, and which execution ends what it has left; null where nobody has ordered one. */
export function stopView(stop: Stop, execution: string) {
  return { ...stop, rollbackTarget: stop.by === "" ? null : rollbackName(execution) };
}

/** What a list tells of an execution that was stopped, or that has failed. */
interface StoppedView extends Partial<Omit<VerdictSummary, "state">> {
  stopped?: ReturnType<typeof stopView>;
  state?: "stopped" | State;
  stoppedExecution?: NonNullable<Verdict["stopped"]>;
  listenerId?: string;
}

/**
 * The same of an execution in a list, with the reason that tells it; of one that has failed, why, and how things are now, which
 * its history alone tells: CloudFlow lists no output of it. Nothing for any other, and for those whose history `mayRead` does not let
 * it read.
 */
export async function stoppedView(
  { cloudFlow, prefix }: Deployed,
  operation: string,
  { Name, Status, StartedTime }: ExecutionRow,
  mayRead: () => boolean,
): Promise<StoppedView> {
  if (Status !== "Stopped" && Status !== "Failed") return {};
  const flow = flowNameOf(prefix, operation);
  const key = `${flow}/${Name}/${StartedTime}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (!mayRead()) return {};
  const events = await cloudFlow.history(flow, Name).catch((error: unknown) => {
    // CloudFlow forgets what has ended long ago.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  });
  const view = Status === "Failed" ? hasFailed(lastVerdictIn(events)) : wasStopped(Name, events);
  if (view === undefined) return {};
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, view);
  return view;
}

function wasStopped(execution: string, events: HistoryEvent[]): StoppedView | undefined {
  const stop = stopIn(events);
  if (stop === undefined) return undefined;
  const reason = describeStop(stop, execution, lastVerdictIn(events));
  return { stopped: stopView(stop, execution), state: "stopped", reason };
}

function hasFailed(verdict: Verdict | undefined): StoppedView | undefined {
  return verdict === undefined ? undefined : { ...endedView(verdict), listenerId: textIn(verdict.input, "listenerId") };
}

/** What is said of executions that have ended: that changes no more. */
const remembered = new Map<string, StoppedView>();
const MOST_REMEMBERED = 1_000;
