import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { inWholeSuite, sampled } from "../../../support/sampled.ts";

interface Finished {
  points: number;
  status: string;
  output: unknown;
  history: [id: number, type: string, step: string, detail: unknown][];
}

const root = mkdtempSync(join(tmpdir(), "albflow-kill-"));
const program = join(process.cwd(), "dist/test", `killChild-${process.pid}.mjs`);
let whole: Finished;

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, "killChild.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  whole = finished(await run(folder("whole"), 0));
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(program, { force: true });
});

describe("a process that is killed", () => {
  it("runs the whole flow when it is not killed", () => {
    expect(whole.status).toBe("Succeeded");
    expect(whole.output).toEqual({
      all: { all: { Branch0: { flaky: 1 }, Branch1: { Items: [{ n: 2 }, { n: 4 }, { n: 6 }] } }, approved: "Ada" },
      error: "Permanent",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(whole.points).toBeGreaterThan(60);
  });

  it("finishes every execution, killed at any event or after any task, with the same output and nothing seen undone", async () => {
    await inParallel(2, sampled(12, numbers(whole.points)), async (point) => {
      const dir = folder(`at-${point}`);
      const killed = await run(dir, point);
      expect(killed.signal, `point ${point}`).toBe("SIGKILL");
      const seen = lines(join(dir, "seen.log"));
      const calls = lines(join(dir, "calls.log")).length;
      const { status, output, history } = finished(await run(dir, 0));
      expect({ status, output }, `point ${point}`).toEqual({ status: whole.status, output: whole.output });
      expect(
        history.slice(0, seen.length).map((event) => JSON.stringify(event)),
        `point ${point}`,
      ).toEqual(seen);
      // What was journaled as done is not done again; what was under way may be.
      const done = seen.filter((line) => /"Task(Succeeded|Failed|Submitted)"/.test(line)).length;
      const total = history.filter(([, type]) => /^Task(Started)$/.test(type)).length;
      const repeated = lines(join(dir, "calls.log")).length - total;
      expect(repeated, `point ${point}`).toBeLessThanOrEqual(calls - done);
    });
  });

  inWholeSuite(() => {
    test("finishes one execution through one kill after another", async () => {
      const dir = folder("chain");
      let kills = 0;
      for (;;) {
        const { signal, stdout } = await run(dir, 1 + (kills % 3));
        if (signal !== "SIGKILL") {
          expect(JSON.parse(stdout)).toMatchObject({ status: whole.status, output: whole.output });
          break;
        }
        kills += 1;
        expect(kills).toBeLessThan(200);
      }
      expect(kills).toBeGreaterThan(10);
    });
  });
});

function folder(name: string): string {
  return mkdtempSync(join(root, `${name}-`));
}

function run(
  dir: string,
  point: number,
): Promise<{ signal: NodeJS.Signals | undefined; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, dir, String(point)],
      { maxBuffer: 1e8, timeout: 30_000 },
      (error, stdout, stderr) => {
        resolve({ signal: error?.signal ?? undefined, stdout, stderr });
      },
    );
  });
}

function finished({ stdout, stderr, signal }: Awaited<ReturnType<typeof run>>): Finished {
  if (stdout === "") throw new Error(`the process ended without a result (${signal}): ${stderr}`);
  return JSON.parse(stdout);
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function inParallel<T>(lanes: number, items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
