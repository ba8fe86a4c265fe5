import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = mkdtempSync(join(tmpdir(), "albflow-lock-"));
const program = join(root, "contend.mjs");
/** No process has it: numbers end at 4,194,304. */
const DEAD = "999999999";

/** Waits for a line, tries to take the folder, says what came of it, and holds it until its input ends. */
const CONTENDER = `
import { lockFolder } from "./local/cloudflow/engine/journal/lockFolder.ts";
process.stdin.once("data", async () => {
  const said = await lockFolder(process.argv[2]).then(() => "taken", (error) => error.message);
  console.log(said);
});
process.stdin.on("end", () => process.exit());
console.log("ready");
`;

beforeAll(() =>
  build({
    stdin: { contents: CONTENDER, resolveDir: process.cwd(), loader: "ts" },
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  }),
);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("of many processes that find the lock of a dead one at the same moment, one has the folder", async () => {
  writeFileSync(join(root, "lock"), DEAD);
  const contenders = Array.from({ length: 8 }, () => spawn(process.execPath, [program, root]));
  const heard = contenders.map(hearing);
  await Promise.all(heard.map((next) => next()));
  for (const { stdin } of contenders) stdin?.write("go\n");
  const said = await Promise.all(heard.map((next) => next()));
  const others = said.filter((one) => one !== "taken");
  expect(others).toHaveLength(7);
  for (const one of others) expect(one).toMatch(/^The folder \S+ is in use by process \d+\. Stop it/);
  const ended = contenders.map((child) => once(child, "exit"));
  for (const { stdin } of contenders) stdin?.end();
  await Promise.all(ended);
  expect(readdirSync(root).sort()).toEqual(["contend.mjs", "lock"]);
});

/** The lines that a process says, one at each call. */
function hearing(child: ChildProcess): () => Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}
