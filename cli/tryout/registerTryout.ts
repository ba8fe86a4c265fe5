import type { Command } from "commander";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import type { TryoutOptions } from "./tryout.ts";

/** The command that tries what is deployed on an instance of its own. */
export function registerTryout(program: Command): void {
  connected(program.command("tryout"))
    .description("Create an instance, rotate a certificate on it, and remove it again; shows the price first.")
    .option("--yes", "do not ask for confirmation")
    .option("--vpc <id>", "VPC of the instance (default: the VPC of an instance in the account)")
    .option("--zone <zone=vswitch...>", "two or more zones, each with a vSwitch of that VPC")
    .option("--clean", "only remove what a killed run has left behind")
    .option("--stage <stage>", "stage of albflow.yaml")
    .option("--file <file>", "configuration file (default albflow.yaml)")
    .option("--json", "print one JSON object at the end")
    .action(async ({ port, ...options }: TryoutOptions, command: Command) => {
      // Without --port a local cloud is started for it.
      const isNamed = command.getOptionValueSource("port") === "cli" && port !== undefined;
      const { tryout } = await import("./tryout.ts");
      process.exitCode = await withFixes(options, () => tryout({ ...options, ...(isNamed ? { port } : {}) }));
    });
}
