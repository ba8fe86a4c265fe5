import type { Command } from "commander";
import { connected } from "../flows/register.ts";
import { digitsFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import type { VerifyOptions } from "./verifyTrail.ts";

/** The commands about the audit trail. */
export function registerAudit(program: Command): void {
  const audit = program
    .command("audit")
    .description("Audit records of every write, chained so that every change to them is detected.");
  withOutput(connected(audit.command("verify")))
    .description(
      "Find audit records that were changed, removed, inserted or reordered; with ALBFLOW_SECRET also forged ones.",
    )
    .option("--days <n>", "days to check", digitsFrom("--days", 1), "7")
    .option("--from <time>", "start as an RFC 3339 time, instead of --days")
    .option("--to <time>", "end as an RFC 3339 time (default: now)")
    .option("--head <hash>", "hash of the last ledger record, from an earlier report")
    .option("--project <name>", "log project", "albflow-reports")
    .option("--logstore <name>", "logstore", "albflow")
    .action(async (options: VerifyOptions) => {
      const { verifyTrail } = await import("./verifyTrail.ts");
      process.exitCode = await verifyTrail(options);
    });
}
