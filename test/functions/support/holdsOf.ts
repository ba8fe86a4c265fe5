import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** A span of time in which one execution had a resource to itself. */
interface Hold {
  resource: string;
  flow: string;
  execution: string;
  /** Milliseconds since 1970. */
  from: number;
  /** Infinity while it is held. */
  to: number;
}

/** Who held what and when, oldest first, as the executions of the lock's flow tell. */
export function holdsOf({ cloudFlow }: Pick<SimulatedCloud, "cloudFlow">): Hold[] {
  const locks = [...(cloudFlow.state.flows.get("albflow-lock")?.executions.values() ?? [])];
  return locks.map(({ execution: { name, input, status, startedAt, stoppedAt } }) => ({
    ...(input as { flow: string; execution: string }),
    resource: name.slice(0, name.lastIndexOf("_")),
    from: startedAt,
    to: status === "Running" ? Number.POSITIVE_INFINITY : (stoppedAt ?? Number.NaN),
  }));
}

/** The holds that overlap another of the same resource. */
export function overlapping(holds: Hold[]): Hold[] {
  return holds.filter((one) =>
    holds.some(
      (other) => other !== one && other.resource === one.resource && other.from < one.to && one.from < other.to,
    ),
  );
}
