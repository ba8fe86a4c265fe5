import type { Command } from "commander";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import { digitsFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import type { ConsoleOptions } from "./console.ts";

/** The command that serves the pages on this machine. */
export function registerConsole(program: Command): void {
  withOutput(connected(program.command("console")))
    .description("Serve the console of a deployment on this machine only, signed in with the identity of the keys.")
    .option("--listen <port>", "port on 127.0.0.1 (default: any free port)", digitsFrom("--listen", 1))
    .option("--stage <stage>", "stage of albflow.yaml")
    .option("--file <file>", "configuration file (default albflow.yaml)")
    .action(async (options: ConsoleOptions) => {
      const { serveConsole } = await import("./console.ts");
      await withFixes(options, () => serveConsole(options));
    });
}
