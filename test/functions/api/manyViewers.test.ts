import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../shared/clock.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Lets time pass until it is done, in steps in which the machine can answer. */
async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await Promise.race([done, systemClock.sleep(5)]);
    await cloud.clock.advance(100);
  }
  return done;
}

test("twenty viewers who read every list all the time throttle no flow: their reads are shared and counted", async () => {
  const operator = await cloud.token("olga", "operator");
  const viewers = await Promise.all(
    Array.from({ length: 20 }, (_, number) =>
      cloud.token(`viewer-${number}`, number % 2 ? "viewer" : "viewer:lsn-plain"),
    ),
  );
  const { listenerId, expiring, successor } = cloud.world;
  const body = { listenerId, certificateId: expiring.id, successorId: successor.id };
  const alone = await inTime(cloud.run("rotateCertificate", body, "alone"));
  expect(alone.verdict?.state).toBe("verified");
  await cloud.reset();

  const began = cloud.clock.now();
  const { execution } = (await inTime(cloud.ask("POST", "/operations/rotateCertificate", { token: operator, body })))
    .body;
  const paths = ["/executions", "/approvals", "/listeners", "/certificates", `/executions/${execution}`];
  const statuses: number[] = [];
  let rounds = 0;
  const isRunning = () =>
    cloud.cloudFlow.state.flows.get("albflow-rotateCertificate")?.executions.get(execution)?.execution.status ===
    "Running";
  while (isRunning() && rounds < 60) {
    const asked = viewers.map((token, number) => cloud.ask("GET", paths[(rounds + number) % 5] ?? "", { token }));
    for (const { status } of await inTime(Promise.all(asked))) statuses.push(status);
    rounds += 1;
  }
  const seconds = (cloud.clock.now() - began) / 1_000;
  const outcome = await inTime(cloud.finish("rotateCertificate", execution));
  expect(outcome.verdict?.state).toBe("verified");
  expect(outcome.transitions).toBe(alone.transitions);
  expect(new Set(statuses)).toEqual(new Set([200, 404]));

  const calls = cloud.calls.recent({ since: began });
  expect(calls.filter(({ code = "" }) => /Throttl|TooMany|FlowControl/i.test(code))).toEqual([]);
  const made = (service: string) =>
    calls.filter((call) => call.service === service && call.caller === "albflow-api").length / Math.max(1, seconds);
  // The account has 5 lists and histories a second (cloudflow.md §8.4), which flows and locks need.
  expect(made("fnf")).toBeLessThan(4);
  expect(statuses.length).toBeGreaterThan(40);
}, 60_000);
