import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFunctionCompute, type FunctionCompute } from "../../../local/fc/functionCompute.ts";
import { listen } from "../../../local/wire/server.ts";
import { type SimulatedClock, simulatedClock } from "../../../shared/platform/clock.ts";
import { ACCOUNT, testContext } from "../testContext.ts";

const identity = { accountId: ACCOUNT, accessKeyId: "local" };
let clock: SimulatedClock;
let fc: FunctionCompute;

beforeEach(() => {
  clock = simulatedClock(Date.UTC(2026, 0, 1));
  fc = createFunctionCompute(testContext(clock), {
    codeRoot: fileURLToPath(new URL(".", import.meta.url)),
    isolation: { kind: "inProcess" },
    functions: [
      { functionName: "echo" },
      { functionName: "sleep", timeout: 10 },
      { functionName: "sleepLong", handler: "index.sleep", timeout: 86_400 },
      { functionName: "waitTogether", timeout: 86_400 },
    ].map((given) => ({ runtime: "nodejs20", handler: `index.${given.functionName}`, code: "./functions", ...given })),
  });
});
afterEach(() => fc.close());

const call = async (functionName: string, body: string) => {
  const { headers, body: answer } = await fc.invoke({ functionName, body, identity });
  return headers["x-fc-error-type"] ?? (JSON.parse(answer.toString()) as unknown);
};

describe("in simulated time a function", () => {
  it("sleeps through hours at once", async () => {
    const asleep = call("sleepLong", "3600000");
    await clock.advance(2 * 3_600_000);
    expect(await asleep).toEqual({ slept: 3_600_000 });
  });

  it("is cut off when its time is over on that clock", async () => {
    const asleep = call("sleep", "3600000");
    await clock.advance(11_000);
    expect(await asleep).toBe("FunctionTimeout");
  });

  it("that was cut off holds up nobody", async () => {
    const cut = call("sleep", "3600000");
    await clock.advance(11_000);
    expect(await cut).toBe("FunctionTimeout");
    const next = call("sleep", "5000");
    await clock.advance(6_000);
    expect(await next).toEqual({ slept: 5_000 });
  });

  it("logs at the time of that clock", async () => {
    await clock.advance(86_400_000);
    const { log } = await fc.invoke({ functionName: "echo", body: "x", identity });
    expect(log).toMatch(/^2026-01-02T00:00:00\.000Z 1-\S+ \[INFO\] got 1 bytes$/m);
  });

  it("may sleep several times at once", async () => {
    const both = call("waitTogether", "");
    const other = call("sleepLong", "2000");
    await clock.advance(10_000);
    expect(await both).toEqual([1000, 5000]);
    expect(await other).toEqual({ slept: 2000 });
  });

  it("may wait for a server that itself waits for time to pass", async () => {
    const server = await listen(
      {
        async handle(request) {
          await request.clock.sleep(60_000);
          return { status: 200, headers: {}, body: "" };
        },
      },
      { port: 0, clock },
    );
    const waiting = call("waitTogether", `http://127.0.0.1:${server.port}/`);
    let ended = false;
    void waiting.then(() => {
      ended = true;
    });
    while (!ended) await clock.advanceUntil(() => ended, 120_000);
    const times = (await waiting) as number[];
    expect(times.slice(0, 2)).toEqual([1000, 5000]);
    for (const time of times.slice(2)) expect(time).toBeGreaterThanOrEqual(60_000);
    await server.close();
  });
});
