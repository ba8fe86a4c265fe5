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
    .description("Create what a deployment needs, and list what only a person can do.")
    .option("--check", "check only, and change nothing")
    .action(async (options: DeployOptions & { check?: boolean }) => {
      refuseEmbedded(options);
      const { bootstrap } = await import("./bootstrap.ts");
      process.exitCode = await withFixes(options, () => bootstrap(options));
    });
  deploying(program.command("deploy"))
    .description(
      "Check albflow.yaml, show what would be created, changed and removed, deploy it, and check the result.",
    )
    .option("--check", "check only, every stage unless one is given; call nothing")
    .action(async (options: DeployOptions & { check?: boolean }) => {
      refuseEmbedded(options);
      const { checkStages, deploy } = await import("./deploy.ts");
      process.exitCode =
        options.check === true ? checkStages(options) : await withFixes(options, () => deploy(options));
    });
  deploying(program.command("remove"))
    .description("Remove a deployment: triggers first, then flows, functions and roles.")
    .action(async (options: DeployOptions) => {
      refuseEmbedded(options);
      const { remove } = await import("./remove.ts");
      process.exitCode = await withFixes(options, () => remove(options));
    });
}

/** The commands about other accounts. */
export function registerTargets(program: Command): void {
  const target = program.command("target").description("Give a deployment access to other accounts, and list them.");
  withOutput(target.command("list"))
    .description("List the other accounts in albflow.yaml, with their regions.")
    .option("--stage <stage>", "stage of albflow.yaml")
    .option("--file <file>", "configuration file (default albflow.yaml)")
    .action(async (options: OutputOptions & Pick<DeployOptions, "stage" | "file">) => {
      const { listTargets } = await import("./listTargets.ts");
      process.exitCode = await listTargets(options);
    });
  withOutput(deploying(target.command("add")))
    .description(
      "Print the role that gives albflow access to an account, with its trust and policy; or create it there.",
    )
    .argument("<account>", "account ID")
    .requiredOption("--home-account <id>", "account where albflow is deployed", process.env.ALIBABA_CLOUD_ACCOUNT_ID)
    .option("--read-only", "only the permissions to read listeners")
    .option("--make", "create the role, with the keys of that account (--profile)")
    .action(async (account: string, options: TargetOptions) => {
      refuseEmbedded(options);
      const { addTarget } = await import("./target.ts");
      process.exitCode = await addTarget(account, options);
    });
}

/** With the options that say what is deployed, and where. */
function deploying(command: Command): Command {
  return connected(command)
    .option("--stage <stage>", "stage of albflow.yaml")
    .option("--file <file>", "configuration file (default albflow.yaml)")
    .option("--yes", "do not ask for confirmation");
}

function refuseEmbedded({ embedded }: DeployOptions): void {
  if (embedded === true) throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
}
