import { open } from "node:fs/promises";

/** A file to which text is appended so that it survives the process and the machine. */
export interface RecordFile {
  /** Bytes that are safe. */
  readonly size: number;
  /**
   * Resolves once the text is on disk. Rejects with the system's error when it cannot be had there, as on a full disk;
   * then the file is as before, now or before the next append, which may work again.
   */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for appending, and makes it when it is not there. Rejects with the system's error. */
export async function openRecordFile(path: string): Promise<RecordFile> {
  const file = await open(path, "a", 0o600);
  let { size } = await file.stat();
  /** Whether there may be more in the file than what is safe. */
  let torn = false;
  const mend = async () => {
    await file.truncate(size);
    torn = false;
  };
  return {
    get size() {
      return size;
    },
    async append(text) {
      const bytes = Buffer.from(text);
      if (torn) await mend();
      try {
        await file.appendFile(bytes);
        await file.datasync();
        size += bytes.length;
      } catch (error) {
        torn = true;
        await mend().catch(() => {});
        throw error;
      }
    },
    close: () => file.close(),
  };
}
