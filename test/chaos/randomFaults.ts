import { seededRandom } from "../../local/random.ts";
import { faultKinds } from "./faultKinds.ts";
import type { Choose } from "./gate.ts";

/**
 * Two to four faults at random places of a run that makes so many calls when nothing goes wrong. Places beyond that are
 * reached by runs that go back. The kind is chosen among those that fit the call that is met there.
 * `killsEngine: false` leaves out those that need an engine with a journal, which costs more.
 */
export function randomFaults(seed: string, healthyCalls: number, { killsEngine = true } = {}): Choose {
  const random = seededRandom(seed);
  const span = Math.ceil(healthyCalls * 1.5);
  const below = (limit: number) => Math.floor(random() * limit);
  const places = new Set(Array.from({ length: 2 + below(3) }, () => below(span)));
  return (call, index) => {
    if (!places.has(index)) return undefined;
    const fitting = faultKinds.filter((kind) => kind.fits(call) && (killsEngine || kind.engine === undefined));
    return fitting[below(fitting.length)];
  };
}
