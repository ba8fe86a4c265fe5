import { execFile } from "node:child_process";

/** What a run of `npm run chaos` has told. */
interface ChaosOutcome {
  /** Every violation, with the command that repeats it. */
  violations: string;
  runs: number;
  operations: number;
}

/** Runs `npm run chaos` with these arguments. Rejects with an `Error` when it ends without a result. */
export function spawnChaos(...flags: string[]): Promise<ChaosOutcome> {
  const args = ["test/chaos/run.mjs", ...flags, "--json"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      const last = stdout.trim().split("\n").at(-1) ?? "";
      if (!last.startsWith("{")) return reject(new Error(`npm run chaos has ended without a result: ${stderr}`));
      const { runs, operations } = JSON.parse(last) as Omit<ChaosOutcome, "violations">;
      resolve({ violations: stderr, runs, operations });
    });
  });
}
