// With vitest: npx vitest run renewal.test.ts
import { type LocalCloud, type SimulatedClock, simulatedClock, startLocalCloud } from "albflow-local";
import { afterAll, beforeAll, expect, test } from "vitest";

const clock: SimulatedClock = simulatedClock(Date.UTC(2026, 0, 1));
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    clock,
    isolation: { kind: "inProcess" },
    seed: { certificates: [{ name: "shop", names: ["shop.example.com"], age: "30d", expiresIn: "60d" }] },
  });
});
afterAll(() => cloud.close());

test("two months pass in no time", async () => {
  expect(new Date(cloud.clock.now()).toISOString()).toBe("2026-01-01T00:00:00.000Z");
  await clock.advance(61 * 86_400_000);
  expect(new Date(cloud.clock.now()).toISOString()).toBe("2026-03-03T00:00:00.000Z");
});
