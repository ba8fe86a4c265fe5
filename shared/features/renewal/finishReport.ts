import { outcomeOf } from "../../core/executions.ts";
import { flowNameOf, prefix } from "../../core/flowDefinition.ts";
import { explain } from "../../core/verdict.ts";
import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { RenewalReport, RotationRow } from "./report.ts";

/**
 * Completes a round's report: why rotations have failed, from their histories, and what the flow has caught. A history that
 * cannot be read is no reason to have no report.
 */
export async function finishReport(
  report: RenewalReport,
  error: unknown,
  cloudFlow: (region: string) => CloudFlowClient,
): Promise<RenewalReport> {
  const rotations: RotationRow[] = [];
  let asked = 0;
  for (const row of report.rotations) {
    asked += Number(row.outcome === "failed");
    const isReported = row.outcome === "failed" && asked <= MOST_HISTORIES;
    rotations.push(isReported ? { ...row, message: await reasonOf(cloudFlow(row.region), row) } : row);
  }
  const { Code = "", Detail = "" } = (error ?? {}) as { Code?: string; Detail?: string };
  const stopped = Code === "" ? report.stopped : `the round was given up: ${Code}: ${Detail.slice(0, 300)}`;
  return { ...report, rotations, stopped };
}

/** Histories are read 50 at once and 5 a second (cloudflow.md §8.4), and a chat has room for a few. */
const MOST_HISTORIES = 5;

async function reasonOf(cloudFlow: CloudFlowClient, { execution }: RotationRow): Promise<string> {
  try {
    const events = await cloudFlow.history(flowNameOf(prefix(), "rotateCertificate"), execution);
    const { verdict } = outcomeOf(events, "Failed");
    return verdict === undefined ? "its execution says no more" : explain(verdict).slice(0, 400);
  } catch (error) {
    if (error instanceof AlbflowError) return `its history cannot be read: ${error.message}`;
    throw error;
  }
}
