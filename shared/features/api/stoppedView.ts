import { lastVerdictIn } from "../../core/executions.ts";
import { flowNameOf } from "../../core/flowDefinition.ts";
import type { Stop } from "../../core/stop.ts";
import { describeStop, rollbackName, stopIn } from "../../core/stopping.ts";
import { type State, textIn, type Verdict } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { Deployed } from "./apiCall.ts";
import { endedBy, objectIn, type VerdictSummary, verdictSummary } from "./views.ts";

/** Who has stopped an execution, why, and which execution ends what it has left; null where nobody has ordered one. */
export function stopView(stop: Stop, execution: string) {
  return { ...stop, rollbackTarget: stop.by === "" ? null : rollbackName(execution) };
}

/** What a list tells of an execution that was stopped, or that has taken back what was. */
interface StoppedView extends Partial<Omit<VerdictSummary, "state">> {
  stopped?: ReturnType<typeof stopView>;
  state?: "stopped" | State;
  stoppedExecution?: NonNullable<Verdict["stopped"]>;
}

/**
 * The same of an execution in a list, with the reason that tells it, and how the execution stands that has taken it back:
 * it ends as failed, of which CloudFlow lists no output. Nothing for any other.
 */
export async function stoppedView(
  { cloudFlow, prefix }: Deployed,
  operation: string,
  { Name, Status, StartedTime, Input }: ExecutionRow,
): Promise<StoppedView> {
  const hasGoneBack = Status === "Failed" && textIn(objectIn(Input), "goBackFor") !== "";
  if (Status !== "Stopped" && !hasGoneBack) return {};
  const flow = flowNameOf(prefix, operation);
  const key = `${flow}/${Name}/${StartedTime}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const events = await cloudFlow.history(flow, Name).catch((error: unknown) => {
    // CloudFlow forgets what has ended long ago.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  });
  const view = hasGoneBack ? wentBack(lastVerdictIn(events)) : wasStopped(Name, events);
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

function wentBack(verdict: Verdict | undefined): StoppedView | undefined {
  return verdict === undefined ? undefined : { ...verdictSummary(verdict), ...endedBy(verdict) };
}

/** What is said of executions that have ended: that changes no more. */
const remembered = new Map<string, StoppedView>();
const MOST_REMEMBERED = 1_000;
