import type { HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { outcomeOf } from "../executions.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import type { Holder } from "../lock.ts";
import type { AnyOperation } from "../operation.ts";
import type { Stop } from "../stop.ts";
import { stopIn } from "../stopping.ts";
import type { Verdict } from "../verdict.ts";
import { opened } from "../verdictSize.ts";
import { afterStop } from "./afterStop.ts";
import { planContextOf } from "./planContext.ts";
import { withUnknown } from "./undo.ts";

/** What is to be ended, and what is known of it. */
interface GoBackFor {
  goBackFor: string;
  /** A lock of its own that is known. */
  lock?: string | undefined;
  /** The last word of people, where they have stopped what was to end it, too. */
  stop?: Stop | undefined;
  /** Executions that were to end it before. */
  heirs?: Holder[];
}

/**
 * The verdict with which this execution goes back in place of another, which CloudFlow itself has ended in the midst of its
 * work (too large a state, too many events, an expression that failed: no Catch of a flow sees these, cloudflow.md A9). The
 * flow of its lock asks for that (flows/lock.yaml), and so does whoever stops one. What ended as its flow says is left alone.
 * Throws Conflict while it still runs.
 */
export async function takeOver(
  operation: AnyOperation,
  { cloudFlow }: Pick<Clients, "cloudFlow">,
  initialVerdict: Verdict,
  { goBackFor: execution, lock, stop: later, heirs = [] }: GoBackFor,
): Promise<Verdict> {
  const flow = flowNameOf(prefix(), operation.name);
  const { Status, Input } = await cloudFlow.describe(flow, execution);
  if (Status === "Running" || Status === "Starting") {
    throw new AlbflowError("Conflict", reason("execution-still-running", { execution }));
  }
  const events = await cloudFlow.history(flow, execution);
  const { verdict } = outcomeOf(events, Status);
  const error = endOf(events);
  const wasCutOff = (Status === "Failed" && !OWN_ENDS.has(error.code)) || Status === "TimedOut";
  // It may have been cut off before it could note its lock.
  const locks = [...new Set([...(verdict?.locks ?? []), ...(lock === undefined ? [] : [lock])])];
  const stop = later ?? stopIn(events);
  const { goBackFor } = JSON.parse(Input) as { goBackFor?: unknown };
  if (typeof goBackFor === "string" && (verdict?.plan ?? null) === null) {
    // It has not come so far as to read what it was to end: that is still to be ended.
    const own = [...heirs, { flow, execution }];
    return takeOver(operation, { cloudFlow }, initialVerdict, { goBackFor, lock, stop, heirs: own });
  }
  if (stop !== undefined) {
    const whole = verdict === undefined ? undefined : await opened(verdict, cloudFlow);
    const holder = { flow, execution };
    return afterStop({ cloudFlow }, initialVerdict, { holder, heirs, events, stop, verdict: whole, locks });
  }
  if (!wasCutOff || verdict === undefined || verdict.plan === null) {
    return { ...initialVerdict, locks, state: "unchanged", reason: reason("nothing-left-behind", { execution }) };
  }
  const whole = await opened(verdict, cloudFlow);
  return {
    ...whole,
    execution: initialVerdict.execution,
    locks,
    state: "failed",
    cause: null,
    reason: reason("cut-off", {
      execution,
      cloudCode: error.code,
      message: error.cause.replace(/[.\s]*$/, ""),
      last: whole.reason,
    }),
    startedAt: initialVerdict.startedAt,
    apiCalls: 0,
    writes: withUnknown(whole, planContextOf(whole).path),
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
