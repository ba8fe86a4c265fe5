import type { PageCall } from "./view.ts";

/** What was read, and when: milliseconds since 1970. */
export interface Read<Value> {
  value: Value;
  readAt: number;
}

/** Lists of the API say when they were read. */
export interface ReadBy {
  readAt: string;
}

/**
 * Remembers for some seconds what takes long to read, in the memory of one instance of the function: for whoever has asked,
 * as what one person may see is nobody else's. Views say how old it is, and `?fresh` reads it again.
 */
export function createCache<Value>({ seconds, most }: { seconds: number; most: number }) {
  const remembered = new Map<string, Read<Value>>();
  const keyOf = ({ identity }: PageCall, about: unknown) => JSON.stringify([identity, about]);
  return {
    /** What is remembered; undefined when it is too old or was asked for anew. */
    recall(call: PageCall, about: unknown): Read<Value> | undefined {
      const known = remembered.get(keyOf(call, about));
      const isFresh = known !== undefined && Math.abs(call.now - known.readAt) < seconds * 1_000;
      return isFresh && !call.query.has("fresh") ? known : undefined;
    },
    /** What the API says of when it has read it counts, for it may have done so before, for somebody else. */
    keep(call: PageCall, about: unknown, value: Value & Partial<ReadBy>): Read<Value> {
      if (remembered.size >= most) remembered.clear();
      const read = { value, readAt: value.readAt === undefined ? call.now : Date.parse(value.readAt) };
      remembered.set(keyOf(call, about), read);
      return read;
    },
    forget: () => remembered.clear(),
  };
}
