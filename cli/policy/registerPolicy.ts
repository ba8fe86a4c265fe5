import type { Command } from "commander";

/** The command that says what each role of a deployment may do. */
export function registerPolicy(program: Command): void {
  program
    .command("policy")
    .description("Show the policies of the roles that a deployment creates, for functions and for flows.")
    .argument("[name]", "a function, `flows`, or `deployer` for whoever deploys (default: all roles)")
    .option("--account <id>", "account ID in resource names", process.env.AccountID ?? "1234567890123456")
    .option("--stage <stage>", "for the deployer: stage of albflow.yaml")
    .option("--file <file>", "for the deployer: configuration file (default albflow.yaml)")
    .option("--region <region>", "region, when there is no albflow.yaml yet", process.env.ALIBABA_CLOUD_REGION_ID)
    .option("--no-tryout", "for the deployer: leave out the permissions of `albflow tryout`")
    .option("--json", "in RAM's format: one JSON object, role by role")
    .action(
      async (
        name: string | undefined,
        options: { account: string; json?: boolean; stage?: string; file?: string; region?: string; tryout?: boolean },
      ) => {
        if (name === "deployer") {
          const { printDeployerPolicy } = await import("./printDeployerPolicy.ts");
          printDeployerPolicy(options);
          return;
        }
        const { printPolicies } = await import("./printPolicies.ts");
        printPolicies(name, options);
      },
    );
}
