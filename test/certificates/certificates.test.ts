import { describe, expect, test } from "vitest";
import { isWhole } from "../support/isWhole.ts";
import { inWholeSuite, longGroup, sampledRuns } from "../support/sampled.ts";
import { askProduct } from "./askProduct.ts";
import { KINDS } from "./cases.ts";
import { runCertificates } from "./runCertificates.ts";

const SEED = 12;
const count = sampledRuns(KINDS.length);
/** As many as of all kinds; of so few as a sample has, one or two more or less mean nothing. */
const least = (ofAll: number) => Math.floor((count * ofAll) / KINDS.length) - (isWhole() ? 0 : 2);

describe("OpenSSL's clients", () => {
  test("take what albflow puts into service, and turn away what it refuses, for a case of every kind", async () => {
    const { complaints, wrongSuccess, wrongRefusal, expired, cases, kinds, judged } = await runCertificates({
      count,
      seed: SEED,
    });
    expect(KINDS).toHaveLength(71);
    expect(complaints).toEqual([]);
    expect({ cases, wrongSuccess, wrongRefusal, expired }).toEqual({
      cases: count,
      wrongSuccess: 0,
      wrongRefusal: 0,
      expired: 0,
    });
    expect(Object.keys(kinds)).toHaveLength(count);
    expect(judged.fit).toBeGreaterThan(least(25));
    expect(judged.unfit).toBeGreaterThan(least(50));
  });
});

longGroup("a wrong judgement is found out", () => {
  test("when whatever there is is taken", async () => {
    const outcome = await runCertificates({
      count: 14,
      seed: SEED,
      ask: async (one, now) => ({ ...(await askProduct(one, now)), taken: [...one.candidates.keys()] }),
    });
    expect(outcome.wrongSuccess).toBeGreaterThan(3);
    expect(outcome.wrongRefusal).toBe(0);
  });

  inWholeSuite(() => {
    test("when nothing is ever refused by hand, and nothing is said", async () => {
      const outcome = await runCertificates({
        count: 14,
        seed: SEED,
        ask: async (one, now) => ({
          ...(await askProduct(one, now)),
          byHand: one.candidates.map(() => ({ refused: [], interrupts: false })),
        }),
      });
      expect(outcome.wrongSuccess).toBeGreaterThan(3);
    });
  });

  inWholeSuite(() => {
    test("when nothing is taken, so that listeners expire", async () => {
      const outcome = await runCertificates({
        count: 12,
        seed: SEED,
        ask: async (one, now) => ({ ...(await askProduct(one, now)), taken: [], message: "planted" }),
      });
      expect(outcome.wrongRefusal).toBeGreaterThan(3);
      expect(outcome.expired).toBeGreaterThan(3);
    });
  });
});
