import { operations } from "../../functions/registry.ts";
import { listenerOf } from "./expectations.ts";
import type { Pair } from "./runPair.ts";

/** Every two operations, and each with itself, whose examples are about one listener; with `name`, those with it. */
export function pairsOnOneListener(name?: string): Pair[] {
  const all = Object.values(operations).map((operation) => ({
    name: operation.name,
    listenerId: listenerOf(operation.example),
  }));
  return all.flatMap((one, index) =>
    all
      .slice(index)
      .filter((other) => other.listenerId === one.listenerId)
      .map((other): Pair => [one.name, other.name])
      .filter((pair) => name === undefined || pair.includes(name)),
  );
}
