import { type Command, CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { type OperationCommand, readCommands } from "../../cli/operations/commands.ts";
import { OWN, readInput } from "../../cli/operations/readInput.ts";
import { makeProgram } from "../../cli/program.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { JsonSchema } from "../../shared/platform/jsonSchema.ts";
import { sampled } from "../support/sampled.ts";

/** The flag of a field, by the rule that people know from its name: `idleTimeout` is `--idle-timeout`. */
const flagOf = (name: string) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Something that a field of this kind cannot be, as it is typed. */
function wrongFor({ type, enum: choices, items, pattern, maxLength, minLength }: JsonSchema): string | undefined {
  if (choices !== undefined) return "neither";
  if (type === "integer" || type === "number") return "many";
  if (type === "boolean") return "maybe";
  if (type === "object" || (type === "array" && items?.type !== "string")) return "{";
  const one: JsonSchema | undefined =
    type === "array" ? items : JSON.parse(JSON.stringify({ pattern, maxLength, minLength }));
  if (one?.pattern !== undefined) return "!".repeat(3);
  if (one?.maxLength !== undefined) return "x".repeat(one.maxLength + 1);
  if (one?.enum !== undefined) return "neither";
  return undefined;
}

/** Every command, each under its whole name. */
function leavesOf(command: Command, above: string[] = []): { path: string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ path: above, command }];
  return command.commands.flatMap((one) => leavesOf(one, [...above, one.name()]));
}

const operations = readCommands();
const fields = operations.flatMap((operation) =>
  Object.entries(operation.input.properties)
    .filter(([name]) => !OWN.has(name))
    .map(([name, schema]) => ({ operation, name, wrong: wrongFor(schema), what: `${operation.name} ${flagOf(name)}` })),
);

/** Parses words as the command line does; what would be done is caught, and nothing is called. */
function typed(words: string[]): string {
  const program = makeProgram();
  const prepare = (command: Command): void => {
    command.configureOutput({ writeOut: () => {} });
    const operation = operations.find(({ name }) => name === command.name() && command.parent === program);
    if (command.commands.length === 0) command.action((given) => check(operation, given));
    command.commands.forEach(prepare);
  };
  prepare(program);
  try {
    program.parse(words, { from: "user" });
    return "";
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    if (error instanceof AlbflowError && error.kind === "InvalidInput") return error.message;
    throw error;
  }
}

function check(operation: OperationCommand | undefined, given: Record<string, unknown>): void {
  if (operation !== undefined) readInput(operation, given);
}

describe("what is typed for an operation is judged by its option's name, before anything is called", () => {
  test("in every field of every operation", () => {
    expect(operations.length).toBeGreaterThanOrEqual(18);
    expect(fields.length).toBeGreaterThan(120);
    // Texts of any length and form cannot be wrong.
    expect(fields.filter(({ wrong }) => wrong === undefined).map(({ what }) => what)).toEqual([]);
  });

  test.each(fields.filter(({ wrong }) => wrong !== undefined))("$what", ({ operation, name, wrong = "" }) => {
    const said = typed([operation.name, flagOf(name), wrong]);
    expect(said).toContain(flagOf(name));
  });

  const booleans = fields.filter(({ operation, name }) => operation.input.properties[name]?.type === "boolean");
  test.each(sampled(4, booleans))(
    "$what takes true, false, yes, no, on and off, and no other word",
    ({ operation, name }) => {
      const words = ["true", "false", "yes", "no", "on", "off", "TRUE", "No"];
      const values = words.map((word) => {
        let value: unknown;
        try {
          value = readInput({ ...operation, input: { ...operation.input, required: [] } }, { [name]: word })[name];
        } catch (error) {
          value = String(error);
        }
        return value;
      });
      expect(values).toEqual([true, false, true, false, true, false, true, false]);
      for (const word of ["1", "0", "maybe", "y", "enable", ""]) {
        expect(typed([operation.name, flagOf(name), word])).toContain(`option-not-boolean {"option":"${flagOf(name)}"`);
      }
    },
  );
});

/** Numbers and choices of all other commands, by what their placeholder says. */
const others = leavesOf(makeProgram())
  .filter(({ path }) => !operations.some(({ name }) => name === path[0]))
  .flatMap(({ path, command }) =>
    command.options
      .filter((option) => /<(n|p|kind|status|moment)>/.test(option.flags) || option.argChoices !== undefined)
      .map((option) => ({ what: `${path.join(" ")} ${option.long}`, path, flag: option.long ?? "" })),
  );

describe("what is typed for another command is, too", () => {
  test("in every option that takes a number or a choice", () => {
    expect(others.length).toBeGreaterThan(30);
  });

  test.each(others)("$what", ({ path, flag }) => {
    const said = typed([...path, "x", flag, "many"]);
    expect(said).toContain(flag);
    expect(said).toContain("many");
  });
});
