import type { Command } from "commander";
import { connected } from "../flows/register.ts";
import { digitsFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import type { VerifyOptions } from "./verifyTrail.ts";

/** The commands about the audit trail. */
export function registerAudit(program: Command): void {
  const audit = program
    .command("audit")
    .description("The records of every write, chained so that none can be changed unseen.");
  withOutput(connected(audit.command("verify")))
    .description("Find records that were changed, removed, put in or reordered. With ALBFLOW_SECRET also forged ones.")
    .option("--days <n>", "how far back", digitsFrom("--days", 1), "7")
    .option("--from <time>", "RFC 3339, instead of --days")
    .option("--to <time>", "RFC 3339; now unless given")
    .option("--head <hash>", "hash of the ledger's last record, as a report has told it")
    .option("--project <name>", "log project", "albflow-reports")
    .option("--logstore <name>", "logstore", "albflow")
    .action(async (options: VerifyOptions) => {
      const { verifyTrail } = await import("./verifyTrail.ts");
      process.exitCode = await verifyTrail(options);
    });
}
