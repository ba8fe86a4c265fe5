import { createInterface } from "node:readline/promises";

/** Asks a question on stderr and gives the answer; Ctrl-C there is the one that it is elsewhere. Only for where stdin is a terminal. */
export async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The library keeps it to itself, and would leave the question open for ever.
  terminal.on("SIGINT", () => {
    if (!process.emit("SIGINT")) process.exit(130);
  });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
