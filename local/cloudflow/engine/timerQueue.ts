/** Something that can lie in a queue of timers; the queue keeps both fields. */
export interface Timed {
  /** Its place in the queue, -1 when it is in none. */
  queuedAt: number;
  /** Milliseconds since 1970. */
  wakeAt: number;
}

/** A binary heap in which each thing lies at most once and can be moved: 10,000 waiting executions need one timer. */
interface TimerQueue<T extends Timed> {
  /** The one that is due first. */
  first(): T | undefined;
  /** Puts it at a time, wherever it was before; undefined takes it out. */
  set(item: T, at: number | undefined): void;
}

export function createTimerQueue<T extends Timed>(): TimerQueue<T> {
  const heap: T[] = [];

  const put = (item: T, index: number) => {
    heap[index] = item;
    item.queuedAt = index;
  };
  const rise = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const parent = heap[(index - 1) >> 1];
      if (parent === undefined || parent.wakeAt <= item.wakeAt) break;
      put(parent, index);
      index = (index - 1) >> 1;
    }
    put(item, index);
    return index;
  };
  const sink = (item: T, from: number) => {
    let index = from;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      const child = right !== undefined && left !== undefined && right.wakeAt < left.wakeAt ? right : left;
      if (child === undefined || child.wakeAt >= item.wakeAt) break;
      const place = child.queuedAt;
      put(child, index);
      index = place;
    }
    put(item, index);
  };
  const remove = (item: T) => {
    const index = item.queuedAt;
    const last = heap.pop();
    item.queuedAt = -1;
    if (last !== undefined && last !== item) sink(last, rise(last, index));
  };

  return {
    first: () => heap[0],
    set(item, at) {
      if (at === undefined) {
        if (item.queuedAt >= 0) remove(item);
        return;
      }
      if (item.queuedAt >= 0 && item.wakeAt === at) return;
      item.wakeAt = at;
      sink(item, rise(item, item.queuedAt >= 0 ? item.queuedAt : heap.length));
    },
  };
}
