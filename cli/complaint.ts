import { cliMessages } from "../deployment/language.ts";
import { distance } from "../local/closest.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import type { Reason } from "../shared/platform/reasons/reason.ts";

/** Whether a command line asks for JSON, so that what goes wrong is to be told in it, too. */
export function wantsJson(argv: string[]): boolean {
  return argv.some(
    (argument, position) =>
      argument === "--json" ||
      argument === "--output=json" ||
      (argument === "--output" && argv[position + 1] === "json"),
  );
}

/** What went wrong as one line of JSON: its sentence, and for programs the kind, the code and the parameters. */
export function jsonComplaint(message: string, about?: unknown): string {
  const known =
    about instanceof AlbflowError ? { kind: about.kind, code: about.reason.code, params: about.reason.params } : about;
  return JSON.stringify({ error: { message, ...(known as object | undefined) } });
}

/** Says on stderr what went wrong, or what goes on, while a command does not end by it: in JSON where JSON is asked for. */
export function complain(complaint: Reason, argv: string[] = process.argv): void {
  const sentences = cliMessages().sentences(complaint);
  console.error(wantsJson(argv) ? jsonComplaint(sentences, complaint) : `albflow: ${sentences}`);
}

/** How the command line's library complains of arguments, as this command line does: in JSON, or with what was perhaps meant. */
export function complaintOf(text: string, argv: string[]): string {
  const message = withSuggestion(text).trimEnd();
  return wantsJson(argv) ? `${jsonComplaint(message.replace(/^error: /, ""))}\n` : `${message}\n`;
}

/** The library compares with the longer one of an option's names only. */
function withSuggestion(text: string): string {
  const [, option] = /^error: unknown option '(--[\w-]+)'\n?$/.exec(text) ?? [];
  if (option === undefined || distance(option, SHORTER_NAME) > 3) return text;
  return `${text.trimEnd()}\n(Did you mean ${SHORTER_NAME}?)`;
}

const SHORTER_NAME = "--listener";
