import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import type { InitOptions } from "./init.ts";

/** The command that writes albflow.yaml. */
export function registerInit(program: Command): void {
  connected(program.command("init"))
    .description("Look at the account, ask at most ten questions, and write albflow.yaml.")
    .option("--yes", "take every answer that is proposed")
    .option("--set <name=answer...>", "an answer, so that nobody is asked: region=cn-hangzhou")
    .option("--file <file>", "another file than albflow.yaml")
    .action(async (options: InitOptions) => {
      if (options.embedded === true) throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
      const { init } = await import("./init.ts");
      process.exitCode = await withFixes(options, () => init(options));
    });
}
