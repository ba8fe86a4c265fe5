import type { Command } from "./command.ts";
import type { CloudFlowState } from "./state.ts";

/**
 * Tells which of the commands that led to a state still matter to it: those of executions that can be read or run, and
 * of flows that exist or have such executions. Refused starts do not, or they might succeed once what refused them is
 * gone. Changes to flows are few and stay; where their flow is gone they are refused again.
 */
export function relevanceIn(state: CloudFlowState): (command: Command) => boolean {
  const executions = new Set(state.executions.keys());
  const flows = new Set([...state.flows.values()].map(({ id }) => id));
  for (const { flow } of state.executions.values()) flows.add(flow.id);
  return (command) => {
    if (command.kind === "createFlow") return flows.has(command.id);
    return command.kind === "start" || command.kind === "trigger" ? executions.has(command.execution) : true;
  };
}
