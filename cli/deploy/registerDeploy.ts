import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { connected } from "../flows/register.ts";
import { type OutputOptions, withOutput } from "../output.ts";
import type { DeployOptions } from "./deployOptions.ts";
import type { TargetOptions } from "./target.ts";
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

/** The commands about other accounts. */
export function registerTargets(program: Command): void {
  const target = program.command("target").description("Have other accounts let a deployment in, and list them.");
  withOutput(target.command("list"))
    .description("List the other accounts that albflow.yaml names, with their regions.")
    .option("--stage <stage>", "the stage of albflow.yaml")
    .option("--file <file>", "another file than albflow.yaml")
    .action(async (options: OutputOptions & Pick<DeployOptions, "stage" | "file">) => {
      const { listTargets } = await import("./listTargets.ts");
      process.exitCode = await listTargets(options);
    });
  withOutput(deploying(target.command("add")))
    .description("Print the role by which an account lets albflow in, its trust and its policy; or make it there.")
    .argument("<account>", "the account's number")
    .requiredOption(
      "--home-account <id>",
      "the account where albflow is deployed",
      process.env.ALIBABA_CLOUD_ACCOUNT_ID,
    )
    .option("--read-only", "only what is needed to look at listeners")
    .option("--make", "make it, with the keys of that account (--profile)")
    .action(async (account: string, options: TargetOptions) => {
      refuseEmbedded(options);
      const { addTarget } = await import("./target.ts");
      process.exitCode = await addTarget(account, options);
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
