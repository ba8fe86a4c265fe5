import type { Command } from "../command.ts";

/** Where commands are kept until they are applied again after a restart. */
export interface Journal {
  /** Gives every command kept, in order. Once, before the first `append`. */
  replay(apply: (command: Command) => void): Promise<void>;
  /** Keeps a command; calls `done` when it is as safe as it gets, in the order of appending. */
  append(command: Command, done: () => void): void;
  /** Resolves when everything appended is safe. */
  close(): Promise<void>;
}

/** Keeps nothing: for tests, for benches, for a cloud that may forget. */
export const memoryJournal: Journal = {
  replay: async () => {},
  append: (_, done) => done(),
  close: async () => {},
};
