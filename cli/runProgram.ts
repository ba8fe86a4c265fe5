import { inspect } from "node:util";
import type { Command } from "commander";
import { contextHere, hasContextHere } from "../deployment/configuration/contextHere.ts";
import { cliMessages, leadWith, speak, spokenLanguage } from "../deployment/language.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { redact } from "../shared/platform/redact.ts";
import { endAsJson } from "./asJson.ts";
import { jsonComplaint, reasonFor, wantsJson } from "./complaint.ts";
import { optionsOfCalled } from "./optionsOfCalled.ts";
import { printableLines } from "./printable.ts";
import { makeProgram } from "./program.ts";
import { troubleshootingAt } from "./troubleshootingAt.ts";

/** Runs the command `albflow` with these parameters; `process.exitCode` says how it has ended. What went wrong is printed, and not thrown. */
export async function runProgram(typed: string[]): Promise<void> {
  // As Terraform's users type it.
  const parameters = typed.map((one) => (one === "-detailed-exitcode" ? `-${one}` : one));
  let program: Command | undefined;
  try {
    await speakAs(parameters);
    program = makeProgram(parameters);
    // Only who reads Chinese loads it.
    if (spokenLanguage().language === "zh") (await import("./help/translateHelp.ts")).translateHelp(program);
    await program.parseAsync(parameters, { from: "user" });
    endAsJson();
  } catch (error) {
    const { code, exitCode } = error as { code?: string; exitCode?: number };
    // Help and version were asked for, and given.
    if (code?.startsWith("commander.") === true && exitCode === 0) return;
    process.exitCode = 1;
    report(error, parameters, program === undefined ? [] : optionsOfCalled(program, parameters));
    endAsJson();
  } finally {
    // What else this process says is of no command's place.
    leadWith(new Map());
  }
}

/** Help, and what is wrong with a command line, is told before it is read: its language has to be known first. */
async function speakAs(parameters: string[]): Promise<void> {
  const at = parameters.findIndex((one) => /^--language(?:=|$)/.test(one));
  const asked = at < 0 ? undefined : (/=(.*)$/.exec(parameters[at] ?? "")?.[1] ?? parameters[at + 1]);
  speak(asked);
  if (asked !== undefined || parameters[0] === "--version" || !hasContextHere()) return;
  // What is wrong with the file is told by what reads it for more.
  speak(
    undefined,
    await contextHere(process.env).then(
      ({ language }) => language,
      () => undefined,
    ),
  );
}

function report(error: unknown, parameters: string[], offered: string[]): void {
  const isJson = wantsJson(parameters);
  // Nothing was named, and help was printed.
  const isHelp = (error as { code?: string }).code === "commander.help";
  if (isHelp && !isJson) return;
  const why = isHelp
    ? reason("usage-command-missing", {
        command: ["albflow", ...parameters.filter((one) => /^\w/.test(one))].join(" "),
      })
    : error instanceof Error
      ? reasonFor(error, offered)
      : reason("error-unexpected", { message: inspect(error) });
  const kind = error instanceof AlbflowError ? error.kind : undefined;
  // A person wants the sentence; whoever wants the stack sets DEBUG.
  const wantsStack = process.env.DEBUG !== undefined;
  const text = wantsStack
    ? inspect(error)
    : why.code === "text" && error instanceof Error
      ? error.message
      : cliMessages().sentences(why);
  console.error(
    redact(isJson ? jsonComplaint(text, why, kind) : wantsStack ? text : `albflow: ${printableLines(text)}`),
  );
  const more = error instanceof AlbflowError ? troubleshootingAt([why]) : undefined;
  if (more !== undefined && !isJson && !wantsStack) console.error(more);
}
