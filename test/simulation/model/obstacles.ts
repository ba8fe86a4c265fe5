import { type Reason, reason } from "../../../shared/platform/reasons/reason.ts";
import type { Subject } from "./subject.ts";

/**
 * What a listener is like: `quic` cannot be seen, but through an HTTPS listener of the same instance that holds the same;
 * `blind` is refused by the operation, which nobody knows before.
 */
export type Obstacle = "none" | "quic" | "stopped" | "protected" | "blind";

/** What the list of listeners and instances tells. */
export const KNOWN_OBSTACLES: Partial<Record<Obstacle, Reason>> = {
  stopped: reason("listener-stopped-unrenewed"),
  protected: reason("instance-protected", { loadBalancerId: "alb-0", note: null }),
};

/** Two listeners of one region to an instance: lsn-0000 and lsn-0002, lsn-0001 and lsn-0003. */
export function instanceOf(listenerId: string): string {
  const index = Number(listenerId.slice(-4));
  return `alb-${Math.floor(index / 4) * 2 + (index % 2)}`;
}

/** A tenth of each kind. Beside every other QUIC listener the HTTPS one of its instance is stopped. */
export function obstaclesOf(listeners: number): Map<string, Obstacle> {
  const kinds: Record<number, Obstacle> = {
    3: "quic",
    5: "protected",
    6: "stopped",
    7: "blind",
    8: "protected",
    10: "blind",
    13: "stopped",
    15: "quic",
  };
  return new Map(Array.from({ length: listeners }, (_, index) => [idOf(index), kinds[index % 20] ?? "none"]));
}

/** What an HTTPS listener of the same instance shows is known of a QUIC listener that holds nothing else. */
export function ableIn(obstacles: ReadonlyMap<string, Obstacle>) {
  const obstacleOf = (id: string) => obstacles.get(id) ?? "none";
  return (listenerId: string, { isUnreadable = false, listenerIds }: Subject): boolean => {
    if (isUnreadable) return false;
    const kind = obstacleOf(listenerId);
    if (kind !== "quic") return kind === "none";
    return listenerIds.some((id) => instanceOf(id) === instanceOf(listenerId) && obstacleOf(id) === "none");
  };
}

export function isQuic(index: number): boolean {
  return index % 20 === 3 || index % 20 === 15;
}

export function idOf(index: number): string {
  return `lsn-${String(index).padStart(4, "0")}`;
}
