import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { connected } from "../flows/register.ts";
import type { DeployOptions } from "./deployOptions.ts";
import { withFixes } from "./withFixes.ts";

/** The commands that prepare, deploy and remove. */
export function registerDeploy(program: Command): void {
  deploying(program.command("bootstrap"))
    .description("Make what must be there before a deployment, and name what only a person can do.")
    .option("--check", "only look; nothing is changed")
    .action(async (options: DeployOptions & { check?: boolean }) => {
      refuseEmbedded(options);
      const { bootstrap } = await import("./bootstrap.ts");
      process.exitCode = await withFixes(options, () => bootstrap(options));
    });
  deploying(program.command("deploy"))
    .description("Check albflow.yaml, say what would be new, changed and gone, deploy it, and examine the result.")
    .option("--check", "only check, every stage unless one is named; nothing is sent")
    .action(async (options: DeployOptions & { check?: boolean }) => {
      refuseEmbedded(options);
      const { checkStages, deploy } = await import("./deploy.ts");
      process.exitCode =
        options.check === true ? checkStages(options) : await withFixes(options, () => deploy(options));
    });
  deploying(program.command("remove"))
    .description("Take a deployment away: what calls by itself first, then flows, functions and roles.")
    .action(async (options: DeployOptions) => {
      refuseEmbedded(options);
      const { remove } = await import("./remove.ts");
      process.exitCode = await withFixes(options, () => remove(options));
    });
}

/** With the options that say what is deployed, and where. */
function deploying(command: Command): Command {
  return connected(command)
    .option("--stage <stage>", "the stage of albflow.yaml")
    .option("--file <file>", "another file than albflow.yaml")
    .option("--yes", "do not ask");
}

function refuseEmbedded({ embedded }: DeployOptions): void {
  if (embedded === true) throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
}
