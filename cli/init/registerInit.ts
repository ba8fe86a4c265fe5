import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import type { InitOptions } from "./init.ts";

/** The command that writes albflow.yaml. */
export function registerInit(program: Command): void {
  connected(program.command("init"))
    .description("Inspect the account, ask at most ten questions, and write albflow.yaml.")
    .option("--yes", "accept every proposed answer")
    .option("--set <name=answer...>", "answer a question in advance, for example region=cn-hangzhou")
    .option("--file <file>", "configuration file (default albflow.yaml)")
    .action(async (options: InitOptions) => {
      if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
      const { init } = await import("./init.ts");
      process.exitCode = await withFixes(options, () => init(options));
    });
}
