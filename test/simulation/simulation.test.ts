import { describe, expect, test } from "vitest";
import type { Attempt } from "../../shared/features/renewal/attempts.ts";
import type { Fleet } from "../../shared/features/renewal/fleet.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { type LargeFleet, simulateHome } from "./largeFleet.ts";
import { NO_OUTAGES } from "./model/outages.ts";
import type { Scenario } from "./model/scenario.ts";
import { simulate } from "./model/simulate.ts";
import { windowCalendar } from "./model/windowCalendar.ts";

const scenario: Scenario = {
  days: 45,
  certificates: 60,
  listeners: 12,
  regions: ["cn-hangzhou"],
  seed: "short",
  startAt: Date.UTC(2026, 10, 22, 22),
  windows: [
    { days: ["Tue", "Thu"], from: 2, to: 5, zone: "Europe/Berlin" },
    { days: ["Sat"], from: 22, to: 28, zone: "Asia/Shanghai" },
  ],
};
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const nothingWrong = {
  avoidableExpiries: 0,
  outOfWindow: 0,
  rateLimited: 0,
  withoutCanary: 0,
  crowded: 0,
  overBudget: 0,
};

test.each(sampled(3, ["short", "another", "a third"]))(
  "weeks of a small fleet pass with outages at random and nothing to complain about (%s)",
  async (seed) => {
    const result = await simulate({ ...scenario, seed });
    expect(result).toMatchObject(nothingWrong);
    expect(result.rotations).toBeGreaterThan(150);
    expect(result.forced).toBeGreaterThan(0);
    expect(result.forced).toBeLessThan(result.rotations);
  },
);

longTest(
  "what cannot be renewed lets nothing else expire: QUIC, stopped, protected and refused listeners, what nobody may read, what only seems to fit",
  async () => {
    const result = await simulate({ ...scenario, days: 60, certificates: 120, listeners: 40, isHindered: true });
    expect(result).toMatchObject(nothingWrong);
    expect(result.rotations).toBeGreaterThan(300);
    // Those that nothing could rotate do expire, and are counted as such.
    expect(result.unavoidableExpiries).toBeGreaterThan(20);
  },
);

describe("many accounts and regions", () => {
  const fleet: LargeFleet = { accounts: 6, regions: 4, certificates: 40, days: 6, homes: 2, seed: "large" };

  test("are renewed from two homes within every limit, and each home has its own", async () => {
    for (const number of [0, 1]) {
      const { peakShareOfLimit, steadyShareOfLimit, ...result } = await simulateHome(fleet, number, () => {});
      expect(result).toMatchObject({ ...nothingWrong, overRate: 0 });
      expect(result.rotations).toBeGreaterThan(20);
      for (const [limit, share] of Object.entries(peakShareOfLimit)) {
        expect(share, limit).toBeGreaterThan(0);
        expect(share, limit).toBeLessThan(1);
      }
      for (const [limit, share] of Object.entries(steadyShareOfLimit)) expect(share, limit).toBeLessThan(0.5);
    }
  });

  inWholeSuite(() => {
    test("fare the same whether what waits is handed to renewal each hour or once a day, which only saves time", async () => {
      const played = async (isWhole: boolean) => {
        const { largestState, ...result } = await simulateHome({ ...fleet, days: 12, isWhole }, 1, () => {});
        expect(largestState).toBeLessThan(48 * 1024);
        return result;
      };
      const result = await played(false);
      expect(result.rotations).toBeGreaterThan(40);
      expect(result).toEqual(await played(true));
    });
  });

  test("load one home with the rotations of both", async () => {
    const both = await Promise.all([0, 1].map((number) => simulateHome(fleet, number, () => {})));
    const one = await simulateHome({ ...fleet, homes: 1 }, 0, () => {});
    const sum = both.reduce((all, { rotations }) => all + rotations, 0);
    expect(one.rotations).toBeGreaterThan(sum * 0.8);
    expect(one.rotations).toBeLessThan(sum * 1.2);
  });
});

longTest(
  "a region that answers nothing for most of a day is waited for in two accounts of a round, and lets nothing expire elsewhere",
  async () => {
    const accounts = Array.from({ length: 120 }, (_, number) => String(1_000_000_000_000_000 + number));
    const regions = ["cn-hangzhou", "cn-beijing"];
    const places = accounts.flatMap((account) => regions.map((region) => `${account}/${region}`));
    // Shorter than what is kept in reserve of six days.
    const start = scenario.startAt + DAY_MS;
    const silence = { start, end: start + 20 * HOUR_MS, isSilent: true as const };
    const played = await Promise.all(
      [[], [silence]].map((silences) =>
        simulate({
          ...scenario,
          days: 3,
          certificates: 240,
          listeners: places.length,
          regions: places,
          outages: {
            ...NO_OUTAGES,
            cloud: Object.fromEntries(places.map((place) => [place, place.endsWith("/cn-beijing") ? silences : []])),
          },
        }),
      ),
    );
    const [answering, silent] = played;
    expect(silent).toMatchObject({ ...nothingWrong, missedTicks: 0, rounds: answering?.rounds });
    expect(silent?.rotations).toBeGreaterThan(5);
    // A step for each place, and the tries: where a round waits in every account, its time is over before all places are read.
    const more = (silent?.steps ?? 0) - (answering?.steps ?? 0);
    expect(more).toBeGreaterThan(0);
    expect(more).toBeLessThan(20 * 4);
  },
);

