import type { ParsedFlow } from "./definition/flow.ts";
import type { FlowFault } from "./flowError.ts";
import type { Json, JsonObject } from "./json.ts";
import { hashText, type RandomState } from "./random.ts";

/** Where an execution can end, and where it is before. */
export type ExecutionStatus = "Starting" | "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut";

/**
 * A run of a flow: plain data, changed by `advance` only. The same definition, the same start and the same triggers give
 * the same execution, so a journal of triggers is all that is needed to have it back.
 */
export interface FlowExecution extends RandomState {
  name: string;
  roleArn: string;
  input: JsonObject;
  status: ExecutionStatus;
  /** Milliseconds since 1970, as all times here. */
  startedAt: number;
  stoppedAt?: number;
  /** When it times out. */
  deadline: number;
  output?: JsonObject;
  error?: FlowFault;
  /** `$Global` */
  global: JsonObject;
  /** What is being run: the flow's own scope first, branches and iterations after it. */
  frames: Frame[];
  lastFrame: number;
  /** Tries of work so far; each has a number of its own, so that a late result is told from a current one. */
  lastAttempt: number;
  /** Events so far. */
  events: number;
  /** What the task tokens of this execution are made of. */
  randomSeed: number;
  /** Its flow was deleted: it stops at the next state (cloudflow.md A32). */
  draining: boolean;
}

/** A scope being run: where it is, and what it waits for. */
export interface Frame {
  id: number;
  /** Frame of the Parallel or Map around it; 0 for the flow's own scope. */
  parent: number;
  /** Number of the branch or iteration. */
  index: number;
  /** Id of the state it is in. */
  state: number;
  /** `$Input` of that state. */
  input: JsonObject;
  error: FlowFault | undefined;
  /** Retries of this state so far, and how many of them each rule has used up. */
  retries: number;
  retriesByRule: number[] | undefined;
  attempt: number;
  waiting: Waiting | undefined;
  /** Id of its last event: what causes the next one. */
  lastEvent: number;
}

/** What a frame waits for. `until` is undefined where there is no limit. */
type Waiting =
  | { for: "time"; until: number }
  | { for: "retry"; until: number }
  | { for: "task"; until: number | undefined; submitted: boolean }
  | { for: "children"; until: undefined; results: Json[]; left: number; items: JsonObject[]; next: number };

/** How an execution is started. `randomSeed` makes its uuid(), randomInt() and task tokens. */
interface Start {
  name: string;
  roleArn: string;
  input: JsonObject;
  randomSeed: string;
  now: number;
}

/** An execution that has not taken its first step. */
export function createExecution(flow: ParsedFlow, { name, roleArn, input, randomSeed, now }: Start): FlowExecution {
  return {
    name,
    roleArn,
    input,
    status: "Starting",
    startedAt: now,
    deadline: now + flow.timeout * 1000,
    global: {},
    frames: [],
    lastFrame: 0,
    lastAttempt: 0,
    events: 0,
    randomSeed: hashText(randomSeed),
    random: hashText(`${randomSeed}#`),
    draining: false,
  };
}

/** Whether it has come to its end, whichever. */
export function isEnded({ status }: FlowExecution): boolean {
  return status !== "Starting" && status !== "Running";
}

/** When time alone will next change the execution; undefined when it has ended. */
export function nextDue(execution: FlowExecution): number | undefined {
  if (isEnded(execution)) return undefined;
  let due = execution.deadline;
  for (const { waiting } of execution.frames) {
    if (waiting?.until !== undefined && waiting.until < due) due = waiting.until;
  }
  return due;
}

/** Whether the result of this try is still waited for: it may have timed out, been abandoned or reported already. */
export function isAwaited(execution: FlowExecution, attempt: number): boolean {
  return frameOfAttempt(execution, attempt) !== undefined;
}

/** Whether the try was handed over and only its report is outstanding. */
export function isSubmitted(execution: FlowExecution, attempt: number): boolean {
  const waiting = frameOfAttempt(execution, attempt)?.waiting;
  return waiting?.for === "task" && waiting.submitted;
}

/** The frame that waits for the result of this try. */
export function frameOfAttempt({ frames }: FlowExecution, attempt: number): Frame | undefined {
  return frames.find((frame) => frame.attempt === attempt && frame.waiting?.for === "task");
}

/** The frame of this number. */
export function frameById({ frames }: FlowExecution, id: number): Frame {
  const frame = frames.find((candidate) => candidate.id === id);
  if (frame === undefined) throw new TypeError(`the execution has no frame ${id}`);
  return frame;
}

/** Takes a frame whose scope has ended out of its execution. */
export function closeFrame({ frames }: FlowExecution, frame: Frame) {
  const at = frames.indexOf(frame);
  if (at >= 0) frames.splice(at, 1);
}
