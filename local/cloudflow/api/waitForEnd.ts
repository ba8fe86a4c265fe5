import { isEnded } from "../../../flowlang/execution.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { Engine } from "../engine/engine.ts";
import type { ExecutionRecord } from "../engine/state.ts";

/** Resolves when the execution has ended, or after `ms` milliseconds. */
export async function waitForEnd(engine: Engine, record: ExecutionRecord, clock: Clock, ms: number): Promise<void> {
  if (isEnded(record.execution) || ms === 0) return;
  const ended = new AbortController();
  const cancel = engine.onEnd(record, () => ended.abort());
  try {
    await clock.sleep(ms, ended.signal);
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    cancel();
  }
}
