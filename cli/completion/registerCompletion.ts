import { Argument, type Command } from "commander";
import type { ConnectionOptions } from "../connection.ts";
import { connected } from "../flows/register.ts";
import { completionScript, SHELLS, type Shell } from "./completionScript.ts";
import { completionTable } from "./completionTable.ts";
import { ID_KINDS, type IdKind } from "./idKinds.ts";

/** The command that teaches a shell to complete the others, and the one that this asks for ids. */
export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print a script that completes commands, options, values and IDs: source <(albflow completion bash)")
    .addArgument(new Argument("<shell>", "shell to print the script for").choices(SHELLS))
    .action((shell: Shell) => console.log(completionScript(shell, completionTable(program)).trimEnd()));
  connected(program.command("complete-ids", { hidden: true }))
    .description("Print IDs with descriptions, for shell completion.")
    .addArgument(new Argument("<kind>", "kind of resource").choices(ID_KINDS))
    .action(async (kind: IdKind, options: ConnectionOptions) => {
      const { completeIds } = await import("./completeIds.ts");
      await completeIds(kind, options);
    });
}
