import type { Command } from "commander";

/** The commands about flows and executions. */
export function registerFlows(program: Command): void {
  program.command("flows").description("Check and show flows.");
}
