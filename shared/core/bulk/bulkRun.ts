import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { lastVerdictIn } from "../executions.ts";
import { flowNameOf } from "../flowDefinition.ts";
import { readSignedRequest, signRequest, withOwnSignature } from "../signedRequest.ts";
import { type BulkLimits, type BulkState, type BulkStop, bulkEndOf, bulkNext } from "./bulkProgress.ts";
import type { BulkTarget } from "./planBulk.ts";

/** The name of the flow and function that carry out one operation on many listeners. */
export const BULK = "bulk";

/** What somebody has asked for, signed by the API that knew them: it stays the same while the run goes on. */
export interface AskedBulk extends BulkLimits {
  operation: string;
  /** What the operation is given for every target alike. */
  input: Record<string, unknown>;
  requestedBy: string;
  /** Digest of the request: the same request again finds this run. */
  request: string;
  /** `hash` of the plans that were agreed to. */
  hash: string;
  targets: AgreedTarget[];
  signature: string;
}

/** A target with the plan that was agreed to, and all that it touches. */
export interface AgreedTarget extends BulkTarget {
  plan: string;
  touches: string[];
}

/** Where a bulk run stands: what its flow carries from step to step. */
export interface BulkRun {
  /** Its name, without the number of an execution that took over. */
  name: string;
  asked: AskedBulk;
  /** How each target stands, in their order, and why where it is not done. */
  rows: BulkRow[];
  /** `waiting`: look again after `pauseSeconds`. `handedOver`: another execution goes on. */
  state: "waiting" | "done" | "handedOver";
  stopped: BulkStop | "unsigned" | "person" | null;
  /** How often another execution has taken over. */
  relay: number;
  /** Steps of this execution, and how many of the last in a row have seen nothing new. */
  steps: number;
  quiet: number;
  pauseSeconds: number;
}

/** How a target stands. */
export interface BulkRow {
  state: BulkState;
  /** Why it is not done. */
  reason?: Reason;
}

/** The name of the execution that changes a target, by its place from 0. */
export function bulkExecution(name: string, at: number): string {
  return `${name}-${at + 1}`;
}

/** A run that has begun nothing yet; one that has is left as it is. */
export function beginBulk(run: Pick<BulkRun, "name" | "asked"> & Partial<BulkRun>): BulkRun {
  const fresh = { state: "waiting", stopped: null, relay: 0, steps: 0, quiet: 0, pauseSeconds: FIRST_PAUSE } as const;
  return { ...fresh, rows: run.asked.targets.map(() => ({ state: null })), ...run };
}

/** What was signed of a run: all that it touches. Undefined where nobody has signed just this. */
export function signedTouches(key: Buffer, { name, asked }: Pick<BulkRun, "name" | "asked">): string[] | undefined {
  const input = withOwnSignature(asked) as Record<string, unknown>;
  return readSignedRequest(key, { operation: BULK, execution: name, input })?.touches;
}

/** What a run needs of the deployment that it is of. */
interface BulkHome {
  cloudFlow: Pick<CloudFlowClient, "start" | "describe" | "history">;
  prefix: string;
  /** `secretFor(…, "requests")`. */
  key: Buffer;
}

/**
 * One step: looks at what runs, begins what may be begun, and says how it goes on. May be repeated: what was begun is found by
 * its name. `execution` is the flow's own: once somebody has stopped it, or the one before it, nothing more is begun. Throws
 * `AlbflowError` where CloudFlow cannot be asked just now.
 */
