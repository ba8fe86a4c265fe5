import type { Outcome } from "../../../shared/core/executions.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/**
 * Runs an operation in steps, short enough that no change comes and goes unseen, and lets clients do their `work` during each of them; whoever must
 * agree to it does. Clients are real: what they do overlaps with whatever the cloud does in that step.
 */
export async function whileRunning(
  cloud: SimulatedCloud,
  { operation, input, execution = `wire-${operation}`, stepMs = 500 }: Running,
  work: () => Promise<unknown>,
): Promise<Outcome> {
  await cloud.start(operation, input, execution);
  const { execution: running, history } = executionOf(cloud, operation, execution);
  const isAsked = () => history.at(-1)?.type === "TaskSubmitted" && history.at(-1)?.step === "Approve";
  while (running.status === "Running") {
    if (isAsked()) await cloud.answer(operation, execution, (asked) => cloud.agreement(asked));
    await Promise.all([cloud.clock.advance(stepMs), work()]);
  }
  return cloud.finish(operation, execution);
}

/** An execution with its history, as the local CloudFlow holds it. */
export function executionOf(cloud: SimulatedCloud, operation: string, execution: string) {
  const record = cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get(execution);
  if (record === undefined) throw new Error(`There is no execution ${execution} of albflow-${operation}.`);
  return record;
}

interface Running {
  operation: string;
  input: object;
  execution?: string;
  /** Simulated milliseconds; default 500. */
  stepMs?: number;
}
