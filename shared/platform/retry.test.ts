import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "./clock.ts";
import { AlbflowError } from "./errors.ts";
import { reason } from "./reasons/reason.ts";
import { poll, retry } from "./retry.ts";

const START = 1_000_000;
let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(START);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, CLOCK_GLOBAL);
});

const busy = (requestId: string) =>
  new AlbflowError("Throttled", reason("text", { text: "alb ListListeners: Throttling" }), { requestId });
const isThrottled = ({ kind }: AlbflowError) => kind === "Throttled";

/** The ms after which a call was made that is always turned away, and what came of it. */
async function callsOf(pacing: Parameters<typeof retry>[2], requestId = "A"): Promise<[number[], unknown]> {
  const times: number[] = [];
  const begun = clock.now();
  const call = async () => {
    times.push(clock.now() - begun);
    throw busy(requestId);
  };
  const outcome = retry(call, isThrottled, pacing).catch((error: unknown) => error);
  await clock.advance(60_000);
  return [times, await outcome];
}

const pausesOf = (times: number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe("a call that is made again", () => {
  test("gives the first answer that it gets", async () => {
    let calls = 0;
    const call = async () => {
      calls += 1;
      if (calls < 3) throw busy("A");
      return "here";
    };
    const answer = retry(call, isThrottled, { name: "one", firstMs: 100 });
    await clock.advance(1_000);
    expect([await answer, calls]).toEqual(["here", 3]);
  });

  test("is made as often as it may be, and then fails with the last error", async () => {
    const [times, error] = await callsOf({ name: "one", firstMs: 100, attempts: () => 4 });
    expect(times).toHaveLength(4);
    expect(error).toMatchObject({ kind: "Throttled", requestId: "A" });
  });

  test("fails at once with an error that does not pass, and with one that is not ours", async () => {
    let calls = 0;
    const failing = (error: Error) =>
      retry(
        async () => {
          calls += 1;
          throw error;
        },
        isThrottled,
        { name: "one", firstMs: 100 },
      );
    await expect(failing(new AlbflowError("NotFound", reason("text", { text: "gone" })))).rejects.toThrow("gone");
    await expect(failing(new TypeError("a mistake"))).rejects.toThrow("a mistake");
    expect(calls).toBe(2);
  });

  test("pauses twice as long each time up to the longest pause, and each time longer by up to a half", async () => {
    const [times] = await callsOf({ name: "one", firstMs: 100, longestMs: 400, attempts: () => 6 });
    const shortest = [100, 200, 400, 400, 400];
    pausesOf(times).forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(shortest[index] ?? 0);
      expect(pause).toBeLessThanOrEqual(1.5 * (shortest[index] ?? 0));
    });
    expect(pausesOf(times)).toHaveLength(5);
  });

  test("takes the same time when it is run again, and another time under another name or at another moment", async () => {
    const pacing = { firstMs: 1_000, attempts: () => 3 };
    const runs: number[][] = [];
    for (const [name, start] of [
      ["one", START],
      ["one", START],
      ["two", START],
      ["one", START + 1],
    ] as const) {
      clock = simulatedClock(start);
      Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
      runs.push(pausesOf((await callsOf({ ...pacing, name }))[0]));
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
    expect(runs[3]).not.toEqual(runs[0]);
  });

  test("is made for the last time when time is up", async () => {
    const [times] = await callsOf({ name: "one", firstMs: 100, until: START + 1_000 });
    expect(times.at(-1)).toBe(1_000);
  });
});

test("nothing else of the product sleeps, but what keeps to a rate, waits for RAM or a child process, or makes traffic for the demo", () => {
  const sleeping = ["cli", "components", "console", "deployment", "functions", "shared"]
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`))
    .filter(
      (file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts") && /\.sleep\(/.test(readFileSync(file, "utf8")),
    );
  const names = sleeping.map((file) => file.split("/").at(-1) ?? "").sort((one, other) => (one < other ? -1 : 1));
  expect(names).toEqual([
    "bootstrap.ts",
    "clock.ts",
    "demoClients.ts",
    "deploy.ts",
    "field.ts",
    "pacer.ts",
    "retry.ts",
    "runDemo.ts",
    "serverlessDevs.ts",
  ]);
});

describe("a question that is asked again", () => {
  test("ends with the answer that one can be content with", async () => {
    let asked = 0;
    const answer = poll(
      async () => ++asked,
      (count) => count === 3,
      { name: "one", firstMs: 1_000 },
    );
    await clock.advance(10_000);
    expect(await answer).toBe(3);
  });

  test("ends with the last answer when time is up, and is asked once when it was up before", async () => {
    let asked = 0;
    const never = (until: number) =>
      poll(
        async () => ++asked,
        () => false,
        { name: "one", firstMs: 400, until },
      );
    const answer = never(START + 1_000);
    await clock.advance(10_000);
    expect(await answer).toBe(asked);
    expect(asked).toBeGreaterThanOrEqual(3);
    asked = 0;
    expect(await never(START)).toBe(1);
  });

  test("throws what asking throws", async () => {
    const asking = poll(
      () => Promise.reject(busy("A")),
      () => true,
      { name: "one", firstMs: 1_000 },
    );
    await expect(asking).rejects.toThrow("Throttling");
  });
});
