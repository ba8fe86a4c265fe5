import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { withFixes } from "../deploy/withFixes.ts";
import { connected } from "../flows/register.ts";
import { type OutputOptions, withOutput } from "../output.ts";

/** The command that examines a deployment. */
export function registerDoctor(program: Command): void {
  withOutput(connected(program.command("doctor")))
    .description(
      "Check what is deployed: credentials, roles, functions, flows, triggers, logs. Shows each problem and its fix.",
    )
    .option("--stage <stage>", "stage of albflow.yaml")
    .action(async (options: ConnectionOptions & OutputOptions & { stage?: string }) => {
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
        withConnection(options, async (connection) => {
          const { stage: named, ...others } = options;
          const stage = options.local === true && named === undefined ? undefined : stageHere(named);
          const results = await runChecks(await deploymentProbeOf(connection.session, { ...others, stage }));
          const faults = await printCheckResults(results, { ...options, connection });
          process.exitCode = faults === 0 ? 0 : 1;
        }),
      );
    });
}
