import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { reasonFor } from "./complaint.ts";
import { optionsOfCalled } from "./optionsOfCalled.ts";
import { makeProgram } from "./program.ts";

/** What is proposed in place of the last word of a command line that is refused. */
async function meantBy(...parameters: string[]): Promise<unknown> {
  const program = makeProgram(parameters);
  try {
    await program.parseAsync(parameters, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return reasonFor(error, optionsOfCalled(program, parameters)).params;
  }
  throw new Error("it was not refused");
}

test.each([
  [["stopListener", "--dry-run"], ["--plan"]],
  [["stopListener", "--listner"], ["--listener"]],
  [["undo", "start-1", "--dry-run"], ["--plan"]],
  [["deploy", "--dry-run"], ["--check"]],
  [["remove", "--force"], ["--yes"]],
  [["listeners", "--dry-run"], []],
  [["listeners", "--force"], []],
  [["listeners", "--format"], ["--output"]],
  [["executions", "--listner"], []],
])("%j is led to an option that the command has, or to none", async (parameters, meant) => {
  expect(await meantBy(...parameters)).toEqual({ option: parameters.at(-1), meant });
});
