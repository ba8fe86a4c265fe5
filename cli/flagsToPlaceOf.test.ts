import type { Command } from "commander";
import { afterEach, expect, test } from "vitest";
import { cliSentences, leadWith } from "../deployment/language.ts";
import { flagsToPlaceOf } from "./flagsToPlaceOf.ts";
import { makeProgram } from "./program.ts";

afterEach(() => leadWith(new Map()));

/** The flags of a command after another one was called like this. */
function flagsTo(command: string, name: string, ...options: string[]): string | undefined {
  const program = makeProgram();
  const called = program.commands.find((one) => one.name() === name) as Command;
  called.parseOptions(options);
  return flagsToPlaceOf(called, program).get(command);
}

test.each([
  ["execution", ["listeners", "--local"], " --local"],
  ["execution", ["listeners", "--local", "--port", "7900"], " --local --port 7900"],
  ["execution", ["approvals", "--profile", "prod", "--region", "cn-shanghai"], " --profile prod --region cn-shanghai"],
  ["listener", ["approvals", "--region", "cn-shanghai"], " --home cn-shanghai"],
  ["execution", ["listener", "--region", "cn-shanghai"], ""],
  ["execution", ["stopListener", "--region", "cn-shanghai", "--home", "cn-hangzhou"], " --region cn-hangzhou"],
  ["execution", ["stopListener", "--region", "cn-shanghai", "--embedded"], " --embedded --region cn-shanghai"],
  ["completion", ["listeners", "--local"], undefined],
])("the command %s is named with the flags that lead where %j works", (command, [name = "", ...options], flags) => {
  expect(flagsTo(command, name, ...options)).toBe(flags);
});

test("a command that a message names leads where the one that was called works, unless the message says where", () => {
  const commandsIn = (text: string) => text.match(/`albflow [^`]*`/g);
  leadWith(new Map(["executions", "watch"].map((command) => [command, " --local --port 7900"])));
  expect(commandsIn(cliSentences("no-operation-has-execution", { execution: "x" }))).toEqual([
    "`albflow executions --local --port 7900`",
  ]);
  expect(commandsIn(cliSentences("watch-interrupted", { execution: "x", flags: " --embedded" }))).toEqual([
    "`albflow watch x --embedded`",
  ]);
});
