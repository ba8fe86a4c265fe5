import { Command } from "commander";
import { registerAudit } from "./audit/registerAudit.ts";
import { registerCost } from "./cost/registerCost.ts";
import { registerPolicy } from "./deploy/registerPolicy.ts";
import { registerDoctor } from "./doctor/registerDoctor.ts";
import { registerFlows } from "./flows/register.ts";
import { registerLocal } from "./local/register.ts";
import { registerOperations } from "./operations/register.ts";

/** The command `albflow`. Each group of commands registers itself and loads what it needs only when it is called. */
const program = new Command("albflow")
  .description("Operate the listeners of Alibaba Cloud Application Load Balancers: planned, verified, undoable.")
  .configureHelp({ sortSubcommands: true })
  .showHelpAfterError();

registerLocal(program);
registerFlows(program);
registerOperations(program);
registerAudit(program);
registerDoctor(program);
registerPolicy(program);
registerCost(program);

try {
  await program.parseAsync();
} catch (error) {
  // A person wants the sentence; whoever wants the stack sets DEBUG.
  console.error(process.env.DEBUG === undefined && error instanceof Error ? `albflow: ${sentenceOf(error)}` : error);
  process.exitCode = 1;
}

function sentenceOf(error: Error & { code?: string }): string {
  const nobodyThere = error.code === "ECONNREFUSED" && error.message.includes("127.0.0.1");
  return nobodyThere
    ? "No local cloud answers there. Start one with `albflow local start`, or name its first port with --port."
    : error.message;
}
