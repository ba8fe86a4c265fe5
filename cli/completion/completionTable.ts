import type { Command } from "commander";

/** What may follow words of a command line. */
export interface CompletionRow {
  /** Names of commands from the outermost, `local fault`; empty for none yet. */
  path: string;
  /** Commands and options, and the values that an option takes: `--status Running|Failed`. */
  words: string[];
  /** By option, its values where they are known. */
  values: Record<string, string[]>;
  /** Whether its argument is the id of a listener. */
  takesListener: boolean;
}

/** Everything that can be completed, from the commands themselves. */
export function completionTable(program: Command): CompletionRow[] {
  return rowsOf(program, []);
}

function rowsOf(command: Command, path: string[]): CompletionRow[] {
  const inner = command.commands.filter((one) => !("_hidden" in one && one._hidden === true));
  const options = command.options.flatMap(({ long, short }) => [long, short].filter((name) => name?.startsWith("--")));
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const values = command.options.flatMap(({ long, argChoices }) =>
    long == null || argChoices === undefined ? [] : [[long, argChoices] as const],
  );
  return [
    {
      path: path.join(" "),
      words: [...inner.map((one) => one.name()), ...choices, ...options.map(String), "--help"],
      values: Object.fromEntries(values),
      takesListener: command.registeredArguments.some((argument) => argument.name() === "id"),
    },
    ...inner.flatMap((one) => rowsOf(one, [...path, one.name()])),
  ];
}
