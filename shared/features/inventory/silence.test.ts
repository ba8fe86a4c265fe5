import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CLOCK_GLOBAL } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { rememberSilence } from "./silence.ts";

let now = Date.UTC(2026, 10, 30);
beforeAll(() => void Object.assign(globalThis, { [CLOCK_GLOBAL]: { now: () => now, sleep: async () => {} } }));
afterAll(() => void Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined }));
afterEach(() => {
  now += 3_600_000;
});

const [OWN, SHOP, BANK] = [undefined, "2222222222222222", "3333333333333333"].map((account) => ({
  ...(account === undefined ? {} : { account }),
  region: "cn-beijing",
})) as [{ region: string }, { region: string }, { region: string }];

const cloudError = (cloudCode: string, requestId: string | null, product = "alb") =>
  reason("cloud-error", { product, action: "ListListeners", cloudCode, requestId, message: "" });
const NO_ANSWER = new AlbflowError("Transient", cloudError("ReadTimeout", null));
const BUSY = new AlbflowError("Transient", cloudError("ServiceUnavailable", "4B1C"), { requestId: "4B1C" });

/** Asks these in turn, each of which fails so; whether each was asked, and what its failure's code is. */
async function inTurn(places: { region: string }[], error: AlbflowError, pauseMs = 1_000) {
  const ask = rememberSilence();
  const seen: string[] = [];
  for (const place of places) {
    let wasAsked = false;
    const code = await ask(place, async () => {
      wasAsked = true;
      throw error;
    }).catch((thrown: AlbflowError) => thrown.reason.code);
    seen.push(`${wasAsked ? "asked" : "left out"}: ${code}`);
    now += pauseMs;
  }
  return seen;
}

test("a region that has just not answered in one account is not asked in another, and is in the same", async () => {
  expect(await inTurn([SHOP, BANK, OWN, SHOP], NO_ANSWER)).toEqual([
    "asked: cloud-error",
    "left out: region-silent-elsewhere",
    "left out: region-silent-elsewhere",
    "asked: cloud-error",
  ]);
});

test("a region that has not answered is asked in every account again after a minute", async () => {
  expect(await inTurn([SHOP, BANK], NO_ANSWER, 60_000)).toEqual(["asked: cloud-error", "asked: cloud-error"]);
});

test("a region that answers with an error is asked in every account", async () => {
  expect(await inTurn([SHOP, BANK], BUSY)).toEqual(["asked: cloud-error", "asked: cloud-error"]);
});

test("a role that STS does not answer for says nothing of the region, which is asked in every account", async () => {
  const noRole = new AlbflowError("Transient", cloudError("ReadTimeout", null, "sts"));
  expect(await inTurn([SHOP, OWN], noRole)).toEqual(["asked: cloud-error", "asked: cloud-error"]);
});
