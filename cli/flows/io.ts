import type { Clock } from "../../shared/platform/clock.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";

/** What the flow commands need of the process around them. */
export interface FlowsIo {
  /** Writes a line for the reader. */
  write(line: string): void;
  /** Says what went wrong: in JSON where JSON is asked for. */
  complain(about: Reason): void;
  /** The text of a file; rejects when there is none. */
  readFile(path: string): Promise<string>;
  clock: Clock;
  /** Prints an answer as it is wanted: whole for programs, in these lines for people. Without it, the lines are written. */
  answer?: (answer: object, lines: string[]) => Promise<void>;
  /** Whether lines are to have more columns. */
  isWide?: boolean;
  /** Whether a program reads it. */
  isForMachines?: boolean;
  /** The options that lead another command to the same cloud, each after a space. */
  flags?: string;
  /**
   * Calls an action of CloudFlow's API 2019-03-15 and gives its answer. Rejects with an error whose `code` is the
   * cloud's. A long poll may take a minute.
   */
  cloudFlow: (action: string, parameters: Record<string, string | number>) => Promise<object>;
}

/** A command: its arguments, and what it needs of the process around it; gives the exit code. */
export type FlowsCommand = (args: string[], io: FlowsIo) => Promise<number>;
