import type { Command } from "../command.ts";

/** Where commands are kept until they are applied again after a restart. */
export interface Journal {
  /** Gives every command kept, in order. Once, before the first `append`. Rejects when what is kept is damaged. */
  replay(apply: (command: Command) => void): Promise<void>;
  /**
   * Keeps a command; calls `done` when it is as safe as it gets, in the order of appending, or with the failure that
   * prevents it.
   */
  append(command: Command, done: (failure?: Error) => void): void;
  /**
   * Says how to tell, at this very point of the sequence, which of the commands so far still matter; what does not may
   * be left out at the next replay.
   */
  onCompaction(relevance: () => (command: Command) => boolean): void;
  /** Resolves when everything appended is safe. */
  close(): Promise<void>;
}

/** Keeps nothing: for tests, for benches, for a cloud that may forget. */
export const memoryJournal: Journal = {
  replay: async () => {},
  append: (_, done) => done(),
  onCompaction: () => {},
  close: async () => {},
};
