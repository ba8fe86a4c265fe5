import { Command } from "commander";
import { registerFlows } from "./flows/register.ts";
import { registerLocal } from "./local/register.ts";

/** The command `albflow`. Each group of commands registers itself and loads what it needs only when it is called. */
const program = new Command("albflow")
  .description("Operate the listeners of Alibaba Cloud Application Load Balancers: planned, verified, undoable.")
  .configureHelp({ sortSubcommands: true })
  .showHelpAfterError();

registerLocal(program);
registerFlows(program);

try {
  await program.parseAsync();
} catch (error) {
  // A person wants the sentence; whoever wants the stack sets DEBUG.
  console.error(process.env.DEBUG === undefined && error instanceof Error ? `albflow: ${error.message}` : error);
  process.exitCode = 1;
}
