import type { Command } from "commander";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { connected } from "../flows/register.ts";

/** The command that says what a run costs. */
export function registerCost(program: Command): void {
  connected(program.command("cost"))
    .description("Measure what one run of an operation costs: state transitions, invocations, GB-seconds.")
    .argument("<operation>")
    .option(
      "--execution <name>",
      "one that has ended, instead of a run of the operation's example on a local cloud of its own",
    )
    .option("--json", "as one JSON object")
    .action(async (operation: string, options: ConnectionOptions & { execution?: string; json?: boolean }) => {
      const { printCost } = await import("./printCost.ts");
      if (options.execution === undefined) return printCost(operation, options);
      await withConnection(options, ({ session }) => printCost(operation, { ...options, session }));
    });
}
