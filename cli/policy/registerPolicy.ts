import type { Command } from "commander";

/** The command that says what each role of a deployment may do. */
export function registerPolicy(program: Command): void {
  program
    .command("policy")
    .description("Say what a function's role may do, and the flows' role: the policies that a deployment makes.")
    .argument("[name]", "a function, `flows`, or `deployer`, which is whoever deploys; all roles when left out")
    .option("--account <id>", "the account's number in resource names", process.env.AccountID ?? "1234567890123456")
    .option("--stage <stage>", "the stage of albflow.yaml, for the deployer")
    .option("--file <file>", "another file than albflow.yaml, for the deployer")
    .option("--region <region>", "before there is albflow.yaml", process.env.ALIBABA_CLOUD_REGION_ID)
    .option("--no-tryout", "for the deployer: without what `albflow tryout` needs")
    .option("--json", "as RAM takes them: one JSON object, role by role")
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
