import type { Advance, Trigger } from "../../../flowlang/advance.ts";
import type { TaskEffect } from "../../../flowlang/definition/flow.ts";
import { isEnded, isSubmitted, nextDue } from "../../../flowlang/execution.ts";
import type { HistoryEvent } from "../../../flowlang/history.ts";
import { type Clock, systemClock } from "../../../shared/platform/clock.ts";
import { combine, type Restore } from "../../snapshot.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { applyCommand, type CommandOutcome, type Ground } from "./applyCommand.ts";
import type { Command } from "./command.ts";
import { anyRate, type EntryRate } from "./entryRate.ts";
import { type Journal, memoryJournal } from "./journal/journal.ts";
import { performTask, type TaskAction } from "./performTask.ts";
import { relevanceIn } from "./relevance.ts";
import { snapshotState } from "./snapshotState.ts";
import { type CloudFlowState, createState, type ExecutionRecord } from "./state.ts";
import { createTimerQueue } from "./timerQueue.ts";

/** Runs executions: takes commands, keeps them, applies them, and does what follows from them. */
export interface Engine {
  /** To be read only. What stands here is in the journal. */
  state: CloudFlowState;
  /** Applies a command once it is kept. Rejects with the `CloudError` that refuses it. */
  submit: (command: Command) => Promise<CommandOutcome>;
  /** A number for a new execution. */
  nextExecution: () => number;
  /** Brings back what the journal holds and goes on with it. */
  start: () => Promise<void>;
  /** Stops doing anything; executions go on after the next start. */
  close: () => Promise<void>;
  /** Stops everything that is under way for good; for the moment before a snapshot is restored. */
  abandon: () => void;
  /** Remembers the state. Throws an `Error` when an execution is running, or what happens is kept in a file. */
  snapshot: () => Restore;
  /** Calls back when the execution has ended, at once if it has. The returned function cancels. */
  onEnd: (record: ExecutionRecord, act: () => void) => () => void;
  /** Calls back for every step with its new events. The returned function cancels. */
  onEvents: (listener: EventListener) => () => void;
  /** Calls back for every command applied while running. */
  onApplied: (listener: (command: Command) => void) => void;
}

export type EventListener = (record: ExecutionRecord, events: HistoryEvent[]) => void;

interface EngineOptions extends Ground {
  clock: Clock;
  journal: Journal;
  /** What does the work of a task; chosen by its `Action`. */
  actionFor(action: string): TaskAction;
  /** Without it states are entered as fast as the machine can. */
  rate?: EntryRate;
  /** Is told the time of the last command that the journal holds, in ms since 1970, before anything goes on from there. */
  replayed?: (at: number) => void;
}

/** How soon what an execution has come to is given to the journal again, after a disk has refused it. */
const RETRY_MS = 1_000;

