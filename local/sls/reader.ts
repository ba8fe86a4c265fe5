import { encodeCursor, endOf } from "./cursor.ts";
import type { SlsServiceContext } from "./serviceContext.ts";

/** What a log trigger needs to know of a logstore, without going over the wire. */
export interface LogReader {
  /** Where each shard stands; undefined when there is no such logstore. */
  shards(target: { project: string; logstore: string }): ShardView[] | undefined;
  /** Resolves when the next log group is there, in whatever logstore; rejects when the signal is aborted. */
  more(signal: AbortSignal): Promise<void>;
}

/** A shard at one moment; sequence numbers count log groups. */
export interface ShardView {
  id: number;
  /** The oldest group that is kept. */
  begin: number;
  /** One past the newest. */
  end: number;
  /** The first group received at or after a time in ms; `end` when there is none. */
  since(time: number): number;
  cursor(sequence: number): string;
}

/** A reader over the local SLS's state. */
export function createLogReader({ state, waiting }: SlsServiceContext): LogReader {
  return {
    more: (signal) =>
      new Promise((resolve, reject) => {
        const wake = () => {
          signal.removeEventListener("abort", stop);
          resolve();
        };
        const stop = () => {
          waiting.delete(wake);
          reject(signal.reason as Error);
        };
        if (signal.aborted) return stop();
        signal.addEventListener("abort", stop, { once: true });
        waiting.add(wake);
      }),
    shards({ project, logstore }) {
      return state.projects
        .get(project)
        ?.logstores.get(logstore)
        ?.shards.map((shard) => ({
          id: shard.id,
          begin: shard.first,
          end: endOf(shard),
          since(time) {
            const index = shard.groups.findIndex(({ receivedAt }) => receivedAt >= time);
            return index < 0 ? endOf(shard) : shard.first + index;
          },
          cursor: (sequence) => encodeCursor(shard, sequence),
        }));
    },
  };
}
