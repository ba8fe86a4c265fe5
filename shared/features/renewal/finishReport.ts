import { caughtIn } from "../../core/describeCaught.ts";
import { outcomeOf } from "../../core/executions.ts";
import { flowNameOf, prefix } from "../../core/flowDefinition.ts";
import { storyOf } from "../../core/verdict.ts";
import type { CloudFlowClient } from "../../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
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
    rotations.push(isReported ? { ...row, reason: await failureOf(cloudFlow(row.region), row) } : row);
  }
  const caught = caughtIn(error);
  const stopped = caught === undefined ? report.stopped : reason("renewal-cut-off", { ...caught });
  return { ...report, rotations, stopped };
}

/** Histories are read 50 at once and 5 a second (cloudflow.md §8.4), and a chat has space for a few. */
const MOST_HISTORIES = 5;

async function failureOf(cloudFlow: CloudFlowClient, { execution }: RotationRow): Promise<Reason> {
  try {
    const events = await cloudFlow.history(flowNameOf(prefix(), "rotateCertificate"), execution);
    const { verdict } = outcomeOf(events, "Failed");
    if (verdict === undefined) return reason("execution-says-no-more");
    const [only, ...more] = storyOf(verdict) as [Reason, ...Reason[]];
    return shortReason(more.length === 0 ? only : reason("several", { parts: [only, ...more] }), 600);
  } catch (error) {
    if (error instanceof AlbflowError) return reason("history-unreadable", { cause: error.reason });
    throw error;
  }
}
