import type { Command } from "commander";

/** The commands about the local cloud. */
export function registerLocal(program: Command): void {
  program.command("local").description("Run and inspect a local cloud.");
}
