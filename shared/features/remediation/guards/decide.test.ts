import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coded } from "../../../../test/support/coded.ts";
import { type Decision, decide, type PastExecution, type ReportedFault } from "./decide.ts";
import { escalationName, kindOfName, remedyName, remedyPrefix } from "./remedyName.ts";
import { remediationSwitch } from "./switches.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 12);
const guard = { coolDownMs: 10 * MINUTE, attemptsPerDay: 3 };
const fault = (more: Partial<ReportedFault> = {}): ReportedFault => ({
  rule: "restart",
  resource: "lsn-1",
  eventId: "e-1",
  at: NOW,
  ...more,
});
const on = { now: NOW, remediation: "on" as const };
const past = (more: Partial<PastExecution> = {}): PastExecution => ({
  name: remedyName(fault(), "e-0"),
  status: "Succeeded",
  startedAt: NOW - HOUR,
  stoppedAt: NOW - HOUR + MINUTE,
  ...more,
});
const act = ({ act: what, ...rest }: Decision) => ("would" in rest ? `${what} ${rest.would}` : what);

const FIRST = remedyName(fault(), "e-0");
const APPLIES = coded("rule-applies", { rule: "restart", resource: "lsn-1" });

const nothing = (code: string, params = {}) => coded("nothing-done", { cause: coded(code, params) });

describe("a fault", () => {
  test("that is new is remedied, under a name that follows from its event", () => {
    expect(decide(fault(), guard, [], on)).toEqual({
      act: "remedy",
      name: remedyName(fault(), "e-1"),
      reason: coded("rule-applies", { rule: "restart", resource: "lsn-1" }),
    });
  });

  test.each<[string, Partial<ReportedFault>, PastExecution[], string, object]>([
    ["whose event was answered", { eventId: "e-0" }, [past()], "ignore", nothing("event-answered-before")],
    [
      "that is being remedied",
      {},
      [past({ status: "Running", stoppedAt: undefined as never })],
      "ignore",
      nothing("remedy-under-way", { resource: "lsn-1", remedy: FIRST }),
    ],
    [
      "that is older than its remedy",
      { at: NOW - 2 * HOUR },
      [past()],
      "ignore",
      nothing("remedied-since", { resource: "lsn-1", remedy: FIRST }),
    ],
    [
      "that was noticed while the remedy was at work",
      { at: NOW - HOUR + 1 },
      [past()],
      "ignore",
      nothing("remedied-since", { resource: "lsn-1", remedy: FIRST }),
    ],
    [
      "that comes back in the cool-down",
      {},
      [past({ stoppedAt: NOW - 5 * MINUTE })],
      "escalate",
      coded("fault-came-back", { minutes: 5, remedy: FIRST }),
    ],
    [
      "whose remedy has failed",
      {},
      [past({ status: "Failed", stoppedAt: NOW - 5 * MINUTE })],
      "escalate",
      coded("remedy-has-failed", { remedy: FIRST }),
    ],
    ["that comes back after the cool-down", {}, [past()], "remedy", APPLIES],
    [
      "that was remedied as often as may be",
      {},
      ["a", "b", "c"].map((id) => past({ name: remedyName(fault(), id) })),
      "escalate",
      coded("remedied-too-often", { rule: "restart", resource: "lsn-1", count: 3 }),
    ],
    [
      "that was remedied as often, but yesterday",
      {},
      ["a", "b", "c"].map((id) => past({ name: remedyName(fault(), id), startedAt: NOW - DAY })),
      "remedy",
      APPLIES,
    ],
    [
      "for which a person was asked",
      {},
      [past({ name: escalationName(fault(), NOW) })],
      "ignore",
      nothing("person-asked-before", { resource: "lsn-1", hours: 24 }),
    ],
    [
      "of another resource whose name begins alike",
      {},
      [past({ name: remedyName(fault({ resource: "lsn-1-x" }), "e"), stoppedAt: NOW - 1 })],
      "remedy",
      APPLIES,
    ],
    [
      "is decided apart from those of another rule",
      {},
      [past({ name: remedyName(fault({ rule: "other" }), "e"), stoppedAt: NOW - 1 })],
      "remedy",
      APPLIES,
    ],
  ])("%s", (_what, changed, history, expected, why) => {
    const decision = decide(fault(changed), guard, history, on);
    expect(act(decision)).toBe(expected);
    expect(decision.reason).toEqual(why);
  });

  test("is only observed, with what would have been done", () => {
    const observing = { now: NOW, remediation: "observe" as const };
    expect(act(decide(fault(), guard, [], observing))).toBe("observe remedy");
    expect(act(decide(fault(), guard, [past({ stoppedAt: NOW - MINUTE })], observing))).toBe("observe escalate");
  });

  test("is left alone when remediation is switched off", () => {
    expect(act(decide(fault(), guard, [], { now: NOW, remediation: "off" }))).toBe("ignore");
  });
});

