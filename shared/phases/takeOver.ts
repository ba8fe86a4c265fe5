import type { HistoryEvent } from "../clients/cloudFlow.ts";
import type { Doors } from "../doors.ts";
import { outcomeOf } from "../executions.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import type { AnyOperation } from "../operation.ts";
import { explain, type Verdict } from "../verdict.ts";
import { opened } from "../verdictSize.ts";
import { courseOf } from "./course.ts";
import { withUnknown } from "./undo.ts";

/**
 * The verdict with which this execution goes back in place of another, which CloudFlow itself has ended in the midst of its
 * work (too large a state, too many events, an expression that failed: no Catch of a flow sees these, cloudflow.md A9). The
 * flow of its lock asks for that (flows/lock.yaml). What ended as its flow says, or was stopped by people, is left alone.
 */
export async function takeOver(
  operation: AnyOperation,
  { cloudFlow }: Pick<Doors, "cloudFlow">,
  opening: Verdict,
  { goBackFor: execution, lock }: { goBackFor: string; lock?: string | undefined },
): Promise<Verdict> {
  const flow = flowNameOf(prefix(), operation.name);
  const { Status } = await cloudFlow.describe(flow, execution);
  const events = await cloudFlow.history(flow, execution);
  const { verdict } = outcomeOf(events, Status);
  const error = endOf(events);
  const wasCutOff = (Status === "Failed" && !OWN_ENDS.has(error.code)) || Status === "TimedOut";
  // It may have been cut off before it could note its lock.
  const locks = [...new Set([...(verdict?.locks ?? []), ...(lock === undefined ? [] : [lock])])];
  if (!wasCutOff || verdict === undefined || verdict.plan === null) {
    return { ...opening, locks, state: "skip", because: `${execution} has left nothing that is to be taken back.` };
  }
  const whole = await opened(verdict, cloudFlow);
  const why = `CloudFlow ended ${execution} before it was done: ${error.code}: ${error.cause}`.replace(/[.\s]*$/, ".");
  return {
    ...whole,
    execution: opening.execution,
    locks,
    state: "failed",
    cause: "",
    because: `${why} Its last word was: ${explain(whole)}`,
    startedAt: opening.startedAt,
    apiCalls: 0,
    writes: withUnknown(whole, courseOf(whole).path),
  };
}

/** How a history says that it ended. */
function endOf(events: HistoryEvent[]): { code: string; cause: string } {
  const { EventDetail = "{}" } = events.at(-1) ?? {};
  const { error: code = "", cause = "" } = JSON.parse(EventDetail) as { error?: string; cause?: string };
  return { code, cause };
}

/** With which flows/operation.yaml ends by itself. */
const OWN_ENDS = new Set(["Refused", "Undone", "Failed"]);
