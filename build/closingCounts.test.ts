import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "albflow-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Results = Record<string, Record<string, "passed" | "failed">>;

/** A report as vitest writes it, of tests in files. */
function report(name: string, files: Results): string {
  const tests = Object.values(files).flatMap((one) => Object.values(one));
  const path = join(folder, name);
  const text = JSON.stringify({
    numPassedTests: tests.filter((status) => status === "passed").length,
    numFailedTests: tests.filter((status) => status === "failed").length,
    numPendingTests: 2,
    testResults: Object.entries(files).map(([file, one]) => ({
      name: resolve(file),
      status: Object.values(one).includes("failed") ? "failed" : "passed",
      assertionResults: Object.entries(one).map(([fullName, status]) => ({ fullName, status })),
    })),
  });
  writeFileSync(path, text);
  return path;
}

const run = (script: string, ...reports: string[]) =>
  execFileSync(process.execPath, [`build/${script}`, ...reports], { encoding: "utf8" });

test("a run's closing line counts what passed in the second run as passed, and names it", () => {
  const first = report("first", { "a.test.ts": { one: "passed", two: "failed" }, "b.test.ts": { three: "failed" } });
  const second = report("second", { "a.test.ts": { one: "passed", two: "passed" }, "b.test.ts": { three: "failed" } });
  expect(run("closingCounts.mjs", first)).toBe("1 passed, 2 failed, 2 skipped\n");
  expect(run("closingCounts.mjs", first, second)).toMatch(/^UNSTEADY: .*: two\n2 passed, 1 failed, 2 skipped\n$/);
});

test("files run again where they are three at most, and none where everything passed", () => {
  const failing = (count: number): Results =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}.test.ts`, { one: "failed" as const }]));
  expect(run("failedFiles.mjs", report("none", { "a.test.ts": { one: "passed" } })).trim()).toBe("");
  expect(run("failedFiles.mjs", report("three", failing(3)))).toBe("x0.test.ts x1.test.ts x2.test.ts\n");
  expect(run("failedFiles.mjs", report("four", failing(4)))).toBe("");
});
