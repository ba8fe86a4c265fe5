import { expect, test } from "vitest";
import { simulatedClock } from "../../shared/platform/clock.ts";
import type { Fault } from "../context.ts";
import { seededRandom } from "../random.ts";
import { createFaults } from "./faults.ts";

const start = { service: "alb", action: "StartListener", resource: "lsn-1" };
const throttle: Fault = { kind: "throttle" };
const ACTIONS = { alb: ["StartListener", "StopListener"], cas: ["ListCert"] };
const make = (seed = "one") => createFaults(seededRandom(seed), simulatedClock(1_000), () => ACTIONS);

test("a rule hits the calls that fit, as often as it says, and is then gone", () => {
  const faults = make();
  faults.add({ service: "alb", action: "StartListener", fault: throttle, count: 2 });
  expect(faults.faultFor({ service: "cas", action: "StartListener" })).toBeUndefined();
  expect(faults.faultFor({ service: "alb", action: "StopListener" })).toBeUndefined();
  expect([faults.faultFor(start), faults.faultFor(start), faults.faultFor(start)]).toEqual([
    throttle,
    throttle,
    undefined,
  ]);
  expect(faults.list()).toEqual([]);
});

test("a rule that leaves dry runs out neither hits nor counts them", () => {
  const faults = make();
  faults.add({ ...start, fault: throttle, count: 1, exceptDryRuns: true });
  expect(faults.faultFor({ ...start, isDryRun: true })).toBeUndefined();
  expect(faults.list()).toMatchObject([{ hits: 0 }]);
  expect(faults.faultFor({ ...start, isDryRun: false })).toEqual(throttle);
  expect(faults.list()).toEqual([]);
});

test("the first rule that fits wins, and the list says how often it hit", () => {
  const faults = make();
  faults.add({ id: "one", resource: "lsn-1", fault: throttle });
  faults.add({ fault: { kind: "deny" } });
  faults.faultFor(start);
  expect(faults.faultFor({ service: "cas", action: "ListCert" })).toEqual({ kind: "deny" });
  expect(faults.list()).toEqual([
    { id: "one", resource: "lsn-1", fault: throttle, hits: 1, addedAt: 1_000 },
    { id: "fault-2", fault: { kind: "deny" }, hits: 1, addedAt: 1_000 },
  ]);
});

test("rules are cleared one at a time or all at once", () => {
  const faults = make();
  const id = faults.add({ fault: throttle });
  faults.add({ fault: throttle });
  expect([faults.clear("unknown"), faults.clear(id), faults.clear(), faults.list().length]).toEqual([0, 1, 1, 0]);
});

test("a probability hits about so often, and the same seed hits the same calls", () => {
  const hits = (seed: string) => {
    const faults = make(seed);
    faults.add({ fault: throttle, probability: 0.25 });
    return Array.from({ length: 1_000 }, () => faults.faultFor(start) !== undefined);
  };
  const share = hits("five").filter(Boolean).length;
  expect(share).toBeGreaterThan(200);
  expect(share).toBeLessThan(300);
  expect(hits("five")).toEqual(hits("five"));
  expect(hits("five")).not.toEqual(hits("six"));
});

test.each<[unknown, string]>([
  [{ fault: { kind: "explode" } }, 'there is no fault "explode"; known are refuse, throttle, delay'],
  [{ fault: { kind: "constructor" } }, 'there is no fault "constructor"'],
  [{ fault: { kind: "delay" } }, 'the fault "delay" needs a valid ms'],
  [{ fault: { kind: "error", when: "during" } }, 'the fault "error" needs a valid when'],
  [{ fault: { kind: "refuse", status: 200, code: "X", message: "y" } }, 'the fault "refuse" needs a valid status'],
  [{ service: "alb", action: "StopListenr", fault: throttle }, '"StopListenr"; did you mean StopListener?'],
  [{ service: "cas", action: "StopListener", fault: throttle }, "it is one of alb"],
  [{ action: "StopListenr", fault: throttle }, '"StopListenr"; did you mean StopListener?'],
  [{ fault: throttle, count: 0 }, "count must be a whole number above 0"],
  [{ fault: throttle, probability: 2 }, "probability must be from 0 to 1"],
])("%j cannot be added, and the reason is given", (rule, message) => {
  expect(() => make().add(rule as { fault: Fault })).toThrow(message);
});
