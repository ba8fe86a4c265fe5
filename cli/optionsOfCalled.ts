import type { Command } from "commander";

/** The names of the options that the called command has: the one that the words of the command line lead to. */
export function optionsOfCalled(program: Command, parameters: string[]): string[] {
  let called = program;
  for (const word of parameters) {
    const inner = called.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (inner !== undefined) called = inner;
  }
  return called.options.flatMap(({ short, long }) => [short, long].filter((name) => name !== undefined));
}
