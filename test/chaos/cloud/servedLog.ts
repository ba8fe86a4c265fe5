import type { DataPlane, ServedListener } from "../../../local/alb/dataPlane/contract.ts";
import type { Clock } from "../../../shared/platform/clock.ts";

/** What the data plane has been told to serve, moment by moment. */
export interface ServedLog {
  /** Forgets the past: what is served now is the beginning. */
  begin(): void;
  /** By listener, at the beginning. */
  first(): ReadonlyMap<string, ServedListener>;
  /** What became of it since. */
  moments(): readonly ServedMoment[];
}

/** One change of what is served; `listener` is undefined when its port was closed. */
export interface ServedMoment {
  at: number;
  listenerId: string;
  listener: ServedListener | undefined;
}

/** Listens in on everything that the data plane is told. */
export function watchDataPlane(plane: DataPlane, clock: Pick<Clock, "now">): ServedLog {
  const now = new Map<string, ServedListener>();
  let first = new Map<string, ServedListener>();
  let moments: ServedMoment[] = [];
  const original = { ...plane };
  plane.serve = async (listener) => {
    now.set(listener.listenerId, listener);
    moments.push({ at: clock.now(), listenerId: listener.listenerId, listener });
    await original.serve(listener);
  };
  plane.stop = async (listenerId) => {
    now.delete(listenerId);
    moments.push({ at: clock.now(), listenerId, listener: undefined });
    await original.stop(listenerId);
  };
  return {
    begin() {
      first = new Map(now);
      moments = [];
    },
    first: () => first,
    moments: () => [...moments],
  };
}
