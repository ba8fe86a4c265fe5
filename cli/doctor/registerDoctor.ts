import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";

/** The command that examines a deployment. */
export function registerDoctor(program: Command): void {
  connected(program.command("doctor"))
    .description(
      "Examine what is deployed: credentials, roles, functions, flows, triggers, logs. Names each fault and its fix.",
    )
    .option("--stage <stage>", "the stage of albflow.yaml")
    .option("--json", "one JSON object with everything that was looked at")
    .action(async (options: ConnectionOptions & { json?: boolean; stage?: string }) => {
      const [{ deploymentProbeOf }, { runChecks }, { printCheckResults }, { stageHere }] = await Promise.all([
        import("../../deployment/doctor/deploymentProbeOf.ts"),
        import("../../deployment/doctor/runChecks.ts"),
        import("./printCheckResults.ts"),
        import("../../deployment/configuration/configurationHere.ts"),
      ]);
      if (options.embedded === true) {
        throw new AlbflowError("InvalidInput", reason("nothing-deployed-embedded"));
      }
      await withFixes(options, () =>
        withConnection(options, async ({ session }) => {
          const { stage: named, ...others } = options;
          const stage = options.local === true && named === undefined ? undefined : stageHere(named);
          const faults = printCheckResults(
            await runChecks(await deploymentProbeOf(session, { ...others, stage })),
            options,
          );
          process.exitCode = faults === 0 ? 0 : 1;
        }),
      );
    });
}
