import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileJournal } from "../local/cloudflow/engine/journal/fileJournal.ts";
import { systemClock } from "../shared/platform/clock.ts";
import { loopEngine, roundsFor, runLoop, transitionsOf } from "./engineLoop.ts";

/** Runs the loop of so many rounds once. */
export type RunLoop = (rounds: number) => Promise<void>;

/** Transitions per second of so many executions at once, each with about so many transitions, run so many times. */
export async function rateOf(run: RunLoop, executions: number, transitions: number, repeat = 1): Promise<number> {
  const rounds = roundsFor(transitions);
  globalThis.gc?.();
  const begun = performance.now();
  for (let i = 0; i < repeat; i += 1) await Promise.all(Array.from({ length: executions }, () => run(rounds)));
  return (executions * repeat * transitionsOf(rounds)) / ((performance.now() - begun) / 1000);
}

/** Medians of interleaved rounds, so that a busy moment of the machine hits both sides alike. */
export async function compare(ours: RunLoop, peer: RunLoop, executions: number, transitions: number, repeat: number) {
  const rates = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < 5; round += 1) {
    rates.ours.push(await rateOf(ours, executions, transitions, repeat));
    rates.peer.push(await rateOf(peer, executions, transitions, repeat));
  }
  return { ours: median(rates.ours), peer: median(rates.peer) };
}

/** With a journal on disk: transitions per second of 100 executions, and the time from start to first event. */
export async function measureDurable(): Promise<{ perSecond: number; startP99Ms: number }> {
  const dir = mkdtempSync(join(tmpdir(), "albflow-bench-"));
  const engine = await loopEngine(fileJournal(dir, systemClock));
  const run: RunLoop = (rounds) => runLoop(engine, rounds);
  await rateOf(run, 20, 40);
  const rates = [];
  for (let round = 0; round < 3; round += 1) rates.push(await rateOf(run, 100, 100));
  const starts: number[] = [];
  const begunAt = new Map<string, number>();
  const cancel = engine.onEvents(({ execution: { name } }, events) => {
    const begun = begunAt.get(name);
    if (events[0]?.id === 1 && begun !== undefined) starts.push(performance.now() - begun);
  });
  for (let i = 0; i < 1_000; i += 1) await runLoop(engine, 0, (name) => begunAt.set(name, performance.now()));
  cancel();
  await engine.close();
  rmSync(dir, { recursive: true });
  return { perSecond: median(rates), startP99Ms: quantile(starts, 0.99) };
}

function median(values: number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
