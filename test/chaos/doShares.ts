import { openRunner } from "./runner.ts";
import { runShare, type Share } from "./share.ts";

/** Does a few shares in this process, sooner than others could begin. */
export async function doShares(shares: Share[]): Promise<{ runs: number; violations: string }> {
  const runner = openRunner();
  const reported: string[] = [];
  let runs = 0;
  try {
    for (const share of shares) {
      const totals = await runShare(runner, share, (violation) => reported.push(violation));
      runs += totals.runs;
    }
  } finally {
    await runner.close();
  }
  return { runs, violations: reported.join("\n") };
}
