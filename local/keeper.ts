/**
 * What makes the state of a cloud survive its process. Services say what has changed, one row at a time, and answer only
 * when that is on disk; the other side is `local/seed/dataDir.ts`. A cloud that keeps nothing has none.
 */
export interface Keeper {
  /**
   * Notes that a row of a part is now this; null: gone. JSON data. Rows noted in one turn of the event loop are kept
   * together or not at all. `lazily`: nobody has been told of it, so it may wait a moment for others.
   */
  note(part: Part, id: string, value: unknown, options?: { lazily: boolean }): void;
  /**
   * Watches rows that are changed in place: the returned function compares them with what they were when it was called
   * last, and notes the differences.
   */
  watch(part: Part, rows: () => Iterable<[id: string, value: unknown]>): () => void;
  /**
   * To be awaited before something is done: undefined as long as the disk takes what it is given. Else it is tried again;
   * rejects with `CloudError` 503 when that fails, and then nothing must be done.
   */
  ready(): Promise<void> | undefined;
  /**
   * To be awaited before anybody is told: undefined when everything noted is on disk; else resolves once it is, or
   * rejects with `CloudError` 503.
   */
  safe(): Promise<void> | undefined;
}

/** Which rows: `alb/listeners`, `sls/groups`. */
export type Part = `${string}/${string}`;
