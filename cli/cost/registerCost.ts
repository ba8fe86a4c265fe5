import type { Command } from "commander";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { connected } from "../flows/register.ts";
import { type OutputOptions, withOutput } from "../output.ts";

/** The command that says what a run costs. */
export function registerCost(program: Command): void {
  withOutput(connected(program.command("cost")))
    .description("Measure what one run of an operation costs: state transitions, invocations, GB-seconds.")
    .argument("<operation>")
    .option(
      "--execution <name>",
      "an execution that has ended, instead of a run of the operation's example on a local cloud",
    )
    .action(async (operation: string, options: ConnectionOptions & OutputOptions & { execution?: string }) => {
      const { printCost } = await import("./printCost.ts");
      if (options.execution === undefined) return printCost(operation, options);
      await withConnection(options, (connection) => printCost(operation, { ...options, connection }));
    });
}
