import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { serveCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import { CLOCK_GLOBAL, systemClock } from "../clock.ts";
import { openCloudFlow } from "./cloudFlow.ts";

const definition = `Type: StateMachine
SpecVersion: v1
Name: idle
StartAt: Done
States:
  - { Name: Done, Type: Succeed }
`;

let served: Awaited<ReturnType<typeof serveCloudFlow>>;
beforeAll(async () => {
  served = await serveCloudFlow({ throttle: true });
  await client().call("CreateFlow", { Name: "idle", Definition: definition, Description: "none", Type: "FDL" });
});
afterEach(() => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
});
afterAll(() => served.close());

function client() {
  return openCloudFlow({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${served.server.port}` } as never,
  });
}

test("more questions than CloudFlow answers in a second are asked again until all are answered", async () => {
  // It lists ten times at once and two times a second.
  const lists = await Promise.allSettled(Array.from({ length: 14 }, () => client().list("idle", "", 1)));
  expect(lists.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => "fulfilled"));
});

test("who is turned away for long comes again ever later, each at a time of their own, and is told in the end", async () => {
  const pauses: number[] = [];
  let passed = 0;
  const quick = {
    ...systemClock,
    now: () => systemClock.now() + passed,
    sleep: async (ms: number) => {
      pauses.push(ms);
      passed += ms;
    },
  };
  Object.assign(globalThis, { [CLOCK_GLOBAL]: quick });
  for (let question = 0; question < 12; question += 1) {
    try {
      await client().list("idle", "", 1);
    } catch (error) {
      expect(error).toMatchObject({ kind: "Throttled" });
      break;
    }
  }
  expect(pauses.length).toBeGreaterThanOrEqual(5);
  expect(pauses[0]).toBeGreaterThanOrEqual(200);
  expect(pauses[0]).toBeLessThanOrEqual(400);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(3_000);
  expect(new Set(pauses).size).toBe(pauses.length);
});

test("what is wrong for another reason is told at once", async () => {
  const asked = client().describe("idle", "nobody");
  await expect(asked).rejects.toMatchObject({ kind: "NotFound" });
});
