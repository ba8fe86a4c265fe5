import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeProgram } from "../../cli/program.ts";
import { runProgram } from "../../cli/runProgram.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { sampled } from "../support/sampled.ts";

/** A folder in which there is nothing, and a port on which nobody listens. */
const empty = mkdtempSync(join(tmpdir(), "albflow-errors-"));
const argv = process.argv;
let port = "";
beforeAll(async () => {
  port = String(await freePortBlock());
});
beforeEach(() => {
  vi.spyOn(process, "cwd").mockReturnValue(empty);
  for (const name of Object.keys(process.env)) if (/^(ALI|ALB|Access|Account)/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", empty);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.argv = argv;
  process.exitCode = undefined;
});
afterAll(() => rmSync(empty, { recursive: true }));

/** Runs a command in this process; gives what it has written, and its exit code. */
async function run(parameters: string[]) {
  const written = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    const add = (text: unknown) => {
      written[stream] += String(text);
      return true;
    };
    vi.spyOn(process[stream], "write").mockImplementation(add);
  }
  vi.spyOn(console, "log").mockImplementation((line: unknown) => void process.stdout.write(`${String(line)}\n`));
  vi.spyOn(console, "error").mockImplementation((line: unknown) => void process.stderr.write(`${String(line)}\n`));
  process.argv = ["node", "albflow", ...parameters];
  process.exitCode = undefined;
  await runProgram(parameters);
  const code = process.exitCode;
  vi.restoreAllMocks();
  return { ...written, code };
}

/** Every command that does something, with the words that call it. */
function leavesOf(command: Command, path: string[] = []): [string, Command][] {
  if (command.commands.length === 0) return [[path.join(" "), command]];
  return command.commands.flatMap((inner) => leavesOf(inner, [...path, inner.name()]));
}

const leaves = leavesOf(makeProgram());
/** What cannot fail by what it is given: it prints what it knows, or there is nothing to give. */
const NEVER_FAIL = ["local env"];

/** The options without which a command is none. */
const needed = (command: Command) =>
  command.options.filter(({ mandatory }) => mandatory).flatMap(({ long }) => [long ?? "", "1"]);

/** Arguments and options with which a command finds nothing: no cloud on that port, no such file, no such thing. */
function wrongly(path: string, command: Command): string[] {
  const has = (name: string) => command.options.some(({ long }) => long === name);
  const choice = command.options.find(({ argChoices, long }) => argChoices !== undefined && long !== "--output");
  const isAlone = !has("--local") && !has("--port") && !has("--file") && command.registeredArguments.length === 0;
  return [
    ...path.split(" "),
    ...command.registeredArguments.filter(({ required }) => required).map(() => "nothing-there"),
    ...(path === "policy" ? ["nothing-there"] : []),
    ...needed(command),
    ...(path === "config" ? ["--profile", "nothing-there"] : has("--local") ? ["--local"] : []),
    ...(has("--stage") ? ["--stage", "nothing-there"] : []),
    ...(has("--port") ? ["--port", port] : []),
    ...(has("--file") ? ["--file", join(empty, "gone.yaml")] : []),
    ...(has("--seed") ? ["--seed", join(empty, "gone.yaml")] : []),
    ...(isAlone && choice !== undefined ? [choice.long ?? "", "nothing-there"] : []),
  ];
}

const expectOneError = (stderr: string) => {
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const { error } = JSON.parse(lines[0] ?? "") as { error: { message: string; code: string } };
  expect(error).toMatchObject({ message: expect.stringMatching(/\S/), code: expect.stringMatching(/^[a-z][a-z-]+$/) });
  return error;
};

test("there are as many commands as albflow has, none of them left out", () => {
  expect(leaves.length).toBeGreaterThan(70);
  expect(leaves.map(([path]) => path)).toEqual(expect.arrayContaining(["deploy", "init", "local fault add lag"]));
});

test.each(leaves)(
  "albflow %s tells as JSON of an option that it does not have, and ends with 1",
  async (path, command) => {
    const { stdout, stderr, code } = await run([
      ...path.split(" "),
      ...needed(command),
      "--no-such-option",
      "--output",
      "json",
    ]);
    expect([expectOneError(stderr).code, stdout, code]).toEqual(["usage-option-unknown", "", 1]);
  },
);

test.each(
  sampled(
    4,
    leaves.filter(([path]) => !NEVER_FAIL.includes(path)),
  ),
)("albflow %s tells as JSON of what it does not find, with a code, and ends with 1 or 2", async (path, command) => {
  const { stderr, code } = await run([...wrongly(path, command), "--output", "json"]);
  const error = expectOneError(stderr);
  expect({ ...error, exit: code }).toMatchObject({ exit: expect.toSatisfy((exit) => exit === 1 || exit === 2) });
  expect(error.code).not.toBe("error-unexpected");
});

test("a group of commands says that one is missing", async () => {
  const { stderr, code } = await run(["local", "fault", "--json"]);
  expect([expectOneError(stderr).code, code]).toEqual(["usage-option-unknown", 1]);
});

test("a command without an answer of its own for programs gives what it said, and its exit code", async () => {
  const { stdout, stderr, code } = await run(["completion", "bash", "--output", "json"]);
  expect([stderr, code]).toEqual(["", undefined]);
  const { exitCode, said } = JSON.parse(stdout) as { exitCode: number; said: string[] };
  expect([exitCode, said.length > 10]).toEqual([0, true]);
});
