/** One run of a function. */
export interface Invocation {
  /** See `taskOf`. */
  task: string;
  /** Whether the platform has ended it: whatever it still does reaches nobody. */
  dead: boolean;
  /** Ends it at once, as a process that is killed. */
  kill(): void;
  /** Simulated time may pass until `work` is done: the function does nothing but wait for it. */
  waitingFor<T>(work: Promise<T>): Promise<T>;
}

/** What somebody who is dead waits for. */
export function forever<T>(): Promise<T> {
  return new Promise(() => {});
}