export function createEngine(options: EngineOptions): Engine {
  const { clock, journal, rate = anyRate } = options;
  const state = createState();
  let timers = createTimerQueue<ExecutionRecord>();
  const listeners = new Set<EventListener>();
  const applied: ((command: Command) => void)[] = [];
  const endings = new Map<ExecutionRecord, Set<() => void>>();
  let lastExecution = 0;
  let armed: { at: number; cancel: () => void } | undefined;
  let closing = false;
  /** Changes when everything that is under way is given up: reports from before are ignored. */
  let epoch = {};

  /** Waiting until the disk may take again what it has refused. */
  const retries = new Set<() => void>();

  const commit = (
    command: Command,
    settle: (outcome: CommandOutcome | CloudError) => void,
    refused: (failure: CloudError) => void = settle,
  ) => {
    if (closing) return;
    journal.append(command, (failure) => {
      if (failure !== undefined) return refused(notKept(failure));
      const outcome = attempt(() => applyCommand(state, command, options));
      if (!(outcome instanceof CloudError)) follow(outcome);
      for (const listener of applied) listener(command);
      settle(outcome);
    });
  };
  /** What has happened to an execution happens once only: it is offered to the journal until it is kept. */
  const trigger = (execution: number, trigger: Trigger) => {
    const begun = epoch;
    const send = () => commit({ kind: "trigger", at: clock.now(), execution, trigger }, () => {}, again);
    const again = () => {
      if (closing || begun !== epoch) return;
      // Disks live in the machine's time.
      const cancel = systemClock.after(RETRY_MS, () => {
        retries.delete(cancel);
        send();
      });
      retries.add(cancel);
    };
    const pause = rate.pause(clock.now());
    if (pause === 0) send();
    else clock.after(pause, send);
  };
  const follow = ({ steps }: CommandOutcome) => {
    for (const [record, step] of steps) followStep(record, step);
  };
  const followStep = (record: ExecutionRecord, { events, effects }: Advance) => {
    timers.set(record, nextDue(record.execution));
    arm();
    rate.spend(events, clock.now());
    for (const listener of listeners) listener(record, events);
    if (isEnded(record.execution)) return events.length > 0 ? finish(record) : undefined;
    if (!closing) for (const effect of effects) perform(record, effect);
  };
  const finish = (record: ExecutionRecord) => {
    const waiting = endings.get(record);
    endings.delete(record);
    for (const act of waiting ?? []) act();
    if (record.callbackToken !== undefined) callBack(record, record.callbackToken);
  };
  /** An execution started with a task token reports its own end under it. */
  const callBack = ({ execution }: ExecutionRecord, token: string) => {
    const task = state.tokens.get(token);
    if (task === undefined) return;
    const { attempt } = task;
    const { output, error } = execution;
    if (execution.status === "Succeeded") {
      trigger(task.record.id, { kind: "taskSucceeded", attempt, output: output ?? {} });
    } else {
      const fault = error ?? { Code: `FnF.Execution${execution.status}`, Detail: "" };
      trigger(task.record.id, { kind: "taskFailed", attempt, fault });
    }
  };
  const perform = (record: ExecutionRecord, effect: TaskEffect) => {
    const begun = epoch;
    performTask(options.actionFor(effect.action), { record, effect, clock }, (outcome) => {
      if (begun === epoch) trigger(record.id, outcome);
    });
  };
  /** One timer of the clock for all executions, set to the earliest. One that rings too early is set again. */
  const arm = () => {
    const first = timers.first();
    if (first === undefined || closing || (armed !== undefined && armed.at <= first.wakeAt)) return;
    armed?.cancel();
    const at = first.wakeAt;
    armed = { at, cancel: clock.after(at - clock.now(), ring) };
  };
  const ring = () => {
    armed = undefined;
    const now = clock.now();
    for (let due = timers.first(); due !== undefined && due.wakeAt <= now; due = timers.first()) {
      // Out of the queue until the trigger is applied, so that a slow disk does not make it ring twice.
      timers.set(due, undefined);
      trigger(due.id, { kind: "timer" });
    }
    arm();
  };

  return {
    state,
    submit: (command) =>
      new Promise((resolve, reject) => {
        commit(command, (outcome) => (outcome instanceof CloudError ? reject(outcome) : resolve(outcome)));
      }),
    nextExecution: () => ++lastExecution,
    async start() {
      journal.onCompaction(() => relevanceIn(state));
      let latest = Number.NEGATIVE_INFINITY;
      await journal.replay((command) => {
        if (command.kind === "start") lastExecution = Math.max(lastExecution, command.execution);
        latest = Math.max(latest, command.at);
        attempt(() => applyCommand(state, command, options));
      });
      options.replayed?.(latest);
      for (const record of state.executions.values()) resume(record);
      arm();
    },
    async close() {
      closing = true;
      armed?.cancel();
      for (const cancel of retries) cancel();
      await journal.close();
    },
    abandon() {
      epoch = {};
      armed?.cancel();
      armed = undefined;
      timers = createTimerQueue();
      endings.clear();
    },
    snapshot() {
      if (journal !== memoryJournal) throw new Error("What is kept in a folder cannot be taken back.");
      const kept = lastExecution;
      return combine(snapshotState(state), () => {
        lastExecution = kept;
      });
    },
    onEnd(record, act) {
      if (isEnded(record.execution)) {
        act();
        return () => {};
      }
      const waiting = endings.get(record) ?? new Set();
      endings.set(record, waiting.add(act));
      return () => void waiting.delete(act);
    },
    onEvents(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onApplied: (listener) => void applied.push(listener),
  };

  /** What was under way when the process died is done again, unless only its report is outstanding. */
  function resume(record: ExecutionRecord) {
    if (isEnded(record.execution) && record.callbackToken !== undefined) callBack(record, record.callbackToken);
    timers.set(record, nextDue(record.execution));
    for (const effect of record.tasks) {
      const handedOver = effect.mode === "WaitForCustomCallback" && isSubmitted(record.execution, effect.attempt);
      if (!handedOver) perform(record, effect);
    }
  }
}

/** What cannot be kept has not happened. */
function notKept(failure: Error): CloudError {
  return new CloudError(
    500,
    "InternalServerError",
    `The journal cannot be written, so nothing was done: ${failure.message}`,
  );
}

/** The result, or the refusal; anything else is a bug and is thrown. */
function attempt<T>(act: () => T): T | CloudError {
  try {
    return act();
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
}
