import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { openRunner } from "./runner.ts";
import { runShare, type Share, type Totals } from "./share.ts";

/** Marks a process that does shares for another one. */
const WORKER = "CHAOS_WORKER";

/** Whether this process does shares for another one. */
export const isWorker = process.env[WORKER] !== undefined;

/**
 * Hands shares out to as many processes as there are cores, and adds up what they have counted. Each stays with an
 * operation as long as it can: its code is compiled for each process anew, and slow until then. Rejects with an `Error`
 * when a process dies.
 */
export async function inProcesses(shares: Share[]): Promise<Totals> {
  const totals: Totals = { runs: 0, calls: 0, faults: 0, violations: 0 };
  const left = [...shares];
  const begun = new Set<string>();
  const next = (last: Share | undefined): Share | undefined => {
    const same = left.findIndex((share) => operationOf(share) === operationOf(last));
    const fresh = left.findIndex((share) => !begun.has(operationOf(share)));
    const [share] = left.splice(last !== undefined && same >= 0 ? same : Math.max(fresh, 0), 1);
    begun.add(operationOf(share));
    return share;
  };
  const processes = Math.min(shares.length, availableParallelism());
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const worker = fork(process.argv[1] ?? "", [], { env: { ...process.env, [WORKER]: "1" } });
      try {
        for (let share = next(undefined); share !== undefined; share = next(share)) {
          const done = await ask(worker, share);
          for (const name of Object.keys(totals) as (keyof Totals)[]) totals[name] += done[name];
        }
      } finally {
        if (worker.connected) worker.disconnect();
      }
    }),
  );
  return totals;
}

/** Does the shares that another process sends, until it sends no more. */
export function work(): void {
  const runner = openRunner();
  let isBusy = false;
  process.on("message", (share: Share) => {
    isBusy = true;
    runShare(runner, share).then(
      (totals) => {
        isBusy = false;
        process.send?.(totals);
      },
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.once("disconnect", () => {
    // In the middle of a share nobody waits for its end any more.
    if (isBusy) process.exit(1);
    void runner.close();
  });
}

function ask(worker: ChildProcess, share: Share): Promise<Totals> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`A process has ended in the middle of ${JSON.stringify(share)}.`));
    worker.once("exit", died);
    worker.once("message", (totals) => {
      worker.off("exit", died);
      resolve(totals as Totals);
    });
    worker.send(share);
  });
}

function operationOf(share: Share | undefined): string {
  return share?.kind === "single" ? share.operation : "";
}
