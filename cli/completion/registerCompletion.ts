import { Argument, type Command } from "commander";
import { completionScript, SHELLS, type Shell } from "./completionScript.ts";
import { completionTable } from "./completionTable.ts";

/** The command that teaches a shell to complete the others. */
export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .description("Print a script that completes commands, options and values: source <(albflow completion bash)")
    .addArgument(new Argument("<shell>", "for which shell").choices(SHELLS))
    .action((shell: Shell) => console.log(completionScript(shell, completionTable(program)).trimEnd()));
}
