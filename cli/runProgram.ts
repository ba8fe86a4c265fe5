import { inspect } from "node:util";
import { cliMessages } from "../deployment/language.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { redact } from "../shared/platform/redact.ts";
import { jsonComplaint, wantsJson } from "./complaint.ts";
import { makeProgram } from "./program.ts";
import { troubleshootingAt } from "./troubleshootingAt.ts";

/** Runs the command `albflow` with these parameters; `process.exitCode` says how it has ended. What went wrong is printed, and not thrown. */
export async function runProgram(parameters: string[]): Promise<void> {
  try {
    await makeProgram().parseAsync(parameters, { from: "user" });
  } catch (error) {
    // A person wants the sentence; whoever wants the stack sets DEBUG.
    const wantsStack = process.env.DEBUG !== undefined || !(error instanceof Error);
    const text = wantsStack ? inspect(error) : sentenceOf(error);
    const complaint = wantsJson(parameters) ? jsonComplaint(text, error) : wantsStack ? text : `albflow: ${text}`;
    console.error(redact(complaint));
    const more = error instanceof AlbflowError ? troubleshootingAt([error.reason]) : undefined;
    if (more !== undefined && !wantsStack && !wantsJson(parameters)) console.error(more);
    process.exitCode = 1;
  }
}

/** What is no error of ours is one of the command line's library, and in its words. */
function sentenceOf(error: Error & { code?: string }): string {
  const isNobodyThere = error.code === "ECONNREFUSED" && error.message.includes("127.0.0.1");
  if (isNobodyThere) return cliMessages().sentences(reason("local-cloud-not-running"));
  const isCoded = error instanceof AlbflowError && error.reason.code !== "text";
  return isCoded ? cliMessages().sentences(error.reason) : error.message;
}
