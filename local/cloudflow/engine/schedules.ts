import type { Clock } from "../../../shared/platform/clock.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { parseCron } from "./cron.ts";
import type { Engine } from "./engine.ts";
import { startExecution } from "./startExecution.ts";
import type { FlowRecord, ScheduleRecord } from "./state.ts";
import { createTimerQueue, type Timed } from "./timerQueue.ts";

/** A schedule that waits for its next tick. */
interface Ticking extends Timed {
  flow: FlowRecord;
  schedule: ScheduleRecord;
}

/** Starts executions when their schedules say so. Ticks missed while nothing ran are not made up for. */
export function runSchedules(engine: Engine, clock: Clock): { start(): void; close(): void } {
  let queue = createTimerQueue<Ticking>();
  let cancel = () => {};

  const rebuild = () => {
    queue = createTimerQueue<Ticking>();
    for (const flow of engine.state.flows.values()) {
      for (const schedule of flow.schedules.values()) {
        const ticking: Ticking = { flow, schedule, queuedAt: -1, wakeAt: 0 };
        if (schedule.enabled) queue.set(ticking, parseCron(schedule.cron).after(clock.now()));
      }
    }
    arm();
  };
  const arm = () => {
    cancel();
    const first = queue.first();
    if (first !== undefined) cancel = clock.after(first.wakeAt - clock.now(), ring);
  };
  const ring = () => {
    const now = clock.now();
    for (let due = queue.first(); due !== undefined && due.wakeAt <= now; due = queue.first()) {
      const at = due.wakeAt;
      queue.set(due, parseCron(due.schedule.cron).after(Math.max(at, now)));
      tick(engine, clock, due, at);
    }
    arm();
  };

  engine.onApplied(({ kind }) => {
    if (kind.endsWith("Schedule") || kind === "deleteFlow") rebuild();
  });
  return { start: rebuild, close: () => cancel() };
}

/** Two processes, or one that was killed in between, name the same tick the same: it starts once. */
function tick(engine: Engine, clock: Clock, { flow, schedule }: Ticking, at: number) {
  const triggerTime = new Date(at).toISOString();
  const payload: unknown = schedule.payload === "" ? {} : JSON.parse(schedule.payload);
  const input = JSON.stringify({ payload, scheduleName: schedule.name, triggerTime }); // cloudflow.md A25
  const name = `${schedule.name.slice(0, 110)}-${triggerTime.replace(/\D/g, "")}`;
  startExecution(engine, { at: clock.now(), flow: flow.name, name, input }).catch((error: unknown) => {
    // A flow deleted meanwhile, or a payload too large: the service has nobody to tell either.
    if (!(error instanceof CloudError)) throw error;
  });
}
