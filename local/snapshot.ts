/** Puts a thing back to what it was when this was asked for; may be called any number of times. */
export type Restore = () => void;

/**
 * Remembers what a map holds. `copy` is for values that are changed in place: it is made of each value when the map is
 * marked, and again whenever it is put back.
 */
export function snapshotMap<Key, Value>(map: Map<Key, Value>, copy: (value: Value) => Value = asItIs): Restore {
  const copyTo = (to: Map<Key, Value>, from: Map<Key, Value>) => {
    for (const [key, value] of from) to.set(key, copy(value));
    return to;
  };
  const kept = copyTo(new Map(), map);
  return () => {
    map.clear();
    copyTo(map, kept);
  };
}

/** One restoring of several things, in this order. */
export function combine(...restores: Restore[]): Restore {
  return () => {
    for (const restore of restores) restore();
  };
}

function asItIs<Value>(value: Value): Value {
  return value;
}
