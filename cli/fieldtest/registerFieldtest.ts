import type { Command } from "commander";
import { connected } from "../flows/register.ts";
import type { FieldtestOptions } from "./fieldtest.ts";

/** The command that asks a real account what no document says. */
export function registerFieldtest(program: Command): void {
  connected(program.command("fieldtest"))
    .description(
      "Test albflow's assumptions about the cloud against a real account. Read-only, unless --write is given.",
    )
    .option("--write", "create test instances and remove them; shows the cost first, and asks")
    .option("--yes", "do not ask for confirmation")
    .option("--vpc <id>", "VPC of the test instances (default: the VPC of an instance in the account)")
    .option("--zone <zone=vswitch...>", "two or more zones, each with a vSwitch of that VPC")
    .option("--clean", "remove what a killed run has left behind")
    .option("--apply", "make the local cloud behave as was found")
    .option("--file <file>", "file of the findings", "fieldtest.json")
    .option("--json", "print one JSON object at the end: assumptions tested, answered and contradicted")
    .action(async ({ port, ...options }: FieldtestOptions, command: Command) => {
      // Without --port a local cloud is started for it.
      const isNamed = command.getOptionValueSource("port") === "cli" && port !== undefined;
      const { fieldtest } = await import("./fieldtest.ts");
      process.exitCode = await fieldtest({ ...options, ...(isNamed ? { port } : {}) });
    });
}
