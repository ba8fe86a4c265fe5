import fc from "fast-check";
import { accessRecord, alarm, cloudEvent, stopListener } from "./eventSamples.ts";

/** Noise, and valid events with one member put wrong, taken out or put in, at any depth. */
export const anyPayload = fc.oneof(
  fc.jsonValue(),
  fc
    .tuple(
      fc.constantFrom<object>(stopListener, cloudEvent, accessRecord, alarm, {
        __time__: "1",
        event: JSON.stringify(stopListener),
      }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      fc.option(fc.oneof(fc.jsonValue(), fc.constantFrom("__proto__", "constructor", "toString", "x".repeat(100_000)))),
    )
    .map(([sample, path, value]) => {
      const copy = structuredClone(sample) as Record<string, unknown>;
      let holder = copy;
      for (const step of path) {
        const names = Object.keys(holder);
        const name = names[step % names.length] ?? "more";
        const inner = holder[name];
        if (step % 3 === 0 && typeof inner === "object" && inner !== null) holder = inner as Record<string, unknown>;
        else if (value === null) delete holder[name];
        else holder[name] = value;
      }
      return copy;
    }),
);
