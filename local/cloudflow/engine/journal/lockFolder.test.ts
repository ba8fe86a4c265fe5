import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lockFolder } from "./lockFolder.ts";
import { processIdentity } from "./processIdentity.ts";

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
  const received = contenders.map(hearing);
  await Promise.all(received.map((next) => next()));
  for (const { stdin } of contenders) stdin?.write("go\n");
  const said = await Promise.all(received.map((next) => next()));
  const others = said.filter((one) => one !== "taken");
  expect(others).toHaveLength(7);
  for (const one of others) expect(one).toMatch(/^The folder \S+ is in use by process \d+\. Stop it/);
  const ended = contenders.map((child) => once(child, "exit"));
  for (const { stdin } of contenders) stdin?.end();
  await Promise.all(ended);
  expect(readdirSync(root).sort()).toEqual(["contend.mjs", "lock"]);
});

it("a lock that names a running process by its number alone is nobody's: numbers are used again", async () => {
  const dir = mkdtempSync(join(root, "number-"));
  const other = spawn("sleep", ["30"]);
  try {
    for (const pid of [1, other.pid, process.ppid]) {
      writeFileSync(join(dir, "lock"), String(pid));
      const unlock = await lockFolder(dir);
      expect(readFileSync(join(dir, "lock"), "utf8")).toMatch(new RegExp(`^${process.pid}:`));
      await unlock();
    }
  } finally {
    other.kill("SIGKILL");
  }
  expect(readdirSync(dir)).toEqual([]);
});

it("a lock of a process whose number a later one has got, or of another start of the system, is taken over", async () => {
  const dir = mkdtempSync(join(root, "reused-"));
  const [pid, started, boot] = (processIdentity(process.ppid) ?? "").split(":");
  for (const stale of [`${pid}:${Number(started) - 1}:${boot}`, `${pid}:${started}:00000000-dead-beef`]) {
    writeFileSync(join(dir, "lock"), stale);
    await (await lockFolder(dir))();
  }
  writeFileSync(join(dir, "lock"), `${pid}:${started}:${boot}`);
  await expect(lockFolder(dir)).rejects.toThrow(`is in use by process ${process.ppid}. Stop it`);
});

it("a killed process that nobody has waited for holds nothing", async () => {
  const dir = mkdtempSync(join(root, "zombie-"));
  // The shell becomes a program that never waits for its child.
  const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 30"]);
  const child = Number(await hearing(parent)());
  const identity = processIdentity(child);
  expect(identity).toMatch(new RegExp(`^${child}:\\d+:`));
  await expect.poll(() => processIdentity(child)).toBeUndefined();
  writeFileSync(join(dir, "lock"), String(identity));
  await (await lockFolder(dir))();
  parent.kill("SIGKILL");
});

it("a folder that cannot be written is refused in words", async () => {
  const file = join(root, "no-folder");
  writeFileSync(file, "");
  await expect(lockFolder(file)).rejects.toThrow(
    /^The folder \S+no-folder cannot be written: .*\. Free some space or give rights, or use another folder\.$/,
  );
  rmSync(file);
});

/** The lines that a process says, one at each call. */
function hearing(child: ChildProcess): () => Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}
