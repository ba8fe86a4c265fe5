import type { Command } from "commander";
import { type ConnectionOptions, flagsOf } from "./connection.ts";

/**
 * With which flags each command of the program comes to the place where the called one works. Where albflow is deployed is `--home` to
 * commands about listeners, whose `--region` is where the listener is, and `--region` to all others.
 */
export function flagsToPlaceOf(called: Command, program: Command): Map<string, string> {
  const { region, home, ...options } = called.opts<ConnectionOptions & { home?: string }>();
  const deployedIn = hasOption(called, "--home") ? (home ?? (options.embedded === true ? region : undefined)) : region;
  const connecting = program.commands.filter((command) => hasOption(command, "--local"));
  return new Map(
    connecting.map((command) => {
      const flag = hasOption(command, "--home") ? "--home" : "--region";
      return [command.name(), `${flagsOf(options)}${deployedIn === undefined ? "" : ` ${flag} ${deployedIn}`}`];
    }),
  );
}

function hasOption(command: Command, name: string): boolean {
  return command.options.some(({ long }) => long === name);
}