describe("the switch", () => {
  test.each([
    [undefined, "observe"],
    ["", "observe"],
    ["on", "on"],
    ["observe", "observe"],
    ["off", "off"],
  ])("%s is %s", (word, expected) => {
    expect(remediationSwitch({ ALBFLOW_REMEDIATION: word })).toBe(expected);
  });

  test.each(["OFF", "false", "0", "no"])("%j is refused", (word) => {
    expect(() => remediationSwitch({ ALBFLOW_REMEDIATION: word })).toThrow(
      expect.objectContaining({ kind: "InvalidInput" }),
    );
  });
});

describe("names", () => {
  test("tell where the rule ends and the resource begins", () => {
    const name = remedyName({ rule: "a-b", resource: "c" }, "e");
    expect(kindOfName({ rule: "a", resource: "b-c" }, name)).toBeUndefined();
    expect(kindOfName({ rule: "a-b", resource: "c" }, name)).toBe("remedy");
  });

  test("are names of executions, one for each event and target, and tell what they are", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (rule, resource, eventId, other) => {
        const target = { rule, resource };
        const names = [remedyName(target, eventId), escalationName(target, NOW)];
        for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/);
        expect(names.map((name) => kindOfName(target, name))).toEqual(["remedy", "escalation"]);
        expect(names[0]?.startsWith(remedyPrefix(target))).toBe(true);
        if (other !== resource) expect(kindOfName({ rule, resource: other }, names[0] ?? "")).toBeUndefined();
        if (other !== eventId) expect(remedyName(target, other)).not.toBe(names[0]);
      }),
    );
  });
});

/**
 * CloudFlow and the guards, over time: deliveries come in order of their own times, each is decided on, and what is
 * started ends `lasts` later.
 */
function simulate(deliveries: { fault: ReportedFault; deliveredAt: number }[], lasts: number) {
  const executions = new Map<string, PastExecution & { eventId: string }>();
  for (const { fault: one, deliveredAt: now } of [...deliveries].sort((a, b) => a.deliveredAt - b.deliveredAt)) {
    const history = [...executions.values()].map(
      ({ name, status, startedAt, stoppedAt = 0 }): PastExecution =>
        stoppedAt <= now ? { name, status, startedAt, stoppedAt } : { name, startedAt, status: "Running" },
    );
    const decision = decide(one, guard, history, { now, remediation: "on" });
    if (decision.act !== "remedy" && decision.act !== "escalate") continue;
    // The same name is the same execution (cloudflow.md §8.1).
    if (executions.has(decision.name)) continue;
    const ended = { status: "Succeeded" as const, startedAt: now, stoppedAt: now + lasts };
    executions.set(decision.name, { name: decision.name, eventId: one.eventId, ...ended });
  }
  const all = [...executions.values()];
  return {
    remedies: all.filter(({ name }) => kindOfName(fault(), name) === "remedy"),
    escalations: all.filter(({ name }) => kindOfName(fault(), name) === "escalation"),
  };
}

describe("whatever comes", () => {
  test("a fault that flaps 100 times in a day is remedied at most as often as declared, and one person is asked once", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(DAY - 1), { minLength: 100, maxLength: 100 }), fc.nat(HOUR), (times, lasts) => {
        const deliveries = times.map((time, index) => ({
          fault: fault({ eventId: `e-${index}`, at: NOW + time }),
          deliveredAt: NOW + time,
        }));
        const { remedies, escalations } = simulate(deliveries, lasts);
        expect(remedies.length).toBeGreaterThanOrEqual(1);
        expect(remedies.length).toBeLessThanOrEqual(3);
        expect(escalations.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("a fault that flaps every two minutes is remedied once, and a person is asked once", () => {
    const deliveries = Array.from({ length: 100 }, (_, index) => {
      const at = NOW + index * 2 * MINUTE;
      return { fault: fault({ eventId: `e-${index}`, at }), deliveredAt: at };
    });
    const { remedies, escalations } = simulate(deliveries, 10_000);
    expect([remedies.length, escalations.length]).toEqual([1, 1]);
  });

  test("in any 24 hours of many days there are at most so many remedies and one escalation", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5 * DAY), { minLength: 50, maxLength: 150 }), (times) => {
        const deliveries = times.map((time, index) => ({
          fault: fault({ eventId: `e-${index}`, at: NOW + time }),
          deliveredAt: NOW + time,
        }));
        const { remedies, escalations } = simulate(deliveries, MINUTE);
        for (const [most, all] of [
          [3, remedies],
          [1, escalations],
        ] as const) {
          for (const { startedAt } of all) {
            const within = all.filter((one) => one.startedAt >= startedAt && one.startedAt < startedAt + DAY);
            expect(within.length).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });

  test("an event that is delivered one to five times, in any order, has one effect", () => {
    const event = fc.record({ at: fc.nat(DAY), delays: fc.array(fc.nat(3 * HOUR), { minLength: 1, maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const deliveries = events.flatMap(({ at, delays }, index) =>
          delays.map((delay) => ({
            fault: fault({ eventId: `e-${index}`, at: NOW + at }),
            deliveredAt: NOW + at + delay,
          })),
        );
        const { remedies, escalations } = simulate(deliveries, MINUTE);
        const answered = remedies.map(({ eventId }) => eventId);
        expect(new Set(answered).size).toBe(answered.length);
        expect(remedies.length + escalations.length).toBeLessThanOrEqual(events.length);
      }),
    );
  });
});
