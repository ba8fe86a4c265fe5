import { AsyncLocalStorage } from "node:async_hooks";

/** One run of a function, as everything that happens inside it can find it. */
export interface Invocation {
  functionName: string;
  /** Whether the platform has ended it: whatever it still does reaches nobody. */
  dead: boolean;
  /** Ends it at once, as a process that is killed. */
  kill(): void;
  /** Simulated time may pass until `work` is done: the function does nothing but wait for it. */
  waitingFor<T>(work: Promise<T>): Promise<T>;
}

/** Who is at work: a function, or the test itself as a visitor of the cloud. */
const running = new AsyncLocalStorage<Invocation | "visitor">();

/** The invocation whose code is running now; undefined when nobody's is. */
export function currentInvocation(): Invocation | undefined {
  const who = running.getStore();
  return who === "visitor" ? undefined : who;
}

/** Calls the cloud as somebody whose calls are no part of the run. */
export function asVisitor<T>(code: () => T): T {
  return running.run("visitor", code);
}

/** Whether the call of now is a visitor's. */
export function isVisitor(): boolean {
  return running.getStore() === "visitor";
}

/** Runs code as part of an invocation. */
export function within<T>(invocation: Invocation, code: () => T): T {
  return running.run(invocation, code);
}

/** What somebody who is dead waits for. */
export function forever<T>(): Promise<T> {
  return new Promise(() => {});
}

/** Runs code that belongs to nobody, whoever has set it off. */
export function outside<T>(code: () => T): T {
  return running.exit(code);
}
