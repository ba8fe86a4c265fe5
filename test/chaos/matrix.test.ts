import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";

/**
 * Every operation, every call that it makes, every fault that can strike it: each run is held to the invariants. In
 * processes of their own, a core each.
 */
test("whatever single fault strikes an operation, it ends as planned or as before", async () => {
  const shards = Math.min(4, availableParallelism());
  const outputs = await Promise.all(
    Array.from({ length: shards }, (_, index) => chaos("--single", "--json", "--shard", `${index + 1}/${shards}`)),
  );
  expect(outputs.map(({ told }) => told).join("")).toBe("");
  const totals = outputs.map(({ summary }) => JSON.parse(summary) as { runs: number; violations: number });
  expect(totals.map(({ violations }) => violations)).toEqual(totals.map(() => 0));
  expect(totals.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThan(500);
}, 300_000);

/** Runs `npm run chaos` with these arguments: the violations that it told, and its last line. */
function chaos(...flags: string[]): Promise<{ told: string; summary: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["test/chaos/run.mjs", ...flags], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      resolve({ told: stderr, summary: stdout.trim().split("\n").at(-1) ?? "" });
    });
  });
}
