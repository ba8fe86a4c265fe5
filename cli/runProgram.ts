import { inspect } from "node:util";
import { cliMessages } from "../deployment/language.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { redact } from "../shared/platform/redact.ts";
import { endAsJson } from "./asJson.ts";
import { jsonComplaint, reasonFor, wantsJson } from "./complaint.ts";
import { makeProgram } from "./program.ts";
import { troubleshootingAt } from "./troubleshootingAt.ts";

/** Runs the command `albflow` with these parameters; `process.exitCode` says how it has ended. What went wrong is printed, and not thrown. */
export async function runProgram(parameters: string[]): Promise<void> {
  try {
    await makeProgram(parameters).parseAsync(parameters, { from: "user" });
    endAsJson();
  } catch (error) {
    const { code, exitCode } = error as { code?: string; exitCode?: number };
    // Help and version were asked for, and given.
    if (code?.startsWith("commander.") === true && exitCode === 0) return;
    process.exitCode = 1;
    report(error, parameters);
    endAsJson();
  }
}

function report(error: unknown, parameters: string[]): void {
  const isJson = wantsJson(parameters);
  // Nothing was named, and help was printed.
  const isHelp = (error as { code?: string }).code === "commander.help";
  if (isHelp && !isJson) return;
  const why = isHelp
    ? reason("usage-command-missing", {
        command: ["albflow", ...parameters.filter((one) => /^\w/.test(one))].join(" "),
      })
    : error instanceof Error
      ? reasonFor(error)
      : reason("error-unexpected", { message: inspect(error) });
  const kind = error instanceof AlbflowError ? error.kind : undefined;
  // A person wants the sentence; whoever wants the stack sets DEBUG.
  const wantsStack = process.env.DEBUG !== undefined;
  const text = wantsStack
    ? inspect(error)
    : why.code === "text" && error instanceof Error
      ? error.message
      : cliMessages().sentences(why);
  console.error(redact(isJson ? jsonComplaint(text, why, kind) : wantsStack ? text : `albflow: ${text}`));
  const more = error instanceof AlbflowError ? troubleshootingAt([error.reason]) : undefined;
  if (more !== undefined && !isJson && !wantsStack) console.error(more);
}
