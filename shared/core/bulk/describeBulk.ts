import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { visitsOf } from "../executions.ts";
import { flowNameOf } from "../flowDefinition.ts";
import type { Stop } from "../stop.ts";
import { stopIn } from "../stopping.ts";
import { textIn } from "../verdict.ts";
import { type BulkState, bulkNext } from "./bulkProgress.ts";
import { BULK, type BulkRow, type BulkRun, beginBulk, bulkExecution, targetRow } from "./bulkRun.ts";
import type { BulkTarget } from "./planBulk.ts";

/** A bulk run as people read it. */
export interface BulkView {
  name: string;
  operation: string;
  /** CloudFlow's. */
  status: ExecutionRow["Status"];
  requestedBy: string;
  why: string;
  ticket: string;
  atOnce: number;
  errorBudget: number;
  /** Of the plans that were agreed to. */
  hash: string;
  /** Why the rest is not begun; null while it goes on, and where all were. */
  stopped: BulkRun["stopped"];
  /** Who has stopped it, and why. */
  stop: Pick<Stop, "by" | "why" | "at"> | null;
  targets: (BulkTarget & { execution: string; state: BulkState; reason: Reason | null })[];
}

type Reader = Pick<CloudFlowClient, "describe" | "history" | "list">;

/**
 * How a run stands: `view`, and `asked`, which says by its signature what it touches. What a run that was cut off may have
 * begun last is looked for by its name. Throws `AlbflowError`, NotFound where there is no such run.
 */
export async function readBulk(
  cloudFlow: Reader,
  prefix: string,
  name: string,
): Promise<{ view: BulkView; run: BulkRun; execution: string }> {
  const flow = flowNameOf(prefix, BULK);
  const latest = await latestOf(cloudFlow, flow, name);
  const history = await cloudFlow.history(flow, latest.Name);
  const steps = visitsOf(history).filter((visit) => visit.name === "Advance" && visit.gave !== "");
  const { output } = JSON.parse(steps.at(-1)?.gave ?? "{}") as { output?: { run?: BulkRun } };
  const run = beginBulk(output?.run ?? (JSON.parse(latest.Input) as BulkRun));
  const isCutOff = latest.Status !== "Running" && run.state === "waiting";
  const rows = isCutOff ? await rowsNow(cloudFlow, prefix, run) : run.rows;
  const stop = latest.Status === "Stopped" ? (stopIn(history) ?? null) : null;
  const view = { ...reportedBulk(run, rows, stop), status: latest.Status };
  return { view, run, execution: latest.Name };
}

/** What is told of a run whose targets stand so. */
export function reportedBulk({ name, asked, stopped }: BulkRun, rows: BulkRow[], stop: Stop | null): BulkView {
  const { operation, input, requestedBy, atOnce, errorBudget, hash } = asked;
  return {
    name,
    operation,
    status: "Succeeded",
    requestedBy,
    why: textIn(input, "reason"),
    ticket: textIn(input, "ticket"),
    atOnce,
    errorBudget,
    hash,
    stopped: stop === null ? stopped : "person",
    stop: stop === null ? null : { by: stop.by, why: stop.why, at: stop.at },
    targets: asked.targets.map((agreed, at) => {
      const { plan: _, touches: __, ...target } = agreed;
      const { state = null, reason: why = null } = rows[at] ?? {};
      return { ...target, execution: bulkExecution(name, at), state, reason: why };
    }),
  };
}

/** The execution that goes on with a run, or was the last to do so. */
async function latestOf(cloudFlow: Reader, flow: string, name: string): Promise<ExecutionRow> {
  const number = ({ Name }: ExecutionRow) => Number(/_(\d+)$/.exec(Name.slice(name.length))?.[1] ?? 0);
  const relayed = (await cloudFlow.list(flow, `${name}_`, 50)).sort((one, other) => number(other) - number(one));
  const last = relayed[0]?.Name ?? name;
  try {
    return await cloudFlow.describe(flow, last);
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    throw new AlbflowError("NotFound", reason("bulk-not-found", { bulk: name }));
  }
}

/** What has become of what ran, and of what the step that was cut off may have begun. */
async function rowsNow(cloudFlow: Reader, prefix: string, { name, asked, rows }: BulkRun): Promise<BulkRow[]> {
  const flow = flowNameOf(prefix, asked.operation);
  const { begin } = bulkNext(
    rows.map(({ state }) => state),
    asked,
  );
  const now = [...rows];
  for (const [at, row] of rows.entries())
    if (row.state === "running" || begin.includes(at))
      now[at] = await targetRow(cloudFlow, flow, bulkExecution(name, at));
  return now;
}
