/** One log as it is pulled: fields, and beside them `__time__` (seconds), `__topic__`, `__source__`, `__tag__:name`. */
export type PulledEntry = Record<string, string>;

/**
 * Reads the answer to PullLogs, a protobuf LogGroupList. A group whose bytes are wrong is counted and left out; the others
 * are read all the same.
 */
export function readLogGroupList(bytes: Buffer): { entries: PulledEntry[]; unreadable: number } {
  const entries: PulledEntry[] = [];
  let unreadable = 0;
  try {
    for (const { field, value } of fieldsOf(bytes)) {
      if (field !== LIST.group || typeof value === "bigint") continue;
      try {
        entries.push(...groupEntries(value));
      } catch {
        unreadable += 1;
      }
    }
  } catch {
    unreadable += 1;
  }
  return { entries, unreadable };
}

/** Numbers of the fields, as SLS publishes them. */
const LIST = { group: 1 };
const GROUP = { log: 1, topic: 3, source: 4, tag: 6 };
const LOG = { time: 1, content: 2 };
const PAIR = { key: 1, value: 2 };

function groupEntries(bytes: Buffer): PulledEntry[] {
  const common: PulledEntry = {};
  const logs: PulledEntry[] = [];
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === "bigint") continue;
    if (field === GROUP.log) logs.push(logEntry(value));
    if (field === GROUP.topic) common.__topic__ = value.toString("utf8");
    if (field === GROUP.source) common.__source__ = value.toString("utf8");
    if (field === GROUP.tag) {
      const [name, text] = pairOf(value);
      common[`__tag__:${name}`] = text;
    }
  }
  return logs.map((log) => ({ ...common, ...log }));
}

function logEntry(bytes: Buffer): PulledEntry {
  // Without a prototype a field may be called anything.
  const entry: PulledEntry = Object.create(null) as PulledEntry;
  for (const { field, value } of fieldsOf(bytes)) {
    if (field === LOG.time && typeof value === "bigint") entry.__time__ = String(value);
    if (field === LOG.content && typeof value !== "bigint") {
      const [name, text] = pairOf(value);
      entry[name] = text;
    }
  }
  return entry;
}

function pairOf(bytes: Buffer): [string, string] {
  const texts: [string, string] = ["", ""];
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === "bigint") continue;
    if (field === PAIR.key) texts[0] = value.toString("utf8");
    if (field === PAIR.value) texts[1] = value.toString("utf8");
  }
  return texts;
}

/** The fields of a protobuf message: numbers as such, everything else as bytes. Throws an `Error` at the first wrong byte. */
function* fieldsOf(bytes: Buffer): Generator<{ field: number; value: Buffer | bigint }> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new Error("a number does not end");
  };
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw new Error("a field does not end");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const [field, wireType] = [tag >>> 3, tag & 7];
    if (wireType === 0) yield { field, value: varint() };
    else if (wireType === 1) take(8);
    else if (wireType === 2) yield { field, value: take(Number(varint())) };
    else if (wireType === 5) take(4);
    else throw new Error(`there is no wire type ${wireType}`);
  }
}
