import { describe, expect, it } from "vitest";
import { simulatedClock, systemClock } from "../shared/platform/clock.ts";
import { createResettableClock } from "./resettableClock.ts";

function eras() {
  const base = simulatedClock(10_000);
  return { base, clock: createResettableClock(base), happened: [] as string[] };
}

/** Lets promises go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a clock that is reset", () => {
  it("is the clock underneath until the first reset", async () => {
    const { base, clock, happened } = eras();
    clock.after(5_000, () => happened.push(`rang at ${clock.now()}`));
    const cancel = clock.after(5_000, () => happened.push("cancelled"));
    cancel();
    void clock.sleep(7_000).then(() => happened.push(`woke at ${clock.now()}`));
    await base.advance(10_000);
    expect(happened).toEqual(["rang at 15000", "woke at 17000"]);
  });

  it("begins again at any time, and time goes on from there", async () => {
    const { base, clock, happened } = eras();
    await base.advance(60_000);
    clock.end();
    clock.begin(10_000);
    clock.after(1_000, () => happened.push(`rang at ${clock.now()}`));
    await base.advance(2_000);
    expect([clock.now(), base.now(), ...happened]).toEqual([12_000, 72_000, "rang at 11000"]);
  });

  it("lets nothing from before a reset happen: no timer, no sleeper, no later sleep of held work", async () => {
    const { base, clock, happened } = eras();
    clock.after(1_000, () => happened.push("timer"));
    void clock.sleep(1_000).finally(() => happened.push("sleeper"));
    void clock.hold((held) => held.sleep(1_000)).finally(() => happened.push("held sleeper"));
    let wake = () => {};
    const elsewhere = new Promise<void>((resolve) => {
      wake = resolve;
    });
    void clock.hold(async (held) => {
      await elsewhere;
      happened.push("woken from elsewhere");
      await held.sleep(1_000);
      happened.push("slept on");
    });
    await turn();
    clock.end();
    clock.begin(10_000);
    wake();
    await base.advance(5_000);
    expect(happened).toEqual(["woken from elsewhere"]);
  });

  it("time passes again, however the work from before a reset held it", async () => {
    const { base, clock } = eras();
    void clock.hold(() => new Promise<void>(() => {}));
    void clock.hold((held) => held.sleep(3_600_000));
    void clock.hold(async (held) => {
      await Promise.all([held.sleep(1_000), held.sleep(3_600_000)]);
      await new Promise<void>(() => {});
    });
    await turn();
    clock.end();
    clock.begin(20_000);
    await base.advance(5_000);
    expect(clock.now()).toBe(25_000);

    // And work after the reset holds it as ever.
    let letGo = () => {};
    const held = clock.hold(
      () =>
        new Promise<void>((resolve) => {
          letGo = resolve;
        }),
    );
    let passed = false;
    const advancing = base.advance(1_000).then(() => {
      passed = true;
    });
    for (let n = 0; n < 10; n += 1) await turn();
    expect(passed).toBe(false);
    letGo();
    await Promise.all([held, advancing]);
  });

  it("an aborted sleep rejects, and what held work gives or throws comes back", async () => {
    const { clock } = eras();
    const stop = new AbortController();
    const sleeping = clock.sleep(1_000, stop.signal);
    stop.abort(new Error("enough"));
    await expect(sleeping).rejects.toThrow("enough");
    expect(await clock.hold(async () => 7)).toBe(7);
    await expect(clock.hold(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });

  it("cannot move the machine's own time", () => {
    const clock = createResettableClock(systemClock);
    clock.end();
    clock.begin(0);
    expect(Math.abs(clock.now() - systemClock.now())).toBeLessThan(1_000);
  });
});
