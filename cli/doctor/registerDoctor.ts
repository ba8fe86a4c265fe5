import type { Command } from "commander";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";
import { connected } from "../flows/register.ts";

/** The command that examines a deployment. */
export function registerDoctor(program: Command): void {
  connected(program.command("doctor"))
    .description(
      "Examine what is deployed: credentials, roles, functions, flows, triggers, logs. Names each fault and its cure.",
    )
    .option("--json", "one JSON object with everything that was looked at")
    .action(async (options: ConnectionOptions & { json?: boolean }) => {
      const [{ patientOf }, { examine }, { printExamination }] = await Promise.all([
        import("../../deployment/doctor/patientOf.ts"),
        import("../../deployment/doctor/examine.ts"),
        import("./printExamination.ts"),
      ]);
      if (options.embedded === true) {
        throw new AlbflowError(
          "InvalidInput",
          "With --embedded nothing is deployed that could be examined: leave it out.",
        );
      }
      await withConnection(options, async ({ session }) => {
        const faults = printExamination(await examine(await patientOf(session, options)), options);
        process.exitCode = faults === 0 ? 0 : 1;
      });
    });
}
