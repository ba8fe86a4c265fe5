import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";

/** What a run of `npm run chaos` has told. */
export interface ChaosOutcome {
  /** Every violation, with the command that repeats it. */
  violations: string;
  runs: number;
  operations: number;
}

/** Runs `npm run chaos` with these arguments in processes of its own, one for each core. */
export async function spawnChaos(...flags: string[]): Promise<ChaosOutcome> {
  const shards = Math.min(4, availableParallelism());
  const numbers = Array.from({ length: shards }, (_, index) => index + 1);
  const told = await Promise.all(
    numbers.map((number) => spawn([...flags, "--json", "--shard", `${number}/${shards}`])),
  );
  return {
    violations: told.map(({ stderr }) => stderr).join(""),
    runs: told.reduce((sum, { stdout }) => sum + summaryOf(stdout).runs, 0),
    operations: Math.max(...told.map(({ stdout }) => summaryOf(stdout).operations)),
  };
}

function spawn(flags: string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["test/chaos/run.mjs", ...flags], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}

function summaryOf(stdout: string): { runs: number; operations: number } {
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`npm run chaos has ended without a result: ${last}`);
  return JSON.parse(last) as { runs: number; operations: number };
}
