import type { Command } from "commander";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import { digitsFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import type { ConsoleOptions } from "./console.ts";

/** The command that serves the pages on this machine. */
export function registerConsole(program: Command): void {
  withOutput(connected(program.command("console")))
    .description("Serve the pages of a deployment on this machine alone, signed in as whoever the keys belong to.")
    .option("--listen <port>", "the port on 127.0.0.1; any that is free unless given", digitsFrom("--listen", 1))
    .option("--stage <stage>", "the stage of albflow.yaml")
    .option("--file <file>", "another file than albflow.yaml")
    .action(async (options: ConsoleOptions) => {
      const { serveConsole } = await import("./console.ts");
      await withFixes(options, () => serveConsole(options));
    });
}