/** Each is a way to be wrong, and what must be found in it. */
describe("the judge finds", () => {
  test("windows that are ignored", async () => {
    expect((await simulate({ ...scenario, plant: { rules: { windows: [] } } })).outOfWindow).toBeGreaterThan(20);
  });

  longTest("a window that is waited for although the certificate expires before it", async () => {
    const calendar = windowCalendar(scenario.windows);
    const complaints: string[] = [];
    const result = await simulate({
      ...scenario,
      complain: (complaint) => complaints.push(complaint),
      days: 15,
      outages: NO_OUTAGES,
      plant: {
        fleet: (fleet, now) => ({
          ...fleet,
          rotate: async (...rotation) => (calendar.isOpen(now()) ? fleet.rotate(...rotation) : undefined),
        }),
      },
    });
    expect(result.avoidableExpiries).toBeGreaterThan(0);
    // Whoever looks for the cause is told of each: whose it is, when, what was down and what was tried.
    expect(complaints).toHaveLength(result.avoidableExpiries);
    expect(complaints[0]).toMatch(
      /^host-\d+\.example\.com in cn-hangzhou expired on lsn-\d{4} \(of lsn-[^)]+\), source \w+; certificate \d+-cn-hangzhou from 2026-\S+ to 2026-\S+; its successor could be had from 2026-\S+ on; outages: none; rotations: none$/,
    );
  });

  inWholeSuite(() => {
    test("a candidate that is tried again and again although it fails, and one for a QUIC listener that hides its companion", async () => {
      const stubborn = (fleet: Fleet): Fleet => ({
        ...fleet,
        successor: async (...asked) => {
          const found = await fleet.successor(...asked);
          return "id" in found ? { id: found.id } : found;
        },
      });
      const hindered = {
        ...scenario,
        days: 30,
        certificates: 200,
        listeners: 40,
        isHindered: true,
        outages: NO_OUTAGES,
      };
      expect((await simulate(hindered)).avoidableExpiries).toBe(0);
      expect((await simulate({ ...hindered, plant: { fleet: stubborn } })).avoidableExpiries).toBeGreaterThan(0);
      const lonely = (fleet: Fleet): Fleet => ({ ...fleet, companions: async () => [] });
      expect((await simulate({ ...hindered, plant: { fleet: lonely } })).avoidableExpiries).toBeGreaterThan(0);
    });
  });

  inWholeSuite(() => {
    test("a renewal that tries once and never again", async () => {
      const tried = new Set<string>();
      const isFirst = (key: string) => tried.size < tried.add(key).size;
      const result = await simulate({
        ...scenario,
        days: 15,
        failures: { rotation: 0.1, order: 0.1 },
        plant: {
          fleet: (fleet) => ({
            ...fleet,
            rotate: async (region, name, input) =>
              isFirst(`${input.listenerId} ${input.certificateId} ${input.successorId}`)
                ? fleet.rotate(region, name, input)
                : undefined,
            order: async (name, input) => (isFirst(input.certificateId) ? fleet.order(name, input) : undefined),
          }),
        },
      });
      expect(result.avoidableExpiries).toBeGreaterThan(0);
    });
  });

  test("a round that asks as fast as it can", async () => {
    const many = { ...scenario, days: 1, certificates: 400, listeners: 400 };
    expect((await simulate(many)).rateLimited).toBe(0);
    const pace = { burst: 1_000, perSecond: 1_000 };
    expect((await simulate({ ...many, plant: { pace } })).rateLimited).toBeGreaterThan(100);
  });

  test("a certificate that is put on all of its listeners at once", async () => {
    const result = await simulate({ ...scenario, plant: { fleet: withoutCanary } });
    expect(result.withoutCanary).toBeGreaterThan(0);
  });

  test("more rotations at once than allowed", async () => {
    expect((await simulate({ ...scenario, plant: { rules: { atOnce: 20 } } })).crowded).toBeGreaterThan(0);
  });

  inWholeSuite(() => {
    test("a second rotation on a listener that is worked on", async () => {
      const forgetful = (fleet: Fleet): Fleet => ({
        ...fleet,
        attempts: async (...asked) => (await fleet.attempts(...asked)).map((one) => ({ ...one, listenerId: "" })),
      });
      expect((await simulate({ ...scenario, listeners: 2, plant: { fleet: forgetful } })).crowded).toBeGreaterThan(0);
    });
  });

  inWholeSuite(() => {
    test("rotations that go on although most have failed", async () => {
      const failing = { ...scenario, outages: NO_OUTAGES, failures: { rotation: 0.6, order: 0 } };
      expect((await simulate(failing)).overBudget).toBe(0);
      const result = await simulate({ ...failing, plant: { rules: { errorBudget: 1_000 } } });
      expect(result.overBudget).toBeGreaterThan(0);
    });
  });
});

/** Whatever follows a certificate counts as proven. */
function withoutCanary(fleet: Fleet): Fleet {
  const proven: Attempt[] = [];
  return {
    ...fleet,
    async successor(region, certificate, policyId) {
      const found = await fleet.successor(region, certificate, policyId);
      if ("id" in found) {
        const numbers = { certificate: Number.parseInt(certificate.id, 10), successor: Number.parseInt(found.id, 10) };
        const name = `${certificate.id} ${found.id}`;
        proven.push({
          name,
          kind: "rotate",
          ...numbers,
          listenerId: "",
          status: "succeeded",
          startedAt: Number.MAX_SAFE_INTEGER,
          stoppedAt: 1,
          situation: "",
        });
      }
      return found;
    },
    attempts: async (...asked) => [...(await fleet.attempts(...asked)), ...proven],
  };
}
