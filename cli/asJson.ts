import { type Command, Option } from "commander";

/**
 * Gives every command that has no answer of its own for programs `--output json`: what it says is one JSON object on stdout when it
 * ends, `{ exitCode, said }`, and what goes wrong one on stderr. What has `--json` means that.
 */
export function withJsonEverywhere(command: Command): void {
  for (const inner of command.commands) withJsonEverywhere(inner);
  const has = (name: string) => command.options.some(({ long }) => long === name);
  if (command.commands.length > 0 || has("--output")) return;
  const hasOwn = has("--json");
  command
    .addOption(
      new Option("--output <format>", "output format; json covers output and errors").choices(["table", "json"]),
    )
    .hook("preAction", () => {
      if (command.opts<{ output?: string }>().output !== "json") return;
      if (hasOwn) command.setOptionValue("json", true);
      else begin();
    });
}

/** What a command has said that has no answer of its own for programs. */
let said: string | undefined;
/** Lets stdout be written to again. */
let restore = (): void => undefined;

function begin(): void {
  said = "";
  const stdout: { write: unknown } = process.stdout;
  const { write } = stdout;
  restore = () => {
    stdout.write = write;
  };
  stdout.write = (text: string | Uint8Array) => {
    said += typeof text === "string" ? text : Buffer.from(text).toString();
    return true;
  };
  // Whoever is interrupted has said something, too.
  process.once("exit", endAsJson);
}

/** Prints what was said; nothing where no command was asked for JSON, or it has printed its own. */
export function endAsJson(): void {
  if (said === undefined) return;
  process.off("exit", endAsJson);
  restore();
  const lines = said.trimEnd().split("\n");
  said = undefined;
  console.log(JSON.stringify({ exitCode: Number(process.exitCode ?? 0), said: lines[0] === "" ? [] : lines }));
}
