import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { coded } from "../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";

const HOUR_MS = 3_600_000;
/** Expires seven days after the cloud has begun. */
const EXPIRING = "24664588-cn-hangzhou";
const add = { listenerId: "lsn-mutual", certificateIds: [EXPIRING], requireApproval: true, requestedBy: "grace" };

let cloud: SimulatedCloud;
beforeAll(async () => {
  // What timers start is not looked at.
  cloud = await startSimulatedCloud({ timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** It is asked twelve hours before the certificate expires, and answered so many hours later. */
async function addedAfter(hours: number) {
  await cloud.clock.advance(6.5 * 24 * HOUR_MS);
  await cloud.start("addCertificates", add, "add");
  await cloud.clock.advance(hours * HOUR_MS);
  await cloud.answer("addCertificates", "add", (asked) => cloud.agreement(asked));
  return cloud.finish("addCertificates", "add");
}

test("a plan whose certificate has expired until somebody agreed to it is refused, and nothing is written", async () => {
  const { status, verdict } = await addedAfter(13);
  expect({ status, ...verdict }).toMatchObject({ status: "Failed", state: "refused", approvedBy: ["ada"], writes: [] });
  expect(verdict?.reason).toMatchObject({ code: "operation-refused" });
  expect(verdict?.reason.params.reasons).toEqual([
    coded("cannot-serve", expect.objectContaining({ certificateId: EXPIRING }) as never),
  ]);
  expect(writesOf(cloud)).toEqual([]);
});

test("a plan whose certificate is valid when somebody agrees is carried out", async () => {
  const { verdict } = await addedAfter(11);
  expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
});
