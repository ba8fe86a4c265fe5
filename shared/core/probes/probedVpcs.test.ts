import { afterEach, beforeEach, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { fromInside, probedVpcsFrom } from "./probedVpcs.ts";
import { isUnreachable } from "./probeResult.ts";

let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(0);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
  process.env.ALBFLOW_PROBED_VPCS = "vpc-1,vpc-2";
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, CLOCK_GLOBAL);
  delete process.env.ALBFLOW_PROBED_VPCS;
});

const look = { kind: "connection", host: "shop.example", port: 443 } as const;
const functionsThat = (invoke: (name: string) => Promise<unknown>) => ({ invoke, send: async () => {} });

/** What comes of a probe, as long as it may take. */
async function outcomeOf(invoke: (name: string) => Promise<unknown>): Promise<unknown> {
  const looked = fromInside(functionsThat(invoke), "vpc-2")?.(look).catch((error: unknown) => error);
  await clock.advance(60_000);
  return looked;
}

test("what is no VPC is refused where VPCs are named", () => {
  expect(probedVpcsFrom({})).toEqual([]);
  expect(probedVpcsFrom({ ALBFLOW_PROBED_VPCS: "vpc-1, vpc-2" })).toEqual(["vpc-1", "vpc-2"]);
  expect(() => probedVpcsFrom({ ALBFLOW_PROBED_VPCS: "vsw-1" })).toThrow("ALBFLOW_PROBED_VPCS");
});

test("a probe that was turned away for want of an instance is made again", async () => {
  const asked: string[] = [];
  const seen = await outcomeOf(async (name) => {
    asked.push(name);
    if (asked.length < 3) throw new AlbflowError("Throttled", reason("text", { text: "all instances work" }));
    return { seen: "a handshake" };
  });
  expect(seen).toBe("a handshake");
  expect(asked).toEqual(["albflow-probe2", "albflow-probe2", "albflow-probe2"]);
});

test("a function that cannot be asked says nothing about the listener", async () => {
  const error = await outcomeOf(async () => {
    throw new AlbflowError("Denied", reason("text", { text: "not allowed" }));
  });
  expect(isUnreachable(error)).toBe(true);
  expect(error).toMatchObject({ reason: { code: "probe-function-failed", params: { function: "albflow-probe2" } } });
});

test("a probe that failed there fails here alike, so that a closed port is a problem and silence is none", async () => {
  const failed = (code: string) => ({ failed: { code, reason: reason("no-connection") } });
  const refused = await outcomeOf(async () => failed("ECONNREFUSED"));
  expect(refused).toMatchObject({ code: "ECONNREFUSED", reason: coded("no-connection") });
  expect(isUnreachable(refused)).toBe(false);
  expect(isUnreachable(await outcomeOf(async () => failed("EPRIVATE")))).toBe(true);
});

test("nobody looks from inside a VPC that is not named", () => {
  expect(
    fromInside(
      functionsThat(async () => ({})),
      "vpc-3",
    ),
  ).toBeUndefined();
});
