import { cliMessages } from "../deployment/language.ts";
import { distance } from "../local/closest.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Reason, reason } from "../shared/platform/reasons/reason.ts";
import { printableLines } from "./printable.ts";

/** Whether a command line asks for JSON, so that what goes wrong is to be told in it, too. */
export function wantsJson(argv: string[]): boolean {
  return argv.some(
    (argument, position) =>
      argument === "--json" ||
      argument === "--output=json" ||
      (argument === "--output" && argv[position + 1] === "json"),
  );
}

/** What went wrong as one line of JSON: its sentence, its code and parameters for programs, and the kind of an error. */
export function jsonComplaint(message: string, { code, params }: Reason, kind?: string): string {
  return JSON.stringify({ error: { message, ...(kind === undefined ? {} : { kind }), code, params } });
}

/** Says on stderr what went wrong, or what goes on, while a command does not end by it: in JSON where JSON is asked for. */
export function complain(complaint: Reason, argv: string[] = process.argv): void {
  const sentences = cliMessages().sentences(complaint);
  console.error(wantsJson(argv) ? jsonComplaint(sentences, complaint) : `albflow: ${printableLines(sentences)}`);
}

/**
 * What went wrong, as a reason with a code: an error of ours has its own; what the command line's library refuses is told as what was
 * wrongly typed; any other is unexpected. `offered` are the options of the command that was called.
 */
export function reasonFor(error: Error & { code?: string | undefined }, offered: string[] = []): Reason {
  if (error.code === "ECONNREFUSED" && error.message.includes("127.0.0.1")) return reason("local-cloud-not-running");
  if (error instanceof AlbflowError) return error.reason;
  const typed = error.code?.startsWith("commander.") === true ? usageReason(error.message, offered) : undefined;
  return typed ?? reason("error-unexpected", { message: error.message });
}

/** What the library's sentence says, which is all that it gives. */
function usageReason(text: string, offered: string[]): Reason | undefined {
  const [first = "", second = ""] = text.replace(/^error: /, "").split("\n");
  const meant = /^\(Did you mean (?:one of )?(.+)\?\)$/.exec(second)?.[1]?.split(", ") ?? [];
  for (const [pattern, made] of USAGE) {
    const parts = pattern.exec(first);
    if (parts !== null)
      return made(
        parts.slice(1).map((part) => part ?? ""),
        { meant, offered },
      );
  }
  return undefined;
}

type Made = (parts: string[], known: { meant: string[]; offered: string[] }) => Reason;

const USAGE: [RegExp, Made][] = [
  [
    /^unknown option '(.+)'$/,
    ([option = ""], { meant, offered }) =>
      reason("usage-option-unknown", { option, meant: like(option, meant, offered) }),
  ],
  [/^unknown command '(.+)'$/, ([command = ""], { meant }) => reason("usage-command-unknown", { command, meant })],
  [/^missing required argument '(.+)'$/, ([argument = ""]) => reason("usage-argument-missing", { argument })],
  [/^option '(.+)' argument missing$/, ([option = ""]) => reason("usage-value-missing", { option })],
  [/^required option '(.+)' not specified$/, ([option = ""]) => reason("usage-option-missing", { option })],
  [
    /^option '(.+)' cannot be used with option '(.+)'$/,
    ([option = "", other = ""]) => reason("usage-options-exclusive", { option, other }),
  ],
  [
    /^too many arguments.*\. Expected (\d+) arguments? but got (\d+)\.$/,
    ([most = "", given = ""]) => reason("usage-arguments-excess", { given: Number(given), most: Number(most) }),
  ],
  [
    /^(?:option '(.+)' argument|command-argument value) '(.*)' is invalid(?: for argument '(.+)')?\. (.*)$/,
    ([option = "", value = "", argument = "", why = ""]) => {
      const named = option === "" ? `<${argument}>` : option;
      const offered = /^Allowed choices are (.+)\.$/.exec(why)?.[1]?.split(", ");
      return offered === undefined
        ? reason("usage-value-unfit", { option: named, value, problem: why.replace(/\.$/, "") })
        : reason("usage-value-not-offered", { option: named, value, offered });
    },
  ],
];

/** What other tools call an option that the command has; and the library compares with the longer one of an option's names only. */
function like(option: string, meant: string[], offered: string[]): string[] {
  const habit = HABITS[option]?.find((other) => offered.includes(other));
  if (habit !== undefined) return [habit];
  if (meant.length > 0) return meant;
  const isNear = option.startsWith("--") && option !== SHORTER_NAME && distance(option, SHORTER_NAME) <= 3;
  return isNear && offered.includes(SHORTER_NAME) ? [SHORTER_NAME] : [];
}

/** What stands for it here: the first one that a command has. */
const HABITS: Partial<Record<string, string[]>> = {
  "--dry-run": ["--plan", "--check"],
  "--force": ["--yes"],
  "--format": ["--output"],
};
const SHORTER_NAME = "--listener";