export async function advanceBulk(before: BulkRun, execution: string, home: BulkHome): Promise<BulkRun> {
  const { cloudFlow, prefix } = home;
  const { name, asked } = before;
  if (signedTouches(home.key, before) === undefined) return { ...before, state: "done", stopped: "unsigned" };
  const flow = flowNameOf(prefix, asked.operation);
  const rows: BulkRow[] = [];
  for (const [at, row] of before.rows.entries())
    rows.push(row.state === "running" ? await targetRow(cloudFlow, flow, bulkExecution(name, at)) : row);
  const { begin, stopped } = bulkNext(
    rows.map(({ state }) => state),
    asked,
  );
  if (begin.length > 0 && (await isStopped(before, execution, home)))
    return { ...before, rows, state: "done", stopped: "person" };
  for (const at of begin) rows[at] = await begun(home, before, at);
  const isSame = begin.length === 0 && rows.every(({ state }, at) => state === before.rows[at]?.state);
  const quiet = isSame ? before.quiet + 1 : 0;
  const isOver =
    !rows.some(({ state }) => state === "running") && (stopped !== null || rows.every(({ state }) => state !== null));
  const steps = before.steps + 1;
  const state = isOver ? "done" : steps >= MOST_STEPS ? "handedOver" : "waiting";
  const pauseSeconds = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(quiet, 6));
  const next: BulkRun = { ...before, rows, stopped, steps, quiet, state, pauseSeconds };
  if (state === "handedOver") {
    const relay = before.relay + 1;
    const goesOn: BulkRun = { ...next, state: "waiting", relay, steps: 0 };
    await cloudFlow.start(flowNameOf(prefix, BULK), relayName(name, relay), goesOn);
  }
  return next;
}

/** The executions of a run: the first has its name, and those that took over a number behind it. */
function relayName(name: string, relay: number): string {
  return relay === 0 ? name : `${name}_${relay}`;
}

/** How the execution of a target stands, by its name; `null` where there is none. */
export async function targetRow(
  cloudFlow: Pick<CloudFlowClient, "describe" | "history">,
  flow: string,
  execution: string,
): Promise<BulkRow> {
  try {
    const { Status } = await cloudFlow.describe(flow, execution);
    if (ONGOING.has(Status)) return { state: "running" };
    const verdict = lastVerdictIn(await cloudFlow.history(flow, execution));
    const state = bulkEndOf(verdict);
    return { state, ...(state === "done" ? {} : { reason: short(verdict?.reason) }) };
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return { state: null };
    throw error;
  }
}

/** What CloudFlow takes at no time is a failure of the target, and not of the run. */
async function begun({ cloudFlow, prefix, key }: BulkHome, { name, asked }: BulkRun, at: number): Promise<BulkRow> {
  const { plan = "", touches = [], ...target } = asked.targets[at] ?? { listenerId: "" };
  const { operation, requestedBy } = asked;
  const execution = bulkExecution(name, at);
  const input = { ...asked.input, ...target, plan, requestedBy };
  try {
    const signed = signRequest(key, { operation, execution, input, touches });
    await cloudFlow.start(flowNameOf(prefix, operation), execution, signed);
    return { state: "running" };
  } catch (error) {
    if (!(error instanceof AlbflowError) || isTransient(error)) throw error;
    return { state: "failed", reason: short(error.reason) };
  }
}

/** Whether somebody has stopped the run, as far as it is known just now. */
async function isStopped({ name, relay, steps }: BulkRun, execution: string, { cloudFlow, prefix }: BulkHome) {
  const flow = flowNameOf(prefix, BULK);
  const asked = [execution, ...(relay > 0 && steps === 0 ? [relayName(name, relay - 1)] : [])];
  for (const one of asked) if ((await cloudFlow.describe(flow, one)).Status === "Stopped") return true;
  return false;
}

/** A flow's state holds the reasons of all targets: one that is long is told by its execution. */
function short(why: Reason | undefined): Reason {
  return why === undefined || JSON.stringify(why).length > LONGEST_REASON ? reason("bulk-target-told") : why;
}

const ONGOING: ReadonlySet<string> = new Set(["Running", "Starting", ""]);
const LONGEST_REASON = 300;
const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 120;
/** A step and the states around it are ten events at most (test/flows/everyFlow.test.ts). */
const MOST_STEPS = 50;
