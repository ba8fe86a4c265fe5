import type { Command } from "commander";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import type { TryoutOptions } from "./tryout.ts";

/** The command that tries what is deployed on an instance of its own. */
export function registerTryout(program: Command): void {
  connected(program.command("tryout"))
    .description("Rotate a certificate on an instance that is made for it and taken away again; says the price first.")
    .option("--yes", "do not ask")
    .option("--vpc <id>", "the VPC of the instance; that of an instance of the account unless given")
    .option("--zone <zone=vswitch...>", "two or more zones with a vSwitch of that VPC")
    .option("--clean", "only take away what a run that was killed has left")
    .option("--stage <stage>", "the stage of albflow.yaml")
    .option("--file <file>", "another file than albflow.yaml")
    .option("--json", "end with one JSON object")
    .action(async ({ port, ...options }: TryoutOptions, command: Command) => {
      // Without --port a local cloud is started for it.
      const isNamed = command.getOptionValueSource("port") === "cli" && port !== undefined;
      const { tryout } = await import("./tryout.ts");
      process.exitCode = await withFixes(options, () => tryout({ ...options, ...(isNamed ? { port } : {}) }));
    });
}
