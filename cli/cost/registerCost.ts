import type { Command } from "commander";
import { type ConnectionOptions, sessionFor } from "../connection.ts";
import { connected } from "../flows/register.ts";

/** The command that says what a run costs. */
export function registerCost(program: Command): void {
  connected(program.command("cost"))
    .description(
      "Say what one run of an operation costs: state transitions, invocations, GB-seconds. Measured: a run of its example on a local cloud of its own or, with --execution, one that was.",
    )
    .argument("<operation>")
    .option("--execution <name>", "an execution that has ended, in the cloud that the other options name")
    .option("--json", "as one JSON object")
    .action(async (operation: string, options: ConnectionOptions & { execution?: string; json?: boolean }) => {
      const { printCost } = await import("./printCost.ts");
      await printCost(operation, options, () => sessionFor(options));
    });
}
