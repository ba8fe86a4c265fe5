/** Things that happen at their time, which is looked at by the hour. */
export interface ByTheHour<Thing> {
  put(at: number, thing: Thing): void;
  /** Those whose time has come by then, each once. */
  upTo(at: number): Thing[];
}

export function byTheHour<Thing>(): ByTheHour<Thing> {
  const hours = new Map<number, { at: number; thing: Thing }[]>();
  let done = Number.NaN;
  /** Until when all have been told of, and nothing was put since. */
  let doneUntil = Number.NEGATIVE_INFINITY;
  return {
    put(at, thing) {
      if (!Number.isFinite(at)) return;
      if (at <= doneUntil) doneUntil = Number.NEGATIVE_INFINITY;
      const hour = Math.max(Math.floor(at / HOUR_MS), Number.isNaN(done) ? Number.NEGATIVE_INFINITY : done);
      const others = hours.get(hour);
      if (others === undefined) hours.set(hour, [{ at, thing }]);
      else others.push({ at, thing });
    },
    upTo(at) {
      const come: Thing[] = [];
      if (at <= doneUntil) return come;
      const until = Math.floor(at / HOUR_MS);
      if (Number.isNaN(done)) done = Math.min(until, ...hours.keys());
      for (; done <= until; done += 1) {
        const here = hours.get(done) ?? [];
        const left = here.filter((one) => one.at > at);
        for (const one of here) if (one.at <= at) come.push(one.thing);
        if (left.length === 0) hours.delete(done);
        else {
          hours.set(done, left);
          break;
        }
      }
      done = Math.min(done, until);
      doneUntil = at;
      return come;
    },
  };
}

const HOUR_MS = 3_600_000;
