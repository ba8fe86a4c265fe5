import type { Command } from "commander";
import { connected } from "../flows/register.ts";
import type { FieldtestOptions } from "./fieldtest.ts";

/** The command that asks a real account what no document says. */
export function registerFieldtest(program: Command): void {
  connected(program.command("fieldtest"))
    .description(
      "Ask a real account what no document says, and hold it against what albflow assumes. Reads only, unless --write.",
    )
    .option("--write", "make instances of its own, and remove them: says what they cost first, and asks")
    .option("--yes", "do not ask")
    .option("--vpc <id>", "the VPC of its instances; that of an instance of the account unless given")
    .option("--zone <zone=vswitch...>", "two or more zones with a vSwitch of that VPC")
    .option("--clean", "remove what a run that was killed has left")
    .option("--apply", "let the local cloud do from now on as it was found")
    .option("--file <file>", "where the findings are", "fieldtest.json")
    .option("--json", "end with one JSON object: how many were asked, answered, and are not as assumed")
    .action(async ({ port, ...options }: FieldtestOptions, command: Command) => {
      // Without --port a local cloud is started for it.
      const isNamed = command.getOptionValueSource("port") === "cli" && port !== undefined;
      const { fieldtest } = await import("./fieldtest.ts");
      process.exitCode = await fieldtest({ ...options, ...(isNamed ? { port } : {}) });
    });
}
